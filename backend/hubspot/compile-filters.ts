import type { Expression } from '@zo/shared';
import { compileDefinition } from './compile-definition.ts';
import {
  type AndBranch,
  andBranch,
  isAnyOf,
  isText,
  isUnknown,
  type OrBranch,
  type PropertyFilter,
} from './filter-branch.ts';

export type EnrolmentRule = {
  expression: Expression;
  /** Plans that count as free; a contact without a plan is free. */
  freePlans: string[];
  /** Internal values of the portal's lifecycle stages before SQL, in order. */
  stagesBeforeSql: string[];
  /** The portal's. */
  timeZone?: string;
};

export type EnrolmentFilters = {
  listFilterBranch: OrBranch;
  reEnrollmentTriggersFilterBranches: AndBranch[];
};

/**
 * The definition, "a free user" and the open gate, as filters of a contact workflow. HubSpot allows OR only at the root, so
 * each way of being free becomes a child of its own that repeats the other filters. Filters never match an empty value,
 * except where being empty is what is asked for: what is not known is not met.
 *
 * Enrolment again follows the gate alone, because a company's property cannot enrol a contact again.
 */
export function compileEnrolment(rule: EnrolmentRule): EnrolmentFilters {
  const { branches } = compileDefinition(
    rule.expression,
    rule.timeZone === undefined ? {} : { timeZone: rule.timeZone },
  );
  const gateIsOpen = isAnyOf('zo_handoff_gate', ['open']);
  const children = branches.flatMap(({ filters, filterBranches }) =>
    waysToBeFree(rule).map((free) => andBranch([...filters, ...free, gateIsOpen], filterBranches)),
  );
  return {
    listFilterBranch: { filterBranchType: 'OR', filterBranchOperator: 'OR', filters: [], filterBranches: children },
    reEnrollmentTriggersFilterBranches: [
      andBranch([isText('hs_name', 'zo_handoff_gate'), isAnyOf('hs_value', ['open'])]),
    ],
  };
}

/** Stage empty or before SQL, and plan empty or free: every combination. */
export function waysToBeFree({ freePlans, stagesBeforeSql }: Omit<EnrolmentRule, 'expression'>): PropertyFilter[][] {
  const stages = [isUnknown('lifecyclestage')];
  if (stagesBeforeSql.length > 0) stages.push(isAnyOf('lifecyclestage', stagesBeforeSql));
  const plans = [isUnknown('zo_plan'), ...freePlans.map((plan) => isText('zo_plan', plan))];
  return stages.flatMap((stage) => plans.map((plan) => [stage, plan]));
}
