import {
  Button,
  EmptyState,
  ErrorState,
  LineChart,
  Link,
  LoadingSpinner,
  StatusTag,
  Table,
  Text,
} from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { CompanyActivityCard } from '../../hubspot-project/app/cards/company-activity/CompanyActivityCard.tsx';
import { companyAnswers } from '../../sandbox/card-preview/gallery/company-answers.ts';
import { answerFetch, failing, json, later, patience, textIn } from './render-card.tsx';

const { ready, overdue, quiet, seenToday, large, empty, neverSent, notConnected } = companyAnswers;

function renderCompany(variables: Record<string, string> = { BASE_URL: 'https://zo.test' }) {
  const renderer = createRenderer('crm.record.sidebar');
  Object.assign(renderer.mocks.context, { variables, crm: { objectId: 900, objectTypeId: '0-2' } });
  renderer.render(<CompanyActivityCard refreshEveryMs={null} />);
  return renderer;
}

type Rendered = ReturnType<typeof renderCompany>;

async function shown(answer: object): Promise<Rendered> {
  answerFetch(json(answer));
  const card = renderCompany();
  await card.waitFor(() => expect(card.maybeFind(LoadingSpinner)).toBeNull(), patience);
  return card;
}

const textOf = (card: Rendered) => textIn(card.getRootNode());
const textsOf = (card: Rendered, prefix: string) =>
  card
    .findAll(Text)
    .filter(({ props }) => props.testId?.startsWith(prefix))
    .map(({ text }) => text);

it('asks the backend for this company, in one request, and shows no figure until it answers', async () => {
  const calls = answerFetch(later().answer);
  const card = renderCompany();
  await card.waitFor(() => expect(calls).toHaveLength(1), patience);
  expect(calls).toEqual([
    { url: 'https://zo.test/app/company-card?companyId=900', options: expect.objectContaining({ method: 'GET' }) },
  ]);
  expect(textOf(card)).not.toMatch(/\d/);
});

it('tells how many use the product, now and over the days', async () => {
  const card = await shown(ready);
  expect(textsOf(card, 'active-users')).toEqual(['3 active users in the last 30 days']);
  expect(textOf(card)).toContain('of 4 people known from the product');
  const { data, axes } = card.find(LineChart).props;
  expect(data).toHaveLength(90);
  expect([axes.x.fieldType, axes.y.field]).toEqual(['datetime', 'activeUsers']);
});

it('tells whose the open handoffs are and what the first call’s clock does', async () => {
  const card = await shown(ready);
  expect(card.find(StatusTag).text).toBe('Handed off to Maria');
  expect(textsOf(card, 'clock-')).toEqual([expect.stringMatching(/^First call due in 1 h 12 min$/)]);
  const late = await shown(overdue);
  expect([late.find(StatusTag).props.variant, textsOf(late, 'clock-')]).toEqual([
    'danger',
    ['First call overdue by 1 h 35 min'],
  ]);
});

it('lists the people by score, with readiness and a link to the contact', async () => {
  const card = await shown(ready);
  expect(textIn(card.find(Table))).toMatch(
    /Sarah Chen active 3 min ago; handed off 65 4 of 4 Priya Nair active 40 min ago 38 3 of 4 Max Gray active 9 days ago 12 2 of 4/,
  );
  expect(textsOf(card, 'more-people')).toEqual(['and 1 more']);
  expect(card.findAll(Link).map(({ props }) => props.href)).toContain(
    'https://app-eu1.hubspot.com/contacts/4711/record/0-1/502',
  );
});

it('tells who crossed and why, and whose personal address counts', async () => {
  const card = await shown(ready);
  expect(textsOf(card, 'crossing-')).toEqual([
    'Tue 09:12 Berlin: 2nd active user at FinPilot (needs 2); handed off to Maria',
    expect.stringMatching(/^Thu 15 Oct .*: score reached 52 \(needs 50\); handed off to Tom, returned to marketing$/),
  ]);
  expect(textsOf(card, 'address-')).toEqual([
    'Counts: joined its product group, and was active in the last 30 days',
    expect.stringMatching(/^Does not count: is under this company in HubSpot/),
  ]);
  expect(textOf(card)).toContain('The definition asks for a business address: these people are not handed off.');
});

it('names the account’s groups and domains, and what it may be worth', async () => {
  const card = await shown(ready);
  expect(['groups', 'domains', 'contract-value'].flatMap((id) => textsOf(card, id))).toEqual([
    'finpilot',
    'finpilot.test',
    '10,200 a year',
  ]);
});

it('says in words what there is nothing of', async () => {
  const card = await shown(quiet);
  const words = ['None', 'Nobody yet', 'Nobody here has a personal or disposable address', 'Not known'];
  expect(words.filter((word) => !textOf(card).includes(word))).toEqual([]);
});

it('draws no line of a single day', async () => {
  const card = await shown(seenToday);
  expect(card.maybeFind(LineChart)).toBeNull();
  expect(textOf(card)).toContain('The line over the days begins tomorrow.');
});

it('tells how many more there are of a large company than are listed', async () => {
  const card = await shown(large);
  expect(textOf(card)).toContain('and 309 more');
  expect(textOf(card)).toContain('and 99,990 more');
  expect(textOf(card)).toContain('and 10,411 more');
});

it.each([
  ['nothing is linked', empty, 'An account of the product is linked by its group id'],
  ['no event ever came', neverSent, 'No event has reached us from your product yet'],
])('%s: says so, and what would change it', async (_state, answer, words) => {
  const card = await shown(answer);
  expect(card.find(EmptyState).props.title).toBe('No product activity at this company yet');
  expect(textOf(card)).toContain(words);
});

it('says what is missing of a portal that is not connected', async () => {
  const card = await shown(notConnected);
  expect(card.find(EmptyState).props.title).toBe('Zo Handoff is not connected');
});

it('says what can be done when it cannot be loaded, and recovers', async () => {
  answerFetch(failing('timed out'), json(ready));
  const card = renderCompany();
  await card.waitFor(() => card.find(ErrorState), patience);
  card.find(Button).trigger('onClick');
  await card.waitFor(() => card.find(StatusTag), patience);
});

it('keeps what it shows, marked as old, when a refresh fails', async () => {
  answerFetch(json(ready), failing('timed out'));
  const card = renderCompany();
  await card.waitFor(() => card.find(StatusTag), patience);
  card.find(Button).trigger('onClick');
  await card.waitFor(() => expect(textOf(card)).toContain('Try again in a minute'), patience);
  expect(card.find(StatusTag).text).toBe('Handed off to Maria');
});
