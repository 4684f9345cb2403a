import { type CardHandoff, cardVerdict, type GateReason, shortDuration } from '@zo/shared';
import { handedOffCard, hour, minute, sampleCard, sampleNow } from './card-sample.ts';

const ready = { ready: 'yes', conditionsMissing: 0, conditions: [] } as const;

describe('the verdict of a handoff', () => {
  it.each<[string, Partial<CardHandoff>, string, string, string | null, string | null]>([
    [
      'on its way',
      {},
      'success',
      'Handed off to Maria',
      'First call due in 1 h 12 min',
      'Why now: 2nd active user at FinPilot (needs 2)',
    ],
    [
      'overdue',
      { dueAt: sampleNow - 25 * minute },
      'danger',
      'Handed off to Maria',
      'First call overdue by 25 min',
      'Why now: 2nd active user at FinPilot (needs 2)',
    ],
    [
      'called',
      { firstTouchAt: sampleNow - hour },
      'success',
      'Handed off to Maria',
      'First call made 1 h ago',
      'Why now: 2nd active user at FinPilot (needs 2)',
    ],
    ['without a clock or an owner', { dueAt: null, owner: null, trigger: null }, 'success', 'Handed off', null, null],
    [
      'snoozed',
      { status: 'snoozed' },
      'info',
      'Handed off to Maria',
      'Snoozed',
      'Why now: 2nd active user at FinPilot (needs 2)',
    ],
    [
      'waiting for HubSpot',
      { status: 'waiting' },
      'success',
      'SQL-ready',
      null,
      'Waiting for HubSpot since Tue 09:12 Berlin',
    ],
    [
      'in review',
      { status: 'in_review', reasons: ['expected contract value 15,600'] },
      'info',
      'In review',
      null,
      'expected contract value 15,600',
    ],
    [
      'about to return',
      { status: 'return_due', reasons: ['score 22, below 30'] },
      'warning',
      'Going back to marketing',
      null,
      'score 22, below 30',
    ],
  ])('%s', (_, handoff, tone, headline, clock, reason) => {
    expect(cardVerdict(handedOffCard(handoff), sampleNow)).toEqual({ tone, headline, clock, reason });
  });

  it('says why a contact was returned while it cools down', () => {
    const reasons = ['score 22, below 30', '14 days without AE activity'];
    const card = handedOffCard(
      { status: 'returned', closedAt: sampleNow - 2 * 24 * hour, reasons },
      { gate: 'cooling_down' },
    );
    expect(cardVerdict(card, sampleNow)).toEqual({
      tone: 'default',
      headline: 'Returned to marketing 2 days ago',
      clock: null,
      reason: 'score 22, below 30; 14 days without AE activity',
    });
  });
});

describe('the verdict without an open handoff', () => {
  it('names what is missing next', () => {
    expect(cardVerdict(sampleCard(), sampleNow)).toEqual({
      tone: 'warning',
      headline: '3 of 4 conditions',
      clock: null,
      reason: 'Missing: 1 more active user',
    });
  });

  it.each<[GateReason, string, string, string | null]>([
    ['in_review', 'info', 'In review', null],
    ['open', 'success', 'SQL-ready', 'The handoff is about to start'],
    [
      'before_go_live',
      'success',
      'SQL-ready',
      'Not handed off: met the definition before handoffs were switched on, or because it was changed',
    ],
    [
      'customer_or_open_deal',
      'default',
      'No handoff: customer or open deal',
      'This person is a paying customer or has an open deal',
    ],
    ['internal', 'default', 'No handoff: internal', 'This person belongs to an excluded e-mail domain'],
  ])('of a contact that meets everything, gate %s', (gate, tone, headline, reason) => {
    expect(cardVerdict(sampleCard({ gate, readiness: { ...ready, conditions: [] } }), sampleNow)).toEqual({
      tone,
      headline,
      clock: null,
      reason,
    });
  });
});

it.each([
  [30_000, 'less than a minute'],
  [12 * minute, '12 min'],
  [hour, '1 h'],
  [72 * minute, '1 h 12 min'],
  [27 * hour, '1 day 3 h'],
  [48 * hour, '2 days'],
])('%i ms is %s', (ms, words) => {
  expect(shortDuration(ms)).toBe(words);
});
