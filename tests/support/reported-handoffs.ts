/** Rows of reports: one that passes, and any. */
import fc from 'fast-check';
import { companySizes } from '../../backend/reports/company-size.ts';
import type { Assigned, CallState } from '../../backend/reports/first-calls.ts';
import { type ReportedHandoff, standings } from '../../backend/reports/reported-handoff.ts';
import { dayMs, lee, maria, minuteMs, now, tom } from './handoffs.ts';

/** Handed off to Maria on a Tuesday, called after 38 working minutes. */
export function reported(change: Partial<ReportedHandoff> = {}): ReportedHandoff {
  const owner = { id: maria.id, name: maria.name, email: maria.email };
  return {
    handoffId: 5,
    openedAt: now,
    handedOffAt: now,
    closedAt: null,
    standing: 'open',
    owner,
    size: '51–200',
    condition: 'zo_company_active_users >= 2',
    call: { state: 'in time', minutes: 38 },
    assigned: [{ owner, state: 'in time', minutes: 38 }],
    review: null,
    returnReasons: [],
    endingReason: null,
    ...change,
  };
}

const states: CallState[] = ['in time', 'breached', 'running', 'stopped'];
const owners = [maria, tom, lee].map(({ id, name, email }) => ({ id, name, email }));
const minutes = fc.integer({ min: 0, max: 600 });
const call = fc.record({ state: fc.constantFrom(...states), minutes: fc.option(minutes) });
const assigned: fc.Arbitrary<Assigned> = fc
  .tuple(fc.constantFrom(...owners), call)
  .map(([owner, first]) => ({ owner, ...first }));
const reason = fc.constantFrom('Wrong role', 'Too small', 'No budget', '=1+1');

const review = fc
  .record({
    waitMinutes: minutes,
    verdict: fc.constantFrom('approved' as const, 'rejected' as const, null),
    by: fc.constantFrom('Maria', 'Tom'),
    reason: fc.option(reason),
    isEscalated: fc.boolean(),
  })
  .map(({ waitMinutes, verdict, by, ...more }) => ({
    askedAt: now,
    decidedAt: verdict === null ? null : now + waitMinutes * minuteMs,
    verdict,
    by: verdict === null ? null : by,
    ...more,
  }));

/** Any row, over five weeks; what is in it need not fit together. */
export const anyReported: fc.Arbitrary<ReportedHandoff> = fc
  .record({
    handoffId: fc.nat(),
    ageMinutes: fc.integer({ min: 0, max: (35 * dayMs) / minuteMs }),
    takenMinutes: minutes,
    standing: fc.constantFrom(...standings),
    owner: fc.option(fc.constantFrom(...owners)),
    size: fc.constantFrom(...companySizes),
    condition: fc.constantFrom('zo_company_active_users >= 2', 'zo_pql_score >= 50', 'not known'),
    call: fc.option(call),
    assigned: fc.array(assigned, { minLength: 1, maxLength: 3 }),
    review: fc.option(review),
    returnReasons: fc.array(fc.constantFrom('score below 30', '14 days without AE activity'), { maxLength: 2 }),
    endingReason: fc.option(reason),
  })
  .map(({ ageMinutes, takenMinutes, ...row }) => ({
    ...row,
    openedAt: now - ageMinutes * minuteMs,
    handedOffAt: now - (ageMinutes - takenMinutes) * minuteMs,
    closedAt: row.standing === 'open' ? null : now,
    assigned: row.call === null ? [] : row.assigned,
  }));
