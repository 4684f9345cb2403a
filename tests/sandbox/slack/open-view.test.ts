import type { ModalView } from '@slack/web-api';
import { modal, open, openViews, reasons, tom, trigger } from './sample-modal.ts';
import { plain, refusal, type SlackWithApp, startSlackWithApp } from './slack-with-app.ts';

let slack: SlackWithApp;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 2, 3, 9, 0);
  slack = await startSlackWithApp({ clock: { now: () => now } });
});
afterEach(() => slack.close());

describe('views.open', () => {
  it('opens the modal for whoever clicked, and answers with it', async () => {
    const { view } = await slack.client.views.open({ trigger_id: await trigger(slack), view: modal });
    expect(view).toMatchObject({
      id: expect.stringMatching(/^V[0-9A-F]+$/),
      type: 'modal',
      callback_id: 'zo_return',
      private_metadata: '{"handoff":7}',
      state: { values: {} },
      root_view_id: view?.id,
      bot_id: 'B0ZO00001',
    });
    expect(await openViews(slack)).toMatchObject([
      { id: view?.id, user: tom, errors: {}, view: { title: modal.title } },
    ]);
  });

  it('takes a trigger from within the answer to the click', async () => {
    slack.answer = async ({ trigger_id }) => void (await slack.client.views.open({ trigger_id, view: modal }));
    await trigger(slack);
    expect(await openViews(slack)).toHaveLength(1);
  });

  it('takes each trigger once, for three seconds', async () => {
    const [first, second] = [await trigger(slack), await trigger(slack)];
    now += 3000;
    expect(await refusal(slack.client.views.open({ trigger_id: first, view: modal }))).toBe('not refused');
    expect(await refusal(slack.client.views.open({ trigger_id: first, view: modal }))).toBe('exchanged_trigger_id');
    now += 1;
    expect(await refusal(slack.client.views.open({ trigger_id: second, view: modal }))).toBe('expired_trigger_id');
    expect(await refusal(slack.client.views.open({ trigger_id: '1.2.3', view: modal }))).toBe('invalid_trigger_id');
  });

  it('leaves a trigger alone that came with a mistaken modal', async () => {
    const trigger_id = await trigger(slack);
    const mistaken = { ...modal, title: plain('') };
    expect(await refusal(slack.client.views.open({ trigger_id, view: mistaken }))).toBe('invalid_arguments');
    expect(await refusal(slack.client.views.open({ trigger_id, view: modal }))).toBe('not refused');
  });

  it('opens no two modals with one external id', async () => {
    await open(slack, { external_id: 'handoff-7' });
    expect(await refusal(open(slack, { external_id: 'handoff-7' }))).toBe('duplicate_external_id');
  });

  const input = (element: unknown, more = {}) => ({
    blocks: [{ type: 'input', label: plain('Why?'), element, ...more }],
  });
  const select = (options: unknown[]) => input({ type: 'static_select', options });
  it.each([
    [{ type: 'home' }, 'unsupported type: home [json-pointer:/view/type]'],
    [{ title: plain('x'.repeat(25)) }, 'must be less than 25 characters [json-pointer:/view/title/text]'],
    [{ title: { type: 'mrkdwn', text: 'x' } }, 'unsupported type: mrkdwn [json-pointer:/view/title/type]'],
    [{ submit: plain('x'.repeat(25)) }, 'must be less than 25 characters [json-pointer:/view/submit/text]'],
    [{ close: plain('x'.repeat(25)) }, 'must be less than 25 characters [json-pointer:/view/close/text]'],
    [{ callback_id: 'x'.repeat(256) }, 'must be less than 256 characters [json-pointer:/view/callback_id]'],
    [{ private_metadata: 'x'.repeat(3001) }, 'must be less than 3001 characters [json-pointer:/view/private_metadata]'],
    [
      { ...input({ type: 'plain_text_input' }), submit: undefined },
      'must define `submit` to use `input` block [json-pointer:/view/blocks/0/input]',
    ],
    [{ submit_disabled: true }, 'invalid additional property: submit_disabled [json-pointer:/view]'],
    [{ blocks: Array(101).fill({ type: 'divider' }) }, 'no more than 100 items allowed [json-pointer:/view/blocks]'],
    [
      input({ type: 'plain_text_input' }, { label: plain('x'.repeat(2001)) }),
      'must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]',
    ],
    [input({ type: 'button' }), 'unsupported type: button [json-pointer:/view/blocks/0/element/type]'],
    [
      input({ type: 'plain_text_input', max_length: 3001 }),
      'must be between 1 and 3000 [json-pointer:/view/blocks/0/element/max_length]',
    ],
    [
      select([{ text: plain('x'.repeat(76)), value: '1' }]),
      'must be less than 76 characters [json-pointer:/view/blocks/0/element/options/0/text/text]',
    ],
    [
      select([{ text: plain('x'), value: 'x'.repeat(151) }]),
      'must be less than 151 characters [json-pointer:/view/blocks/0/element/options/0/value]',
    ],
    [
      input({ type: 'radio_buttons', options: reasons, initial_option: { text: plain('x'), value: 'x' } }),
      'must be one of the provided options [json-pointer:/view/blocks/0/element/initial_option]',
    ],
    [
      input({ type: 'radio_buttons', options: Array(11).fill(reasons[0]) }),
      'no more than 10 items allowed [json-pointer:/view/blocks/0/element/options]',
    ],
  ])('refuses %j', async (change, message) => {
    const call = slack.client.views.open({
      trigger_id: await trigger(slack),
      view: { ...modal, ...change } as ModalView,
    });
    await expect(call).rejects.toMatchObject({
      data: { error: 'invalid_arguments', response_metadata: { messages: [`[ERROR] ${message}`] } },
    });
    expect(await openViews(slack)).toEqual([]);
  });
});
