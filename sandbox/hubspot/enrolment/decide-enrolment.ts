/** Who enrols when: plain decisions over a flow's criteria. */
import { branchHolds, type FilterSubject, filterHolds } from '../filters/evaluate-filters.ts';
import type { FilterBranch, Flow } from '../flows/flow.ts';

export type PropertyChange = { property: string; value: string; type: string | undefined };

export function meetsCriteria(flow: Flow, subject: FilterSubject, now: number): boolean {
  const criteria = flow.enrollmentCriteria;
  return criteria?.type === 'LIST_BASED' && branchHolds(criteria.listFilterBranch, subject, now);
}

export type EnrolmentDecision = { enrols: false } | { enrols: true; reason: string };

/**
 * A record enrols when it starts to meet the criteria for the first time, or, having been enrolled before, when one of its
 * own properties changes as a re-enrolment trigger says while it meets them.
 */
export function decideEnrolment(
  flow: Flow,
  facts: { meets: boolean; met: boolean; enrolledBefore: boolean; change: PropertyChange | null },
  now: number,
): EnrolmentDecision {
  const criteria = flow.enrollmentCriteria;
  if (!flow.isEnabled || criteria?.type !== 'LIST_BASED' || !facts.meets) return { enrols: false };
  if (!facts.enrolledBefore)
    return facts.met ? { enrols: false } : { enrols: true, reason: 'meets the enrolment criteria' };
  const { change } = facts;
  if (!criteria.shouldReEnroll || !change || change.value === '') return { enrols: false };
  const triggered = criteria.reEnrollmentTriggersFilterBranches.some((trigger) => triggerFires(trigger, change, now));
  return triggered
    ? { enrols: true, reason: `re-enrolment: ${change.property} became ${change.value}` }
    : { enrols: false };
}

/** `hs_name` must be the changed property; the other filters look at its new value as `hs_value`. */
function triggerFires(trigger: FilterBranch, change: PropertyChange, now: number): boolean {
  const values: Record<string, string> = { hs_name: change.property, hs_value: change.value };
  const subject: FilterSubject = {
    valueOf: (name) => values[name],
    valuesEver: (name) => (values[name] === undefined ? [] : [values[name]]),
    updatedAt: () => now,
    typeOf: () => change.type,
    associated: () => [],
  };
  return (
    trigger.filters.some((filter) => filter.property === 'hs_name') &&
    trigger.filters.every((filter) => filterHolds(filter, subject, now))
  );
}
