import { Accordion, BarChart, Icon, Link, ScoreCircle, StatusTag, Text } from '@hubspot/ui-extensions';
import type { ContactCard } from '@zo/shared';
import { handedOffCard, minute, sampleCard, sampleHandoff, sampleNow } from '../shared/card-sample.ts';
import { answerFetch, json, patience, renderCard, textIn, textOf, textsOf } from './render-card.tsx';

async function show(card: ContactCard) {
  answerFetch(json({ status: 'ready', ...card }));
  const renderer = renderCard();
  await renderer.waitFor(() => renderer.find(StatusTag), patience);
  return renderer;
}

it('answers in order: verdict, score, readiness, activity, company, handoff, freshness', async () => {
  const text = textOf(await show(handedOffCard()));
  const inOrder = [
    'Handed off to Maria',
    'First call due in 1 h 12 min',
    'Score 65 of 100',
    'Readiness: 4 of 4',
    'Last active 3 min ago',
    '14 key actions this week',
    '1 active user in 30 days',
    'next in the rotation',
    'Events through',
  ];
  const places = inOrder.map((part) => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

it('shows the score with its next loss, and the receipt behind one click', async () => {
  const card = await show(sampleCard());
  expect(card.find(ScoreCircle).props.score).toBe(65);
  expect(card.findByTestId(Text, 'next-loss').text).toBe('Loses 10 points on Friday');
  const receipt = card.findByTestId(Accordion, 'receipt');
  expect(receipt.props).toMatchObject({ title: 'Why 65' });
  expect(textIn(receipt)).toContain('14 key actions in the last 7 days');
  expect(textIn(receipt)).toContain('+28');
});

it('lists the nearest missing condition first, with value, need and distance', async () => {
  const card = await show(sampleCard());
  expect(textsOf(card, 'condition-')).toEqual([
    'Active users, last 30 days: 1',
    'Activation status: activated',
    'PQL score: 65',
    'Email domain: business',
  ]);
  expect(textsOf(card, 'missing-')).toEqual(['Needs 2: 1 more active user']);
  expect(card.findAll(Icon).map(({ props }) => props.screenReaderText)).toEqual(['Not met', 'Met', 'Met', 'Met']);
});

it('says what is not known instead of guessing', async () => {
  const base = sampleCard();
  const [first] = base.readiness.conditions;
  const conditions = [{ ...first!, verdict: 'not known' as const, actual: null, missing: 'active users (not known)' }];
  const card = await show({ ...base, readiness: { ready: 'unknown', conditionsMissing: 1, conditions } });
  expect(card.findByTestId(Text, 'condition-0').text).toBe('Active users, last 30 days: not known');
  expect(textsOf(card, 'missing-')).toEqual(['Needs 2']);
});

it('draws 14 days of activity and names the latest events in words', async () => {
  const card = await show(sampleCard());
  const { data } = card.find(BarChart).props;
  expect(data).toHaveLength(14);
  expect((data as object[]).at(-1)).toEqual({ day: '24 Nov', events: 13 });
  expect(textsOf(card, 'event-')).toEqual(['Dashboard Shared, 3 min ago', 'Report Created, 2 h ago']);
});

it('links to records in the portal’s own HubSpot', async () => {
  const card = await show(sampleCard());
  expect(card.findAll(Link).map(({ props }) => props.href)).toEqual([
    'https://app-eu1.hubspot.com/contacts/1234567/record/0-2/900',
    'https://app-eu1.hubspot.com/contacts/1234567/record/0-1/501',
  ]);
});

it('does without a company', async () => {
  const card = await show(sampleCard({ company: null }));
  expect(textOf(card)).toContain('No company is known for this person yet');
});

it('shows owner, clock and the Slack alert of an open handoff', async () => {
  const card = await show(handedOffCard());
  expect(card.findByTestId(Text, 'first-call').text).toBe('In 1 h 12 min');
  expect(textOf(card)).toContain('due Tue 11:12 Berlin');
  expect(card.findAll(Link).at(-1)?.props.href).toEqual({
    url: 'https://acme.slack.test/archives/C1/p1',
    external: true,
  });
});

it.each([
  [{ dueAt: sampleNow - 25 * minute }, 'Overdue by 25 min'],
  [{ firstTouchAt: sampleNow - 5 * minute }, 'Made 5 min ago'],
  [{ dueAt: null }, 'No time set'],
])('says what the clock does: %j', async (handoff, words) => {
  const card = await show(handedOffCard(handoff));
  expect(card.findByTestId(Text, 'first-call').text).toBe(words);
});

it.each([
  ['unconfirmed', 'Slack did not confirm the alert: Maria'],
  ['failed', 'Not alerted: Maria'],
] as const)('warns of an alert that is %s', async (state, title) => {
  const alerts = [{ place: 'Maria', state, link: null, reason: 'Slack did not answer' }];
  const card = await show(handedOffCard({ alerts }));
  expect(card.getRootNode().toString()).toContain(title);
  expect(textOf(card)).toContain('Slack did not answer');
});

it('tells the history of a contact that was returned', async () => {
  const reasons = ['score 22, below 30', '14 days without AE activity'];
  const returned = sampleHandoff({ status: 'returned', closedAt: sampleNow - minute, reasons });
  const card = await show(sampleCard({ gate: 'cooling_down', handoffs: [returned] }));
  expect(card.find(StatusTag).text).toBe('Returned to marketing 1 min ago');
  expect(textOf(card)).toContain('No open handoff');
  expect(card.findByTestId(Text, 'handoff-5').text).toBe(
    'Tue 09:12 Berlin, Maria - returned to marketing: score 22, below 30; 14 days without AE activity',
  );
});

it('shows a handoff in review with its reason', async () => {
  const card = await show(handedOffCard({ status: 'in_review', reasons: ['expected contract value 15,600'] }));
  expect(card.find(StatusTag).text).toBe('In review');
  expect(card.findByTestId(Text, 'verdict-reason').text).toBe('expected contract value 15,600');
});

it('says whether HubSpot has the same, and what differs when it has not', async () => {
  const agreeing = await show(sampleCard());
  expect(agreeing.findByTestId(Text, 'freshness').text).toBe('Events through 09:57:00; HubSpot agrees');
  const differs = [{ label: 'PQL score', ours: '65', hubspots: null }];
  const freshness = { eventsThrough: null, waitingSince: null, hubspot: { status: 'writing' as const, differs } };
  const writing = await show(sampleCard({ freshness }));
  expect(writing.findByTestId(Text, 'freshness').text).toBe('No events yet; HubSpot is being updated');
  expect(textIn(writing.findByTestId(Accordion, 'differences'))).toBe('PQL score: 65 here, nothing in HubSpot');
});
