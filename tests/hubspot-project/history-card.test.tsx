import {
  Accordion,
  Alert,
  EmptyState,
  ErrorState,
  LineChart,
  Link,
  LoadingButton,
  LoadingSpinner,
  Select,
  TableRow,
  Tabs,
  Tag,
  Text,
} from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { ActivityHistoryCard } from '../../hubspot-project/app/cards/activity-history/ActivityHistoryCard.tsx';
import {
  historyAnswers,
  receiptsAnswers,
  timelineAnswers,
} from '../../sandbox/card-preview/gallery/history-answers.ts';
import { answerFetch, failing, json, later, patience, textIn } from './render-card.tsx';

const { ready, firstDay, empty, neverSent, notConnected } = historyAnswers;

function renderHistory() {
  const renderer = createRenderer('crm.record.tab');
  Object.assign(renderer.mocks.context, {
    variables: { BASE_URL: 'https://zo.test' },
    crm: { objectId: 501, objectTypeId: '0-1' },
  });
  renderer.render(<ActivityHistoryCard />);
  return renderer;
}

type Rendered = ReturnType<typeof renderHistory>;

async function shown(...answers: (() => Promise<Response>)[]): Promise<{ card: Rendered; asked: () => string[] }> {
  const calls = answerFetch(...answers);
  const card = renderHistory();
  await card.waitFor(() => expect(card.maybeFind(LoadingSpinner)).toBeNull(), patience);
  return { card, asked: () => calls.map(({ url }) => url.replace('https://zo.test/app/contact-history', '')) };
}

const textOf = (card: Rendered) => textIn(card.getRootNode());
/** The testing library's types ask for the handler where it takes the handler's argument. */
const choose = (card: Rendered, value: string) => card.find(Select).trigger('onChange', value as never);
/** Without the head. */
const rowsOf = (card: Rendered) => card.findAll(TableRow).slice(1).map(textIn);

it('asks once, and shows no figure until the answer is there', async () => {
  const calls = answerFetch(later().answer);
  const card = renderHistory();
  await card.waitFor(() => expect(calls).toHaveLength(1), patience);
  expect(calls[0]?.url).toBe('https://zo.test/app/contact-history?contactId=501');
  expect(textOf(card)).not.toMatch(/\d/);
});

it('draws the score, with each mark as a point of its own, and names the marks', async () => {
  const { card } = await shown(json(ready));
  const { data, axes } = card.find(LineChart).props;
  if (!Array.isArray(data)) throw new Error('no rows');
  const groups = new Map<string, number>();
  for (const { group } of data) groups.set(String(group), (groups.get(String(group)) ?? 0) + 1);
  expect([...groups]).toEqual([
    ['Score', 75],
    ['Ready, 10 Oct', 1],
    ['Handed off to Tom, 11 Oct', 1],
    ['Returned to marketing, 25 Oct', 1],
    ['Handed off to Maria, 24 Nov', 1],
  ]);
  expect(axes.options?.colors).toMatchObject({ Score: 'darkAqua', 'Returned to marketing, 25 Oct': 'orange' });
  const tags = card.findAll(Tag).map(({ text }) => text);
  expect(tags.slice(0, 5)).toEqual([
    'Ready',
    'Handed off to Tom',
    'Returned to marketing',
    'Ready',
    'Handed off to Maria',
  ]);
});

it('lists what happened, decisions marked among the events', async () => {
  const { card } = await shown(json(ready));
  expect(rowsOf(card).slice(3, 6)).toEqual([
    'Tue 09:12 Ready: 2nd active user at FinPilot (needs 2) Crossing',
    'Tue 09:12 Report Created key action',
    'Tue 04:12 Report Created key action',
  ]);
});

it('leads to a message that was posted in Slack, and from nowhere else', async () => {
  const { card } = await shown(json(ready));
  expect(rowsOf(card)[1]).toBe('Tue 09:14 Alert to maria@acme.test posted in Slack Open in Slack Alert');
  expect(card.findAll(Link).map(({ props }) => props.href)).toEqual([
    { url: 'https://acme.slack.test/archives/D1/p1', external: true },
  ]);
});

it('shows older pages below, until there are none', async () => {
  const { card, asked } = await shown(json(ready), json(timelineAnswers.older));
  expect(rowsOf(card)).toHaveLength(16);
  card.find(LoadingButton).trigger('onClick');
  await card.waitFor(() => expect(rowsOf(card)).toHaveLength(29), patience);
  expect(asked().at(-1)).toBe('/timeline?contactId=501&before=388.84');
  expect(textOf(card)).toContain('That is all: 29 entries');
  expect(card.findAll(LoadingButton).map(({ text }) => text)).toEqual(['Older receipts']);
});

it('is narrowed to a signal, and back to everything without asking', async () => {
  const { card, asked } = await shown(json(ready), json(timelineAnswers.pricing));
  choose(card, 'signal:visited pricing');
  await card.waitFor(() => expect(rowsOf(card)).toHaveLength(3), patience);
  expect(asked().at(-1)).toBe('/timeline?contactId=501&only=signal%3Avisited%20pricing');
  choose(card, 'everything');
  await card.waitFor(() => expect(rowsOf(card)).toHaveLength(16), patience);
  expect(asked()).toHaveLength(2);
});

it('goes on looking further back when there was nothing among what was read', async () => {
  const { card, asked } = await shown(json(ready), json(timelineAnswers.nothingYet), json(timelineAnswers.older));
  choose(card, 'signal:activated');
  await card.waitFor(() => expect(card.find(LoadingButton).text).toBe('Look further back'), patience);
  card.find(LoadingButton).trigger('onClick');
  await card.waitFor(() => expect(rowsOf(card)).toHaveLength(13), patience);
  expect(asked().at(-1)).toBe('/timeline?contactId=501&before=17.0&only=signal%3Aactivated');
});

it('says so when a page does not come, keeps what was there, and asks for the same page again', async () => {
  const { card, asked } = await shown(json(ready), failing('timed out'), json(timelineAnswers.older));
  card.find(LoadingButton).trigger('onClick');
  await card.waitFor(() => expect(card.find(Alert).props.title).toContain('cannot be loaded'), patience);
  expect([rowsOf(card).length, card.find(LoadingButton).text]).toEqual([16, 'Try again']);
  card.find(LoadingButton).trigger('onClick');
  await card.waitFor(() => expect(rowsOf(card)).toHaveLength(29), patience);
  expect(asked().slice(1)).toEqual(['/timeline?contactId=501&before=388.84', '/timeline?contactId=501&before=388.84']);
});

it('has every receipt: the gist in sight, the evidence behind one click, older ones on request', async () => {
  const { card, asked } = await shown(json(ready), json(receiptsAnswers.older));
  expect(card.find(Tabs).props.defaultSelected).toBe('timeline');
  const receipts = card.findAll(Accordion).map(({ props }) => props.title);
  expect(receipts).toEqual([
    'To maria@acme.test: next in the rotation',
    'Ready: 2nd active user at FinPilot (needs 2)',
  ]);
  const crossing = textIn(card.findAll(Accordion)[1]!);
  expect(crossing).toContain('Score 65');
  // What belongs to the line before stands further in, where plain spaces would be lost.
  expect(crossing).toContain('\u00a0\u00a0\u00a0\u00a0+25');
  card.findAll(LoadingButton).at(-1)!.trigger('onClick');
  await card.waitFor(() => expect(textOf(card)).toContain('Back in marketing: score 22, below 30'), patience);
  expect(asked().at(-1)).toBe('/receipts?contactId=501&before=85');
});

it('begins the line with the second day', async () => {
  const { card } = await shown(json(firstDay));
  expect(card.maybeFind(LineChart)).toBeNull();
  expect(textOf(card)).toContain('The line begins with the second day. Today’s score is 65.');
  expect(textOf(card)).toContain('No receipts');
});

it.each([
  ['nothing is known of the contact', empty, 'matched by e-mail address'],
  ['no event ever came', neverSent, 'No event has reached us'],
])('%s: says so', async (_state, answer, words) => {
  const { card } = await shown(json(answer));
  expect(card.find(EmptyState).props.title).toBe('No product activity for this person yet');
  expect(textOf(card)).toContain(words);
});

it('says what is missing of a portal that is not connected', async () => {
  const { card } = await shown(json(notConnected));
  expect(card.find(EmptyState).props.title).toBe('No playbook yet');
});

it('says what can be done when it cannot be loaded', async () => {
  const { card } = await shown(failing('timed out'));
  expect(card.find(ErrorState).props.title).toBe('Product activity cannot be loaded right now');
  expect(card.findAll(Text).length).toBeGreaterThan(0);
});
