/** One handoff as one row of `zo export handoffs`: everything the reports are reckoned from. */
import { localDay } from '@zo/shared';
import type { EarlierOwner, Handoff } from '../handoff/handoff.ts';
import { chosenReason } from './counted-reason.ts';
import type { TimeOf } from './first-calls.ts';
import { isoWeek } from './iso-week.ts';
import { type ReportedHandoff, reportHandoff } from './reported-handoff.ts';

type Value = string | number | null;
type Of = { handoff: Handoff; reported: ReportedHandoff; weekOf: (at: number) => string };

const columns = {
  handoff: ({ handoff }) => handoff.handoffId,
  status: ({ handoff }) => handoff.status,
  outcome: ({ reported }) => reported.standing,
  opened_at: ({ handoff }) => moment(handoff.openedAt),
  opened_week: ({ handoff, weekOf }) => weekOf(handoff.openedAt),
  handed_off_at: ({ handoff }) => moment(handoff.handedOffAt),
  handed_off_week: ({ handoff: { handedOffAt }, weekOf }) => (handedOffAt === null ? null : weekOf(handedOffAt)),
  closed_at: ({ handoff }) => moment(handoff.closedAt),
  origin: ({ handoff }) => handoff.origin,
  by_hand_by: ({ handoff }) => handoff.byHand?.by ?? null,
  by_hand_reason: ({ handoff }) => handoff.byHand?.reason ?? null,
  playbook_version: ({ handoff }) => handoff.receipt?.playbookVersion ?? null,
  person: ({ handoff }) => handoff.personId,
  contact: ({ handoff }) => handoff.contactId,
  company: ({ handoff }) => handoff.hubspotCompanyId,
  employees: ({ handoff }) => handoff.employees,
  company_size: ({ reported }) => reported.size,
  score: ({ handoff }) => handoff.receipt?.score.points ?? null,
  crossed_condition: ({ reported }) => reported.condition,
  why_now: ({ handoff }) => handoff.receipt?.trigger?.words ?? null,
  owner: ({ handoff }) => handoff.owner?.name ?? null,
  owner_email: ({ handoff }) => handoff.owner?.email ?? null,
  owner_id: ({ handoff }) => handoff.owner?.id ?? null,
  owner_reason: ({ handoff }) => (isErased(handoff) ? null : (handoff.owner?.reason ?? null)),
  earlier_owners: ({ handoff }) => listed(handoff.earlierOwners.map((owner) => earlierWords(owner, isErased(handoff)))),
  waits_for_owner_since: ({ handoff }) => moment(handoff.heldSince),
  first_call: ({ reported }) => reported.call?.state ?? null,
  first_call_due_at: ({ handoff }) => moment(handoff.dueAt),
  breached_at: ({ handoff }) => moment(handoff.breachedAt),
  breached_by: ({ reported }) =>
    listed(reported.assigned.filter(({ state }) => state === 'breached').map(({ owner }) => owner.name)),
  accepted_at: ({ handoff }) => moment(handoff.acceptedAt),
  first_touch_at: ({ handoff }) => moment(handoff.touch?.at ?? null),
  first_touch_by: ({ handoff }) => handoff.touch?.by ?? null,
  first_touch_kind: ({ handoff }) => handoff.touch?.kind ?? null,
  first_touch_via: ({ handoff }) => handoff.touch?.via ?? null,
  minutes_to_first_touch: ({ handoff }) => handoff.touch?.minutes ?? null,
  review_asked_at: ({ handoff }) => moment(handoff.review?.askedAt ?? null),
  review_rule: ({ handoff }) => handoff.review?.rule ?? null,
  review_contract_value: ({ handoff }) => handoff.review?.contractValue ?? null,
  review_verdict: ({ handoff }) => handoff.review?.verdict ?? null,
  review_decided_at: ({ handoff }) => moment(handoff.review?.decidedAt ?? null),
  review_by: ({ handoff }) => handoff.review?.by ?? null,
  review_reason: ({ handoff }) => said(handoff, handoff.review?.reason ?? null),
  review_escalated_at: ({ handoff }) => moment(handoff.review?.escalatedAt ?? null),
  return_reasons: ({ handoff }) => listed(isErased(handoff) ? [] : handoff.returnReasons),
  ended_by: ({ handoff }) => handoff.ending?.by ?? null,
  ending_reason: ({ handoff }) => said(handoff, handoff.ending?.reason ?? null),
  erased_at: ({ handoff }) => moment(handoff.erasedAt ?? null),
} satisfies Record<string, (of: Of) => Value>;

export type HandoffColumn = keyof typeof columns;
export type HandoffRow = Record<HandoffColumn, Value>;

/** In their order. */
export const handoffColumns = Object.keys(columns) as HandoffColumn[];

export function handoffRow(handoff: Handoff, timeOf: TimeOf, timeZone: string): HandoffRow {
  const of: Of = { handoff, reported: reportHandoff(handoff, timeOf), weekOf: (at) => isoWeek(localDay(at, timeZone)) };
  return Object.fromEntries(handoffColumns.map((name) => [name, columns[name](of)])) as HandoffRow;
}

function isErased({ erasedAt }: Handoff): boolean {
  return erasedAt !== undefined;
}

/** What somebody wrote about a person who was erased is not told; what they chose from the list is about nobody. */
function said(handoff: Handoff, reason: string | null): string | null {
  return reason === null || !isErased(handoff) ? reason : chosenReason(reason);
}

/** "Maria Lopez until 2026-03-10T13:00:00.000Z: the first call was overdue". */
function earlierWords({ name, until, why }: EarlierOwner, isErased: boolean): string {
  return `${name} until ${moment(until)}${isErased ? '' : `: ${why}`}`;
}

function listed(words: string[]): string | null {
  return words.length === 0 ? null : words.join('; ');
}

function moment(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
