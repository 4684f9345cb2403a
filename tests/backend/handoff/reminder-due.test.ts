import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { isStillWanted } from '../../../backend/handoff/reminder-due.ts';
import { startClock } from '../../../backend/handoff/steps/first-call-clock.ts';
import type { ReminderKind } from '../../../backend/outbox/effect.ts';
import { alertedHandoff, clockTerms, hourMs, maria, now } from '../../support/handoffs.ts';

const review = {
  ...{ askedAt: now, contractValue: 48_000, rule: 'x', verdict: null, decidedAt: null, by: null, reason: null },
  escalatedAt: now,
};
const touch = { at: now, by: 'owner', kind: 'call', via: 'Slack', minutes: 0 } as const;

it.each<[boolean, ReminderKind, string, Partial<Handoff>]>([
  [true, 'nearly due', 'as long as nothing has happened', {}],
  [true, 'nearly due', 'also when it was taken on', { acceptedAt: now }],
  [false, 'nearly due', 'when it is overdue by then', { status: 'breached', breachedAt: now }],
  [true, 'overdue', 'as long as nobody has called', { status: 'breached', breachedAt: now }],
  [false, 'overdue', 'once somebody has called', { status: 'engaged', touch }],
  [false, 'overdue', 'while it is snoozed', { status: 'snoozed', snooze: { until: now + hourMs, by: maria.email } }],
  [false, 'overdue', 'once somebody else has it, with another clock', { clock: startClock(clockTerms, now + hourMs) }],
  [false, 'overdue', 'on its way back', { status: 'return_due', returnDueAt: now }],
  [false, 'taken further', 'once it has ended', { status: 'won' }],
  [false, 'snooze over', 'when it was snoozed again', { status: 'snoozed', snooze: { until: now, by: maria.email } }],
  [false, 'overdue', 'of a person who was erased', { erasedAt: now }],
  [true, 'unreviewed', 'while nobody has decided', { status: 'in_review', review }],
  [false, 'unreviewed', 'once somebody has', { status: 'waiting', review: { ...review, verdict: 'approved' } }],
])('wanted: %s - %s, %s', (isWanted, what, _when, change) => {
  expect(isStillWanted(alertedHandoff(change), { what, clockStartedAt: now })).toBe(isWanted);
});
