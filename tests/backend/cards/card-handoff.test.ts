import type { CardHandoff } from '@zo/shared';
import { cardHandoff } from '../../../backend/cards/card-handoff.ts';
import { eraseHandoff } from '../../../backend/handoff/erase-handoff.ts';
import type { AlertState, Handoff } from '../../../backend/handoff/handoff.ts';
import { alertedHandoff, hourMs, minuteMs, now, tom } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { reviewRule } from '../../support/rules.ts';

const expectedContractValue = { amount: 120, per: 'employee' as const, text: '120 per employee' };
const terms = { reviewers: ['revops@acme.test'], escalateAfterMinutes: null };
const playbook = acmePlaybook({
  review: { ...reviewRule('zo_pql_score >= 0', terms), channel: null, expectedContractValue },
});
const shown = (change: Partial<Handoff> = {}) => cardHandoff(alertedHandoff(change), 'FinPilot', playbook);

it('is what the card shows of a handoff, and nothing that has not happened', () => {
  expect(shown()).toEqual({
    handoffId: 5,
    status: 'alerted',
    openedAt: now,
    closedAt: null,
    trigger: null,
    byHand: null,
    owner: { name: 'Maria', email: 'maria@acme.test', reason: 'next in rotation' },
    passedOn: null,
    heldSince: null,
    acceptedAt: null,
    snoozedUntil: null,
    dueAt: now + 2 * hourMs,
    overdueSince: null,
    touch: null,
    review: null,
    askedAt: null,
    reasons: [],
    isWrongPerson: false,
    alerts: [{ place: 'Maria', state: 'posted', link: 'https://acme.slack.test/p1', reason: null }],
  });
});

const touch = { at: now + minuteMs, by: 'owner', kind: 'call', via: 'card', minutes: 1 } as const;
const review: NonNullable<Handoff['review']> = {
  askedAt: now,
  contractValue: 15_600,
  rule: 'zo_expected_acv >= 15000',
  verdict: null,
  decidedAt: null,
  by: null,
  reason: null,
  escalatedAt: null,
};
const earlier = {
  ...tom,
  setByUs: true,
  reason: 'in turn',
  since: now,
  until: now + hourMs,
  dueAt: now,
  breachedAt: now,
};

it.each<[string, Partial<Handoff>, Partial<CardHandoff>]>([
  [
    'by hand',
    { byHand: { by: tom.email, reason: 'asked for a demo', ownerId: '72', insteadOf: 3 } },
    { byHand: { by: tom.email, reason: 'asked for a demo' } },
  ],
  ['held', { owner: null, heldSince: now, alerts: {} }, { owner: null, heldSince: now, alerts: [] }],
  ['held once, and with somebody now', { heldSince: now }, { heldSince: null }],
  [
    'passed on',
    { earlierOwners: [{ ...earlier, why: 'the first call was overdue', by: 'clock' }] },
    { passedOn: { from: 'Tom', why: 'the first call was overdue', at: now + hourMs } },
  ],
  ['taken on', { acceptedAt: now }, { acceptedAt: now }],
  ['snoozed', { snooze: { until: now + hourMs, by: tom.email } }, { snoozedUntil: now + hourMs }],
  ['overdue', { breachedAt: now }, { overdueSince: now }],
  [
    'called in time',
    { touch },
    { touch: { at: now + minuteMs, by: 'owner', kind: 'call', minutes: 1, isInTime: true } },
  ],
  ['called late', { touch, dueAt: now }, { touch: expect.objectContaining({ isInTime: false }) }],
  ['called, with no time set', { touch, dueAt: null }, { touch: expect.objectContaining({ isInTime: null }) }],
  [
    'in review',
    { status: 'in_review', review: { ...review, escalatedAt: now } },
    {
      review: { askedAt: now, reviewers: ['revops@acme.test'], contractValue: 15_600, isLate: true },
      reasons: ['expected contract value at least 15,000'],
    },
  ],
  ['approved', { review: { ...review, verdict: 'approved' } }, { review: null, reasons: [] }],
  [
    'asked about',
    { question: { askedAt: now, number: 1, reasons: ['score 22, below 30'] } },
    { askedAt: now, reasons: ['score 22, below 30'] },
  ],
  ['on its way back', { status: 'return_due', returnReasons: ['cold'] }, { reasons: ['cold'] }],
  [
    'not a fit',
    { status: 'not_a_fit', ending: { by: tom.email, reason: 'Too small', undo: null } },
    { reasons: ['Too small'], isWrongPerson: false },
  ],
  [
    'the wrong person',
    { status: 'not_a_fit', ending: { by: tom.email, kind: 'wrong person', reason: 'Left the company', undo: null } },
    { reasons: ['Left the company'], isWrongPerson: true },
  ],
])('says that it is %s', (_what, change, part) => {
  expect(shown(change)).toEqual({ ...shown(), status: change.status ?? 'alerted', ...dueOf(change), ...part });
});

function dueOf({ dueAt }: Partial<Handoff>): Partial<CardHandoff> {
  return dueAt === undefined ? {} : { dueAt };
}

it.each<[string, AlertState, CardHandoff['alerts'][number]]>([
  [
    'alert:5:channel:#pql-handoff',
    { state: 'unconfirmed', reason: 'Slack did not answer' },
    { place: '#pql-handoff', state: 'unconfirmed', link: null, reason: 'Slack did not answer' },
  ],
  [
    'alert:5:channel:#pql-handoff:again',
    { state: 'queued' },
    { place: '#pql-handoff', state: 'queued', link: null, reason: null },
  ],
  [
    'alert:5:dm:lee@acme.test',
    { state: 'failed', reason: 'Maria has had it since', isMoot: true },
    { place: 'lee@acme.test', state: 'moot', link: null, reason: 'Maria has had it since' },
  ],
  [
    'alert:5:dm:maria@acme.test:again',
    { state: 'gathered', channel: 'D1', ts: '1', at: now },
    { place: 'Maria', state: 'gathered', link: null, reason: null },
  ],
])('names the place of %s', (key, state, alert) => {
  expect(shown({ alerts: { [key]: state, 'review:5': { state: 'queued' } } }).alerts).toEqual([alert]);
});

it('says nothing of somebody who was erased but that there was a handoff, and what was chosen of why it ended', () => {
  const byHand = { by: tom.email, reason: 'Sarah asked for it', ownerId: null, insteadOf: null };
  const ending = {
    by: tom.email,
    reason: 'Too small: Sarah says so',
    undo: { until: now, leadStatus: null, ownerId: '71' },
  };
  const erased = eraseHandoff(alertedHandoff({ status: 'not_a_fit', byHand, note: 'Sarah', ending }), now);
  expect(JSON.stringify(cardHandoff(erased, null, playbook))).not.toContain('Sarah');
  expect(erased).toMatchObject({ byHand: null, ending: { reason: 'Too small', undo: null } });
});
