import {
  Accordion,
  Alert,
  Button,
  EmptyState,
  ErrorState,
  Form,
  LoadingSpinner,
  StatusTag,
  Text,
} from '@hubspot/ui-extensions';
import { handedOffCard, sampleCard, sampleNow } from '../shared/card-sample.ts';
import { answerFetch, failing, json, later, patience, renderCard, textIn, textOf, typeInto } from './render-card.tsx';

const ready = { status: 'ready', ...sampleCard() } as const;
const empty = {
  status: 'empty',
  asOf: sampleNow,
  portal: sampleCard().portal,
  email: 'sarah@finpilot.test',
  eventsReceived: true,
} as const;

describe('somebody who opted out of e-mail', () => {
  it.each([
    ['with sales, it says so', { ...ready, isOptedOut: true }, 1],
    ['nobody else does', ready, 0],
  ])('%s', async (_who, answer, times) => {
    answerFetch(json(answer));
    const card = renderCard();
    await card.waitFor(() => expect(card.maybeFind(LoadingSpinner)).toBeNull(), patience);
    const said = card.findAll(StatusTag).filter((tag) => textIn(tag) === 'Opted out of e-mail');
    expect(said).toHaveLength(times);
  });
});

describe('while the first answer is on its way', () => {
  it('shows the frame of the card and no figure', async () => {
    const calls = answerFetch(later().answer);
    const card = renderCard();
    await card.waitFor(() => expect(calls).toHaveLength(1), patience);
    expect(card.find(LoadingSpinner).props.label).toBe('Loading product activity');
    expect(textOf(card)).not.toMatch(/\d/);
  });

  it('asks the backend for this contact, in one request', async () => {
    const calls = answerFetch(json(ready));
    const card = renderCard();
    await card.waitFor(() => expect(card.maybeFind(LoadingSpinner)).toBeNull(), patience);
    expect(calls).toEqual([
      { url: 'https://zo.test/app/contact-card?contactId=501', options: expect.objectContaining({ method: 'GET' }) },
    ]);
  });
});

describe('when it cannot be loaded', () => {
  it.each<[string, () => Promise<Response>, string, string]>([
    ['nothing answers', failing('timed out'), 'Product activity cannot be loaded right now', 'timed out'],
    ['the backend fails', json({ error: 'down' }, 503), 'Product activity cannot be loaded right now', 'answered 503'],
    ['the backend refuses', json({}, 401), 'Zo Handoff does not accept this account', 'HUBSPOT_CLIENT_SECRET'],
    ['a login page answers', async () => new Response('<html>'), 'Product activity cannot be shown', 'not our JSON'],
  ])('%s: says what a rep can do and where a developer looks', async (_, answer, title, detail) => {
    answerFetch(answer);
    const card = renderCard();
    await card.waitFor(() => expect(card.find(ErrorState).props.title).toBe(title), patience);
    expect(card.find(Accordion).props.title).toBe('For developers');
    expect(textIn(card.find(Accordion))).toContain(detail);
  });

  it('says so when the app was uploaded without the backend’s address, and asks nobody', async () => {
    const calls = answerFetch(json(ready));
    const card = renderCard({});
    await card.waitFor(() => expect(card.find(ErrorState).props.title).toBe('This card is not set up'), patience);
    expect(calls).toEqual([]);
  });

  it('recovers by trying again', async () => {
    answerFetch(failing('timed out'), json(ready));
    const card = renderCard();
    await card.waitFor(() => card.find(ErrorState), patience);
    card.find(Button).trigger('onClick');
    await card.waitFor(() => expect(card.find(StatusTag).text).toBe('3 of 4 conditions'), patience);
  });
});

describe('when nobody has connected the portal', () => {
  it.each([
    ['portal', 'Zo Handoff is not connected'],
    ['playbook', 'No playbook yet'],
  ])('%s missing', async (missing, title) => {
    answerFetch(json({ status: 'not connected', missing }));
    const card = renderCard();
    await card.waitFor(() => expect(card.find(EmptyState).props.title).toBe(title), patience);
  });
});

describe('when there is no product activity', () => {
  it('says how events reach us', async () => {
    answerFetch(json(empty));
    const card = renderCard();
    await card.waitFor(
      () => expect(card.find(EmptyState).props.title).toBe('No product activity for this person yet'),
      patience,
    );
    expect(textOf(card)).toContain('matched by e-mail address (sarah@finpilot.test)');
  });

  it('says how to send the first event when none has ever come', async () => {
    answerFetch(json({ ...empty, eventsReceived: false }));
    const card = renderCard();
    await card.waitFor(() => expect(textOf(card)).toContain('No event has reached us from your product yet'), patience);
    expect(card.maybeFind(Form)).toBeNull();
  });

  it('links the product user and shows the activity', async () => {
    const calls = answerFetch(json(empty), json({ status: 'linked' }), json(ready));
    const card = renderCard();
    await card.waitFor(() => card.find(Form), patience);
    await typeInto(card, ' u-77 ');
    card.find(Form).trigger('onSubmit');
    await card.waitFor(() => expect(card.find(StatusTag).text).toBe('3 of 4 conditions'), patience);
    expect(calls[1]).toEqual({
      url: 'https://zo.test/app/link-product-user',
      options: expect.objectContaining({ method: 'POST', body: { contactId: '501', productUser: 'u-77' } }),
    });
  });

  it.each([
    [{ status: 'unknown user' }, 'No product event has ever named this user id or e-mail address.'],
    [{ status: 'linked elsewhere', contactId: '502' }, 'This product user belongs to contact 502.'],
    [{ status: 'refused', reason: 'Ask an administrator.' }, 'Ask an administrator.'],
  ])('says why it was not linked: %j', async (answer, message) => {
    answerFetch(json(empty), json(answer));
    const card = renderCard();
    await card.waitFor(() => card.find(Form), patience);
    await typeInto(card, 'u-77');
    card.find(Form).trigger('onSubmit');
    await card.waitFor(() => expect(card.find(Alert).text).toBe(message), patience);
  });
});

describe('when a newer answer is wanted', () => {
  it('asks again when the record changes', async () => {
    answerFetch(json(ready), json({ status: 'ready', ...handedOffCard() }));
    const card = renderCard();
    await card.waitFor(() => expect(card.find(StatusTag).text).toBe('3 of 4 conditions'), patience);
    const [[, recordChanged]] = card.mocks.actions.onCrmPropertiesUpdate.calls as [[string, (values: object) => void]];
    recordChanged({});
    await card.waitFor(() => expect(card.find(StatusTag).text).toBe('Handed off to Maria'), patience);
  });

  it('drops an answer that arrives after a newer request', async () => {
    const slow = later();
    answerFetch(json(ready), slow.answer, json({ status: 'ready', ...handedOffCard() }));
    const card = renderCard();
    await card.waitFor(() => card.find(StatusTag), patience);
    card.find(Button).trigger('onClick');
    card.find(Button).trigger('onClick');
    await card.waitFor(() => expect(card.find(StatusTag).text).toContain('Handed off to Maria'), patience);
    slow.give(ready);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(card.find(StatusTag).text).toContain('Handed off to Maria');
  });

  it('keeps what it shows while a refresh fails, and says that it is stale', async () => {
    answerFetch(json(ready), failing('timed out'));
    const card = renderCard();
    await card.waitFor(() => card.find(StatusTag), patience);
    card.find(Button).trigger('onClick');
    await card.waitFor(() => expect(card.find(Alert).props.title).toBe('Not up to date: as of 10:00:00'), patience);
    expect(card.find(StatusTag).text).toBe('3 of 4 conditions');
    expect(card.findByTestId(Text, 'freshness').text).toContain('Events through 09:57:00');
  });

  it('says that figures are behind when an event has waited for more than a minute', async () => {
    const freshness = { ...ready.freshness, waitingSince: sampleNow - 90_000 };
    answerFetch(json({ ...ready, freshness }));
    const card = renderCard();
    await card.waitFor(() => expect(card.find(Alert).props.title).toBe('Figures are behind'), patience);
  });
});
