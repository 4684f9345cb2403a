import { type ComparisonOperator, type Condition, conditionsOf, type Expression, findProperty } from '@zo/shared';
import {
  type AndBranch,
  type AssociationBranch,
  andBranch,
  isAnyOf,
  isText,
  isUnknown,
  type NumberOperator,
  type OrBranch,
  type PropertyFilter,
  propertyFilter,
} from './filter-branch.ts';

export type EnrolmentRule = {
  expression: Expression;
  /** Plans that count as free; a contact without a plan is free. */
  freePlans: string[];
  /** Internal values of the portal's lifecycle stages before SQL, in order. */
  stagesBeforeSql: string[];
};

export type EnrolmentFilters = {
  listFilterBranch: OrBranch;
  reEnrollmentTriggersFilterBranches: AndBranch[];
};

const companyObjectType = '0-2';
/** Contact to company, any label. HubSpot's filter may match any associated company; the gate decides on the primary. */
const contactToCompany = 279;

/**
 * The definition, "a free user" and the open gate, as filters of a contact workflow. HubSpot allows OR only at the root, so
 * each way of being free becomes a child of its own that repeats the other filters. Filters never match an empty value,
 * except where being empty is what "free" means: what is not known is not met.
 *
 * Enrolment again follows the gate alone, because a company's property cannot enrol a contact again.
 */
export function compileEnrolment(rule: EnrolmentRule): EnrolmentFilters {
  const { filters, associations } = compileConditions(conditionsOf(rule.expression));
  const gateIsOpen = isAnyOf('zo_handoff_gate', ['open']);
  const children = waysToBeFree(rule).map((free) => andBranch([...filters, ...free, gateIsOpen], associations));
  return {
    listFilterBranch: { filterBranchType: 'OR', filterBranchOperator: 'OR', filters: [], filterBranches: children },
    reEnrollmentTriggersFilterBranches: [
      andBranch([isText('hs_name', 'zo_handoff_gate'), isAnyOf('hs_value', ['open'])]),
    ],
  };
}

function compileConditions(conditions: Condition[]): { filters: PropertyFilter[]; associations: AssociationBranch[] } {
  const contact = conditions.filter((condition) => objectOf(condition) === 'contact');
  const company = conditions.filter((condition) => objectOf(condition) === 'company');
  return {
    filters: contact.map(compileCondition),
    associations: company.length === 0 ? [] : [companyBranch(company.map(compileCondition))],
  };
}

function objectOf(condition: Condition): 'contact' | 'company' {
  return condition.kind === 'comparison' ? condition.property.object : 'contact';
}

/** One branch for all company conditions: they must hold for the same company. */
function companyBranch(filters: PropertyFilter[]): AssociationBranch {
  return {
    filterBranchType: 'ASSOCIATION',
    filterBranchOperator: 'AND',
    objectTypeId: companyObjectType,
    operator: 'IN_LIST',
    associationTypeId: contactToCompany,
    associationCategory: 'HUBSPOT_DEFINED',
    filters,
    filterBranches: [],
  };
}

const numberOperators: Record<ComparisonOperator, NumberOperator> = {
  '=': 'IS_EQUAL_TO',
  '!=': 'IS_NOT_EQUAL_TO',
  '>': 'IS_GREATER_THAN',
  '>=': 'IS_GREATER_THAN_OR_EQUAL_TO',
  '<': 'IS_LESS_THAN',
  '<=': 'IS_LESS_THAN_OR_EQUAL_TO',
};

/** The kind of operation must fit the kind of property, or HubSpot refuses the filter. */
function compileCondition(condition: Condition): PropertyFilter {
  if (condition.kind === 'personal email domain') {
    return isAnyOf('zo_email_domain_type', condition.is ? ['personal', 'disposable'] : ['business']);
  }
  const { property, operator, value } = condition;
  if (typeof value === 'number') {
    const numberOperator = numberOperators[operator];
    return propertyFilter(property.name, {
      operationType: 'NUMBER',
      operator: numberOperator,
      value,
      includeObjectsWithNoValueSet: false,
    });
  }
  if (findProperty(property.name)?.type === 'enumeration') {
    return propertyFilter(property.name, {
      operationType: 'ENUMERATION',
      operator: operator === '=' ? 'IS_ANY_OF' : 'IS_NONE_OF',
      values: [value],
      includeObjectsWithNoValueSet: false,
    });
  }
  return isText(property.name, value, operator === '=' ? 'IS_EQUAL_TO' : 'IS_NOT_EQUAL_TO');
}

/** Stage empty or before SQL, and plan empty or free: every combination. */
function waysToBeFree({ freePlans, stagesBeforeSql }: EnrolmentRule): PropertyFilter[][] {
  const stages = [isUnknown('lifecyclestage')];
  if (stagesBeforeSql.length > 0) stages.push(isAnyOf('lifecyclestage', stagesBeforeSql));
  const plans = [isUnknown('zo_plan'), ...freePlans.map((plan) => isText('zo_plan', plan))];
  return stages.flatMap((stage) => plans.map((plan) => [stage, plan]));
}
