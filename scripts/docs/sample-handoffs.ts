/**
 * Two weeks of Acme, which went live on Monday, 2 March 2026: what the sample output in docs/reports.md is reckoned from. Each
 * handoff is made by the steps that make real ones.
 */
import type { CrossingTrigger, Readiness, WorkingHours } from '@zo/shared';
import type { CrossingReceipt } from '../../backend/handoff/crossing-receipt.ts';
import type { Handoff, HandoffOwner } from '../../backend/handoff/handoff.ts';
import { reassign } from '../../backend/handoff/steps/assigning.ts';
import { dealClosed, notAFit } from '../../backend/handoff/steps/ending.ts';
import { type ClockTerms, startClock } from '../../backend/handoff/steps/first-call-clock.ts';
import { openHandoff } from '../../backend/handoff/steps/opening.ts';
import { returned } from '../../backend/handoff/steps/returning.ts';
import { approve, reject } from '../../backend/handoff/steps/reviewing.ts';
import { touched } from '../../backend/handoff/steps/working.ts';
import { type BeforeGoLive, reckonBefore, type SqlContact } from '../../backend/reports/before-go-live.ts';

export const sampleZone = 'Europe/Berlin';

export const sampleHours: WorkingHours = { days: [1, 2, 3, 4, 5], fromMinute: 9 * 60, toMinute: 17 * 60 };
export const sampleDigestAt = at('03-16T09:00');

const terms: ClockTerms = { minutes: 120, patienceMinutes: 60, hours: sampleHours, zone: sampleZone };

/** March is winter time until the 29th. */
function at(text: string): number {
  return Date.parse(`2026-${text}:00+01:00`);
}

const owners = {
  maria: { id: '71', email: 'maria@acme.test', name: 'Maria Lopez' },
  tom: { id: '72', email: 'tom@acme.test', name: 'Tom Becker' },
  lee: { id: '73', email: 'lee@acme.test', name: 'Lee Park' },
};
type Owner = keyof typeof owners;

const triggers: Record<'users' | 'score', CrossingTrigger> = {
  users: {
    property: 'zo_company_active_users',
    operator: '>=',
    needs: '2',
    actual: 2,
    words: '2nd active user at FinPilot (needs 2)',
  },
  score: { property: 'zo_pql_score', operator: '>=', needs: '50', actual: 51, words: 'score reached 51 (needs 50)' },
};

function receiptOf(by: keyof typeof triggers, crossedAt: number): CrossingReceipt {
  const trigger = triggers[by];
  const { property, operator, needs, actual } = trigger;
  const condition = { text: `${property} ${operator} ${needs}`, verdict: 'met', actual, needs, missing: null } as const;
  const readiness: Readiness = { ready: 'yes', conditions: [condition], conditionsMissing: 0 };
  return {
    crossedAt,
    playbookVersion: 1,
    definition: `A free user becomes an SQL when ${condition.text}`,
    score: { points: 51, receipt: [] },
    readiness,
    trigger,
    usage: {
      activatedAt: null,
      teammatesInvited30d: 0,
      keyActions7d: 0,
      visitedPricingAt: null,
      hitLimitAt: null,
      lastActiveAt: null,
      lastEvent: null,
      companyActiveUsers: 2,
    },
  };
}

type Opened = { on: string; employees: number | null; by: keyof typeof triggers; isReviewed?: true };

function open(handoffId: number, { on, employees, by, isReviewed }: Opened): Handoff {
  const now = at(on);
  const review = {
    askedAt: now,
    contractValue: 168_000,
    rule: 'expected contract value >= 15000',
    verdict: null,
    decidedAt: null,
    by: null,
    reason: null,
    escalatedAt: null,
  };
  return openHandoff({
    handoffId,
    personId: handoffId,
    companyId: handoffId,
    contactId: String(500 + handoffId),
    hubspotCompanyId: String(900 + handoffId),
    employees,
    origin: 'workflow',
    receipt: receiptOf(by, now),
    contactedNotes: 0,
    review: isReviewed ? review : null,
    timers: {},
    now,
  });
}

function give(handoff: Handoff, to: Owner, now: number): Handoff {
  const owner: HandoffOwner = { ...owners[to], setByUs: true, reason: 'next in rotation' };
  const clock = startClock(terms, now);
  return { ...handoff, status: 'alerted', owner, handedOffAt: now, clock, dueAt: clock.dueAt };
}

function call(handoff: Handoff, now: number): Handoff {
  return touched(handoff, { at: now, by: 'owner', kind: 'call', via: 'Slack' }, terms).handoff;
}

function letBe(handoff: Handoff): Handoff {
  return { ...handoff, status: 'breached', breachedAt: handoff.clock!.dueAt };
}

function giveOn(handoff: Handoff, to: Owner, now: number): Handoff {
  return reassign(handoff, {
    to: owners[to],
    reason: 'next in rotation',
    why: 'the first call was overdue',
    by: 'clock',
    clock: startClock(terms, now),
    mustWrite: true,
    assignment: null,
    now,
  }).handoff;
}

function refuse(handoff: Handoff, reason: string, now: number): Handoff {
  const by = handoff.owner?.email ?? '';
  return notAFit(handoff, { by, reason, leadStatus: null, leadStatusBefore: null, now }).handoff;
}

const win = (handoff: Handoff, on: string) => dealClosed(handoff, 'won', at(on), at(on)).handoff;
const lose = (handoff: Handoff, on: string) => dealClosed(handoff, 'lost', at(on), at(on)).handoff;

/** Handed off at once to an owner, and called so many minutes later by the clock on the wall. */
function called(handoffId: number, opened: Opened, owner: Owner, afterMinutes: number): Handoff {
  const now = at(opened.on);
  return call(give(open(handoffId, opened), owner, now), now + afterMinutes * 60_000);
}

export function sampleHandoffs(): Handoff[] {
  const overdue = letBe(give(open(4, { on: '03-04T11:00', employees: 12, by: 'score' }), 'tom', at('03-04T11:00')));
  const cold = letBe(give(open(5, { on: '03-05T16:00', employees: 85, by: 'users' }), 'lee', at('03-05T16:00')));
  const large = open(7, { on: '03-09T12:20', employees: 1_400, by: 'users', isReviewed: true });
  const rival = open(9, { on: '03-11T10:00', employees: 600, by: 'users', isReviewed: true });
  const held = open(10, { on: '03-12T09:00', employees: 30, by: 'users' });
  return [
    win(called(1, { on: '03-02T10:00', employees: 85, by: 'users' }, 'maria', 22), '03-12T15:00'),
    lose(called(2, { on: '03-02T14:00', employees: 40, by: 'score' }, 'tom', 70), '03-10T11:00'),
    called(3, { on: '03-03T09:30', employees: 320, by: 'users' }, 'lee', 38),
    refuse(call(giveOn(overdue, 'maria', at('03-04T14:00')), at('03-04T14:20')), 'Too small', at('03-05T09:30')),
    returned({ ...cold, returnReasons: ['score 24, below 30'] }, null, at('03-13T09:00')).handoff,
    called(6, { on: '03-09T09:00', employees: null, by: 'users' }, 'maria', 31),
    call(
      give(approve(large, 'tom@acme.test', at('03-09T13:00')).handoff, 'maria', at('03-09T13:00')),
      at('03-09T13:50'),
    ),
    refuse(called(8, { on: '03-10T10:00', employees: 25, by: 'score' }, 'tom', 40), 'Wrong role', at('03-10T11:00')),
    reject(rival, 'lee@acme.test', 'A competitor', at('03-11T10:45')).handoff,
    { ...held, status: 'assigned', heldSince: held.openedAt, handedOffAt: held.openedAt },
    give(open(11, { on: '03-13T16:30', employees: 60, by: 'users' }), 'lee', at('03-13T16:30')),
  ];
}

/** What HubSpot knew on the day of going live of those who became SQL in the 90 days before. */
export function sampleBefore(): BeforeGoLive {
  const contact = (owner: Owner | null, becameSql: string, engaged: string | null): SqlContact => ({
    becameSqlAt: at(becameSql),
    ownerId: owner && owners[owner].id,
    assignedAt: owner === null ? null : at(becameSql),
    engagedAt: engaged === null ? null : at(engaged),
  });
  const contacts = [
    contact('maria', '01-12T10:00', '01-13T11:20'),
    contact('maria', '01-20T14:00', '01-21T15:40'),
    contact('maria', '02-09T09:00', null),
    contact('tom', '01-15T11:00', '01-16T14:11'),
    contact('tom', '02-03T10:00', '02-05T10:30'),
    contact('lee', '01-28T16:00', '01-28T15:00'),
    contact('lee', '02-17T09:15', '02-17T12:00'),
    contact(null, '02-20T10:00', null),
  ];
  const to = at('03-02T08:00');
  const span = { from: to - 90 * 86_400_000, to, readAt: to, found: contacts.length };
  return reckonBefore(contacts, span, () => ({ hours: sampleHours, zone: sampleZone }));
}
