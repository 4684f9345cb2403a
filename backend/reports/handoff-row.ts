/** One handoff as one row of `zo export handoffs`: everything the reports are reckoned from. */
import { localDay } from '@zo/shared';
import type { EarlierOwner, Handoff } from '../handoff/handoff.ts';
import type { TimeOf } from './first-calls.ts';
import { isoWeek } from './iso-week.ts';
import { reportHandoff } from './reported-handoff.ts';

/** In the order of the columns. */
export function handoffRow(handoff: Handoff, timeOf: TimeOf, timeZone: string) {
  const { receipt, owner, touch, review, ending } = handoff;
  const reported = reportHandoff(handoff, timeOf);
  const week = (at: number | null) => (at === null ? null : isoWeek(localDay(at, timeZone)));
  return {
    handoff: handoff.handoffId,
    status: handoff.status,
    outcome: reported.standing,
    opened_at: moment(handoff.openedAt),
    opened_week: week(handoff.openedAt),
    handed_off_at: moment(handoff.handedOffAt),
    handed_off_week: week(handoff.handedOffAt),
    closed_at: moment(handoff.closedAt),
    origin: handoff.origin,
    playbook_version: receipt?.playbookVersion ?? null,
    person: handoff.personId,
    contact: handoff.contactId,
    company: handoff.hubspotCompanyId,
    employees: handoff.employees,
    company_size: reported.size,
    score: receipt?.score.points ?? null,
    crossed_condition: reported.condition,
    why_now: receipt?.trigger?.words ?? null,
    owner: owner?.name ?? null,
    owner_email: owner?.email ?? null,
    owner_id: owner?.id ?? null,
    owner_reason: owner?.reason ?? null,
    earlier_owners: handoff.earlierOwners.map(earlierWords).join('; ') || null,
    waits_for_owner_since: moment(handoff.heldSince),
    first_call: reported.call?.state ?? null,
    first_call_due_at: moment(handoff.dueAt),
    breached_at: moment(handoff.breachedAt),
    breached_by: namesOf(reported.assigned.flatMap(({ state, owner }) => (state === 'breached' ? [owner.name] : []))),
    accepted_at: moment(handoff.acceptedAt),
    first_touch_at: moment(touch?.at ?? null),
    first_touch_by: touch?.by ?? null,
    first_touch_kind: touch?.kind ?? null,
    first_touch_via: touch?.via ?? null,
    minutes_to_first_touch: touch?.minutes ?? null,
    review_asked_at: moment(review?.askedAt ?? null),
    review_rule: review?.rule ?? null,
    review_contract_value: review?.contractValue ?? null,
    review_verdict: review?.verdict ?? null,
    review_decided_at: moment(review?.decidedAt ?? null),
    review_by: review?.by ?? null,
    review_reason: review?.reason ?? null,
    review_escalated_at: moment(review?.escalatedAt ?? null),
    return_reasons: handoff.returnReasons.join('; ') || null,
    ended_by: ending?.by ?? null,
    ending_reason: ending?.reason ?? null,
    erased_at: moment(handoff.erasedAt ?? null),
  };
}

export type HandoffRow = ReturnType<typeof handoffRow>;

/** "Maria Lopez until 2026-03-10T13:00:00.000Z: the first call was overdue". */
function earlierWords({ name, until, why }: EarlierOwner): string {
  return `${name} until ${moment(until)}: ${why}`;
}

function namesOf(names: string[]): string | null {
  return names.length === 0 ? null : names.join('; ');
}

function moment(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
