import { Accordion, Alert, BarChart, Icon, Link, ScoreCircle, StatusTag, Text } from '@hubspot/ui-extensions';
import type { CardHandoff, ContactCard } from '@zo/shared';
import {
  handedOffCard,
  hour,
  minute,
  sampleCard,
  sampleHandoff,
  sampleNow,
  sampleTouch,
} from '../shared/card-sample.ts';
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
    'Next in the rotation',
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
  expect(textOf(card)).toContain('Due Tue 11:12 Berlin');
  expect(card.findAll(Link).at(-1)?.props.href).toEqual({
    url: 'https://acme.slack.test/archives/C1/p1',
    external: true,
  });
});

it.each<[Partial<CardHandoff>, string, string | null]>([
  [
    { dueAt: sampleNow - 25 * minute, overdueSince: sampleNow - 25 * minute },
    'Overdue by 25 min',
    'Overdue since Tue 09:35 Berlin',
  ],
  [{ touch: sampleTouch() }, 'Made 1 h ago', 'Call, 20 working minutes after the handoff, in time'],
  [
    { touch: sampleTouch({ kind: 'e-mail', by: 'somebody', minutes: 1, isInTime: false }) },
    'Made 1 h ago',
    'E-mail by a colleague, 1 working minute after the handoff, late',
  ],
  [{ dueAt: null }, 'No time set', null],
])('says what the clock does: %j', async (handoff, words, detail) => {
  const card = await show(handedOffCard(handoff));
  expect(card.findByTestId(Text, 'first-call').text).toBe(words);
  expect(textsOf(card, 'first-call-detail')).toEqual(detail === null ? [] : [detail]);
});

const review = { askedAt: sampleNow - 3 * hour, reviewers: ['revops@acme.test'], contractValue: 15_600, isLate: false };

it.each<[string, Partial<CardHandoff>, string[]]>([
  ['nothing else', {}, []],
  ['taken on', { acceptedAt: sampleNow - 8 * minute }, ['On it since Tue 09:52 Berlin']],
  ['snoozed', { status: 'snoozed', snoozedUntil: sampleNow + hour }, ['Snoozed until Tue 11:00 Berlin']],
  ['called after all', { touch: sampleTouch(), acceptedAt: sampleNow - hour, snoozedUntil: sampleNow + hour }, []],
  [
    'handed off by hand',
    { byHand: { by: 'tom@acme.test', reason: 'asked for a demo' } },
    ['Handed off by hand by tom@acme.test: asked for a demo'],
  ],
  [
    'passed on',
    { passedOn: { from: 'Tom', why: 'the first call was overdue', at: sampleNow - hour } },
    ['Before: Tom, until Tue 09:00 Berlin (the first call was overdue)'],
  ],
  ['held', { owner: null, heldSince: sampleNow - hour }, ['Waiting for an owner since Tue 09:00 Berlin']],
  [
    'asked about',
    { status: 'engaged', touch: sampleTouch(), askedAt: sampleNow, reasons: ['score 22, below 30'] },
    ['Asked Tue 10:00 Berlin whether it goes back: score 22, below 30'],
  ],
  [
    'in review',
    { status: 'in_review', owner: null, dueAt: null, review },
    ['To be decided by revops@acme.test, asked Tue 07:00 Berlin', 'Expected contract value 15,600 a year'],
  ],
  [
    'in review for too long, by nobody named',
    { status: 'in_review', review: { ...review, reviewers: [], contractValue: null, isLate: true } },
    [
      'To be decided by an operator of Zo Handoff, asked Tue 07:00 Berlin',
      'Nobody has looked in time: the operators have been told',
    ],
  ],
])('tells what has happened to a handoff: %s', async (_what, handoff, facts) => {
  expect(textsOf(await show(handedOffCard(handoff)), 'fact-')).toEqual(facts);
});

it.each([
  ['gathered', 'In the day’s list of further leads in Slack: Maria'],
  ['gone', 'The Slack alert was removed there: Maria'],
  ['moot', 'Slack alert no longer needed: Maria'],
  ['queued', 'Slack alert to Maria is on its way'],
] as const)('says in words what became of an alert that is %s', async (state, words) => {
  const card = await show(handedOffCard({ alerts: [{ place: 'Maria', state, link: null, reason: null }] }));
  expect(textOf(card)).toContain(words);
  expect(card.maybeFind(Alert)).toBeNull();
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

it.each([
  [false, 'Tue 09:12 Berlin, Maria - not a fit: Too small'],
  [true, 'Tue 09:12 Berlin, Maria - wrong person: Too small'],
])('tells a wrong person (%s) from one that is not a fit', async (isWrongPerson, words) => {
  const ended = sampleHandoff({ status: 'not_a_fit', closedAt: sampleNow, reasons: ['Too small'], isWrongPerson });
  const card = await show(sampleCard({ gate: 'not_a_fit', handoffs: [ended] }));
  expect(card.findByTestId(Text, 'handoff-5').text).toBe(words);
});

it('shows a handoff in review with its reason', async () => {
  const card = await show(handedOffCard({ status: 'in_review', reasons: ['expected contract value 15,600'] }));
  expect(card.find(StatusTag).text).toBe('In review');
  expect(card.findByTestId(Text, 'verdict-reason').text).toBe('Expected contract value 15,600');
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
