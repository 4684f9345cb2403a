/** Acting from the card: what is offered, what is asked first, what came of it, and that nothing is done twice. */
import {
  Alert,
  Button,
  Dropdown,
  Form,
  LoadingButton,
  Select,
  StatusTag,
  Text,
  TextArea,
} from '@hubspot/ui-extensions';
import type { CardAction, HandoffCommandAnswer } from '@zo/shared';
import { handedOffCard, sampleAction, sampleCard, sampleNow } from '../shared/card-sample.ts';
import {
  answerFetch,
  type CardRenderer,
  type Fetched,
  failing,
  json,
  patience,
  renderCard,
  textOf,
} from './render-card.tsx';

const accept = sampleAction();
const call = sampleAction({ command: 'call', label: 'Called', confirm: 'The call is logged in HubSpot as made now.' });
const snooze = sampleAction({
  command: 'snooze',
  label: 'Snooze',
  confirm: 'Reminders wait.',
  choice: {
    label: 'How long',
    isRequired: true,
    options: [
      { value: '1 hour', label: 'For 1 hour' },
      { value: 'tomorrow', label: 'Until tomorrow 9:00' },
    ],
  },
});
const sendBack = sampleAction({
  command: 'return',
  label: 'Return to marketing',
  confirm: 'The stage becomes MQL.',
  needsReason: true,
  reasons: ['No answer', 'Other'],
});
const wrongPerson = sampleAction({
  command: 'wrong person',
  label: 'Wrong person',
  confirm: 'The handoff ends.',
  needsReason: true,
  reasons: ['Left the company'],
  choice: { label: 'Hand off instead', isRequired: false, options: [{ value: '502', label: 'Priya Nair' }] },
});
const handOff = sampleAction({
  command: 'hand off',
  handoffId: null,
  label: 'Hand off now',
  confirm: 'Whoever gets it is alerted now.',
  needsReason: true,
});

const card = (...actions: CardAction[]) => ({
  status: 'ready' as const,
  ...handedOffCard({}, { acting: { actions, whyNone: null } }),
});
const answer = (status: HandoffCommandAnswer['status'], say: string, next: object = card()) =>
  json({ status, say, card: next });

async function show(
  first: object,
  ...then: (() => Promise<Response>)[]
): Promise<{ here: CardRenderer; calls: Fetched[] }> {
  const calls = answerFetch(json(first), ...then);
  const here = renderCard();
  await here.waitFor(() => here.find(StatusTag), patience);
  return { here, calls };
}

const press = (here: CardRenderer, label: string) => {
  const all = [...here.findAll(Button), ...here.findAll(LoadingButton), ...here.findAll(Dropdown.ButtonItem)];
  const found = all.find(({ text }) => text === label);
  if (found === undefined) throw new Error(`There is no "${label}" among ${all.map(({ text }) => text).join(', ')}`);
  found.trigger('onClick');
};
const submit = (here: CardRenderer) => here.find(Form).trigger('onSubmit');
const alertIs = (here: CardRenderer, title: string, text?: string) =>
  here.waitFor(() => {
    expect(here.find(Alert).props.title).toBe(title);
    if (text !== undefined) expect(here.find(Alert).text).toBe(text);
  }, patience);
const sent = (calls: Fetched[], index = 1) => calls[index]?.options.body as Record<string, unknown>;

describe('what is offered', () => {
  it('the one that matters most is a button, the rest a menu', async () => {
    const { here } = await show(card(accept, call, snooze, sendBack));
    expect(here.find(LoadingButton).props).toMatchObject({ variant: 'primary', disabled: false });
    expect(here.find(LoadingButton).text).toBe('I’m on it');
    expect(here.find(Dropdown).props.buttonText).toBe('More');
    expect(here.findAll(Dropdown.ButtonItem).map(({ text }) => text)).toEqual([
      'Called',
      'Snooze',
      'Return to marketing',
    ]);
  });

  it('both answers to what is asked are buttons, side by side', async () => {
    const keep = sampleAction({ command: 'keep', label: 'Keep', confirm: 'It stays.' });
    const { here } = await show(card(keep, call, snooze, sendBack));
    const buttons = [...here.findAll(LoadingButton), ...here.findAll(Button)].map(({ text }) => text);
    expect(buttons).toEqual(expect.arrayContaining(['Keep', 'Return to marketing']));
    expect(here.findAll(Dropdown.ButtonItem).map(({ text }) => text)).toEqual(['Called', 'Snooze']);
  });

  it('two are two buttons', async () => {
    const approve = sampleAction({ command: 'approve', label: 'Approve', confirm: 'It is handed off now.' });
    const reject = sampleAction({ command: 'reject', label: 'Reject', needsReason: true });
    const { here } = await show(card(approve, reject));
    const buttons = here.findAll(Button).filter(({ props }) => props.testId?.startsWith('act-'));
    expect(buttons.map(({ text, props }) => [text, props.variant])).toEqual([
      ['Approve', 'primary'],
      ['Reject', 'secondary'],
    ]);
    expect(here.maybeFind(Dropdown)).toBeNull();
  });

  it('all in a menu where nothing moves the handoff on', async () => {
    const { here } = await show(card(sendBack, wrongPerson, snooze));
    expect(here.find(Dropdown).props.buttonText).toBe('Actions');
    expect(here.findAll(Dropdown.ButtonItem)).toHaveLength(3);
    expect(here.maybeFind(LoadingButton)).toBeNull();
  });

  it('handing off by hand is no more than an offer', async () => {
    const { here } = await show({ status: 'ready', ...sampleCard({ acting: { actions: [handOff], whyNone: null } }) });
    expect(here.findByTestId(Button, 'act-hand off').props.variant).toBe('secondary');
  });

  it('nothing, with who has it, to somebody who may not', async () => {
    const whyNone = 'Maria has it. Only the owner, their manager or an operator of Zo may act on it.';
    const { here } = await show({ status: 'ready', ...handedOffCard({}, { acting: { actions: [], whyNone } }) });
    expect(here.findByTestId(Text, 'why-none').text).toBe(whyNone);
    expect(here.maybeFind(LoadingButton)).toBeNull();
    expect(here.maybeFind(Dropdown)).toBeNull();
  });
});

describe('what needs no more words', () => {
  it('is done at once, and the card is the one that came with the answer', async () => {
    const { here, calls } = await show(card(accept), answer('done', 'Maria is on it.', card(call)));
    press(here, 'I’m on it');
    await alertIs(here, 'Done', 'Maria is on it.');
    expect(here.find(Alert).props.variant).toBe('success');
    expect(here.findByTestId(Button, 'act-call').text).toBe('Called');
    expect(calls).toHaveLength(2);
    expect(calls[1]).toMatchObject({ url: 'https://zo.test/app/handoff-command', options: { method: 'POST' } });
    expect(sent(calls)).toEqual({
      contactId: '501',
      handoffId: 5,
      command: 'accept',
      idempotencyKey: expect.stringMatching(/^[\w-]{8,100}$/),
    });
  });

  it('is done once, however often it is pressed', async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    const { here, calls } = await show(card(accept), () => promise);
    press(here, 'I’m on it');
    press(here, 'I’m on it');
    await here.waitFor(
      () => expect(here.find(LoadingButton).props).toMatchObject({ loading: true, disabled: true }),
      patience,
    );
    press(here, 'I’m on it');
    expect(calls).toHaveLength(2);
    resolve(new Response(JSON.stringify({ status: 'done', say: 'Maria is on it.', card: card() })));
    await alertIs(here, 'Done');
  });
});

describe('what has to be confirmed', () => {
  it('says what it does, and does nothing when it is cancelled', async () => {
    const { here, calls } = await show(card(call));
    press(here, 'Called');
    await here.waitFor(() => here.find(Form), patience);
    expect(here.findByTestId(Text, 'act-confirm').text).toBe('The call is logged in HubSpot as made now.');
    press(here, 'Cancel');
    await here.waitFor(() => expect(here.maybeFind(Form)).toBeNull(), patience);
    expect(calls).toHaveLength(1);
  });

  it('is done when it is confirmed', async () => {
    const { here, calls } = await show(card(call), answer('done', 'The call is noted, and logged in HubSpot.'));
    press(here, 'Called');
    await here.waitFor(() => here.find(Form), patience);
    submit(here);
    await alertIs(here, 'Done', 'The call is noted, and logged in HubSpot.');
    expect(here.maybeFind(Form)).toBeNull();
    expect(sent(calls)).toMatchObject({ command: 'call', handoffId: 5 });
    expect(sent(calls)).not.toHaveProperty('reason');
  });

  it('snoozes for as long as was chosen', async () => {
    const { here, calls } = await show(card(snooze), answer('done', 'Reminders wait.'));
    press(here, 'Snooze');
    await here.waitFor(() => expect(here.find(Select).props.value).toBe('1 hour'), patience);
    here.find(Select).trigger('onChange', 'tomorrow' as never);
    await here.waitFor(() => expect(here.find(Select).props.value).toBe('tomorrow'), patience);
    submit(here);
    await alertIs(here, 'Done', 'Reminders wait.');
    expect(sent(calls)).toMatchObject({ command: 'snooze', choice: 'tomorrow' });
  });

  it('asks for a reason before anything is sent', async () => {
    const { here, calls } = await show(card(sendBack), answer('done', 'It goes back to marketing.'));
    press(here, 'Return to marketing');
    await here.waitFor(() => here.find(Form), patience);
    submit(here);
    await here.waitFor(
      () => expect(here.find(Select).props).toMatchObject({ error: true, validationMessage: 'Choose a reason.' }),
      patience,
    );
    expect(calls).toHaveLength(1);
    here.find(Select).trigger('onChange', 'No answer' as never);
    here.find(TextArea).trigger('onInput', ' three times ' as never);
    await here.waitFor(() => expect(here.find(TextArea).props.value).toBe(' three times '), patience);
    submit(here);
    await alertIs(here, 'Done');
    expect(sent(calls)).toMatchObject({ command: 'return', reason: 'No answer: three times' });
  });

  it('hands off by hand with a reason in one’s own words', async () => {
    const first = { status: 'ready', ...sampleCard({ acting: { actions: [handOff], whyNone: null } }) };
    const { here, calls } = await show(first, answer('done', 'Tom has it now.'));
    press(here, 'Hand off now');
    await here.waitFor(() => here.find(Form), patience);
    submit(here);
    await here.waitFor(() => expect(here.find(TextArea).props.validationMessage).toBe('Say why.'), patience);
    here.find(TextArea).trigger('onInput', 'asked for a demo' as never);
    await here.waitFor(() => expect(here.find(TextArea).props.value).toBe('asked for a demo'), patience);
    submit(here);
    await alertIs(here, 'Done', 'Tom has it now.');
    expect(sent(calls)).toMatchObject({ handoffId: null, command: 'hand off', reason: 'asked for a demo' });
    expect(here.find(StatusTag).text).toBe('Handed off to Maria');
  });

  it('names a colleague instead, or nobody', async () => {
    const { here, calls } = await show(card(wrongPerson), answer('done', 'It is marked as the wrong person.'));
    press(here, 'Wrong person');
    await here.waitFor(() => expect(here.findAll(Select)).toHaveLength(2), patience);
    const [why, instead] = here.findAll(Select);
    expect(instead!.props.options).toEqual([
      { value: '', label: 'Nobody' },
      { value: '502', label: 'Priya Nair' },
    ]);
    instead!.trigger('onChange', '502' as never);
    why!.trigger('onChange', 'Left the company' as never);
    await here.waitFor(
      () => expect(here.findAll(Select).map(({ props }) => props.value)).toEqual(['Left the company', '502']),
      patience,
    );
    submit(here);
    await alertIs(here, 'Done');
    expect(sent(calls)).toMatchObject({ command: 'wrong person', reason: 'Left the company', choice: '502' });
  });
});

describe('what is not done', () => {
  it.each([
    ['already', 'Tom has it now.', 'Nothing to do', 'info'],
    ['refused', 'There is an open deal: it stays with sales.', 'Not done', 'warning'],
    ['unknown handoff', 'There is no such handoff any more.', 'Not done', 'warning'],
  ] as const)('says why: %s', async (status, say, title, variant) => {
    const { here } = await show(card(accept), answer(status, say, card(call)));
    press(here, 'I’m on it');
    await alertIs(here, title, say);
    expect(here.find(Alert).props.variant).toBe(variant);
    expect(here.findByTestId(Button, 'act-call').text).toBe('Called');
  });

  it('is tried again with the same key when no answer came', async () => {
    const { here, calls } = await show(card(accept), failing('timed out'), answer('done', 'Maria is on it.'));
    press(here, 'I’m on it');
    await alertIs(here, 'Not confirmed: I’m on it');
    expect(textOf(here)).toContain('nothing is done twice');
    press(here, 'Try again');
    await alertIs(here, 'Done', 'Maria is on it.');
    expect(sent(calls, 2)).toEqual(sent(calls, 1));
  });

  it('keeps what was filled in when no answer came, and sends it again under the same key', async () => {
    const { here, calls } = await show(card(sendBack), json({}, 503), answer('done', 'It goes back to marketing.'));
    press(here, 'Return to marketing');
    await here.waitFor(() => here.find(Form), patience);
    here.find(Select).trigger('onChange', 'Other' as never);
    await here.waitFor(() => expect(here.find(Select).props.value).toBe('Other'), patience);
    submit(here);
    await alertIs(here, 'Not confirmed: Return to marketing');
    expect(here.find(Select).props.value).toBe('Other');
    submit(here);
    await alertIs(here, 'Done');
    expect(sent(calls, 2)).toEqual(sent(calls, 1));
  });

  it('another thing has another key', async () => {
    const { here, calls } = await show(card(accept, call), failing('timed out'), answer('done', 'Noted.'));
    press(here, 'I’m on it');
    await alertIs(here, 'Not confirmed: I’m on it');
    press(here, 'Called');
    await here.waitFor(() => here.find(Form), patience);
    submit(here);
    await alertIs(here, 'Done');
    expect(sent(calls, 2).idempotencyKey).not.toBe(sent(calls, 1).idempotencyKey);
  });

  it('is not tried again where the backend does not accept the account', async () => {
    const { here } = await show(card(accept), json({}, 401));
    press(here, 'I’m on it');
    await alertIs(here, 'Not confirmed: I’m on it');
    expect(textOf(here)).toContain('Ask whoever looks after it.');
    expect(here.findAll(Button).map(({ text }) => text)).not.toContain('Try again');
  });
});

it('an answer to a refresh that was asked for earlier does not undo what was done since', async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  const { here } = await show(card(accept), () => promise, answer('done', 'Maria is on it.', card(call)));
  press(here, 'Refresh');
  press(here, 'I’m on it');
  await alertIs(here, 'Done');
  resolve(new Response(JSON.stringify({ ...card(accept), asOf: sampleNow })));
  await new Promise((done) => setTimeout(done, 20));
  expect(here.findByTestId(Button, 'act-call').text).toBe('Called');
});
