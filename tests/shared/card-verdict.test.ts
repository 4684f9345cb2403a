import { type CardHandoff, cardVerdict, type GateReason, shortDuration } from '@zo/shared';
import { handedOffCard, hour, minute, sampleCard, sampleNow, sampleTouch } from './card-sample.ts';

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
      { touch: sampleTouch() },
      'success',
      'Handed off to Maria',
      'First call made 1 h ago',
      'Why now: 2nd active user at FinPilot (needs 2)',
    ],
    ['without a clock or an owner', { dueAt: null, owner: null, trigger: null }, 'success', 'Handed off', null, null],
    [
      'snoozed',
      { status: 'snoozed', snoozedUntil: sampleNow + 2 * hour },
      'info',
      'Handed off to Maria',
      'Snoozed until Tue 12:00 Berlin',
      'Why now: 2nd active user at FinPilot (needs 2)',
    ],
    [
      'called late by e-mail',
      { touch: sampleTouch({ kind: 'e-mail', isInTime: false }) },
      'success',
      'Handed off to Maria',
      'First e-mail 1 h ago, late',
      'Why now: 2nd active user at FinPilot (needs 2)',
    ],
    [
      'taken on',
      { acceptedAt: sampleNow - minute },
      'success',
      'Maria is on it',
      'First call due in 1 h 12 min',
      'Why now: 2nd active user at FinPilot (needs 2)',
    ],
    [
      'taken on and overdue',
      { acceptedAt: sampleNow - hour, status: 'breached', dueAt: sampleNow - minute, overdueSince: sampleNow - minute },
      'danger',
      'Maria is on it',
      'First call overdue by 1 min',
      'Why now: 2nd active user at FinPilot (needs 2)',
    ],
    [
      'held',
      { owner: null, dueAt: null, heldSince: sampleNow - 25 * minute },
      'warning',
      'Handed off',
      'No owner yet: waiting for 25 min',
      'Why now: 2nd active user at FinPilot (needs 2)',
    ],
    [
      'asked about',
      { status: 'engaged', touch: sampleTouch(), askedAt: sampleNow, reasons: ['score 22, below 30'] },
      'warning',
      'Handed off to Maria',
      'Keep it, or return it to marketing?',
      'Score 22, below 30',
    ],
    [
      'handed off by hand',
      { byHand: { by: 'tom@acme.test', reason: 'asked for a demo' }, trigger: null },
      'success',
      'Handed off to Maria',
      'First call due in 1 h 12 min',
      'By hand, tom@acme.test: asked for a demo',
    ],
    [
      'being handed off by hand',
      { status: 'waiting', byHand: { by: 'tom@acme.test', reason: 'asked for a demo' }, owner: null, dueAt: null },
      'info',
      'Being handed off',
      null,
      'HubSpot is asked once more what it knows',
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
      'Expected contract value 15,600',
    ],
    [
      'in review for too long',
      {
        status: 'in_review',
        reasons: ['expected contract value 15,600'],
        review: { askedAt: sampleNow - 3 * hour, reviewers: [], contractValue: 15_600, isLate: true },
      },
      'warning',
      'In review',
      'Waiting for a review for 3 h',
      'Expected contract value 15,600',
    ],
    [
      'about to return',
      { status: 'return_due', reasons: ['score 22, below 30'] },
      'warning',
      'Going back to marketing',
      null,
      'Score 22, below 30',
    ],
  ])('%s', (_, handoff, tone, headline, clock, reason) => {
    expect(cardVerdict(handedOffCard(handoff), sampleNow)).toEqual({ tone, headline, clock, reason });
  });

  it.each<[Partial<CardHandoff>, GateReason, string]>([
    [{ status: 'rejected' }, 'cooling_down', 'Rejected in review 1 h ago'],
    [{ status: 'not_a_fit' }, 'not_a_fit', 'Marked as not a fit 1 h ago'],
    [{ status: 'not_a_fit', isWrongPerson: true }, 'not_a_fit', 'Marked as the wrong person 1 h ago'],
    [{ status: 'won' }, 'customer_or_open_deal', 'No handoff: customer or open deal'],
  ])('says how it ended while the gate is closed because of it: %j, %s', (handoff, gate, headline) => {
    const card = handedOffCard({ ...handoff, closedAt: sampleNow - hour }, { gate });
    expect(cardVerdict(card, sampleNow)).toMatchObject({ tone: 'default', headline, clock: null });
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
      reason: 'Score 22, below 30; 14 days without AE activity',
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
    ['not_ready', 'success', 'SQL-ready', 'About to be handed off: HubSpot is asked first'],
    [
      'before_go_live',
      'success',
      'SQL-ready',
      'Not handed off: met the definition before handoffs were switched on, because it was changed, or in history loaded by a backfill',
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
