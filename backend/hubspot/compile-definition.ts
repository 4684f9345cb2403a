/** A definition as HubSpot filters: an OR of branches, each an AND of contact filters and filters on the company. */
import { clausesOf, type Expression, isGroup, printOperand, withoutNot } from '@zo/shared';
import { compileCondition, type FilterableCondition, inFilterableParts, isFilterable } from './compile-condition.ts';
import { type AndBranch, type AssociationBranch, andBranch, isAnyOf, type PropertyFilter } from './filter-branch.ts';

export type CompiledDefinition = {
  /** The definition holds when one of these does. */
  branches: AndBranch[];
  /** Parts of the sentence that `zo_sql_ready` carries, because HubSpot's filters cannot say them. */
  carried: string[];
};

/**
 * 'any' is HubSpot's own association of contacts with companies, whatever its label: with several companies the filter may
 * match one that is not the primary, and the gate decides. 'primary' is the primary company alone.
 */
export type CompanyAssociation = 'any' | 'primary';

const companyObjectType = '0-2';
const associationTypes: Record<CompanyAssociation, number> = { any: 279, primary: 1 };

/** HubSpot allows OR only at the root, so ORs are multiplied out; a definition that would need more branches is carried. */
const maxBranches = 20;

export function compileDefinition(expression: Expression, association: CompanyAssociation = 'any'): CompiledDefinition {
  let alternatives: FilterableCondition[][] = [[]];
  const carried: string[] = [];
  const clauses = clausesOf(expression).map((clause) => ({ clause, ways: waysToMeet(withoutNot(clause)) }));
  for (const { clause, ways } of clauses.toSorted((a, b) => (a.ways?.length ?? 0) - (b.ways?.length ?? 0))) {
    if (ways === null || alternatives.length * ways.length > maxBranches) carried.push(printOperand(clause));
    else alternatives = alternatives.flatMap((before) => ways.map((way) => [...before, ...way]));
  }
  const readiness = carried.length === 0 ? [] : [isAnyOf('zo_sql_ready', ['yes'])];
  return { branches: alternatives.map((conditions) => compileBranch(conditions, readiness, association)), carried };
}

/** Every set of conditions that meets the expression when all of it holds; null when there are too many, or a filter cannot say it. */
function waysToMeet(expression: Expression): FilterableCondition[][] | null {
  if (expression.kind === 'not') return waysToMeet(withoutNot(expression));
  if (!isGroup(expression)) {
    if (!isFilterable(expression)) return null;
    const parts = inFilterableParts(expression);
    return parts === expression ? [[expression]] : waysToMeet(parts);
  }
  const operands = expression.operands.map(waysToMeet);
  let ways: FilterableCondition[][] = expression.kind === 'or' ? [] : [[]];
  for (const operand of operands) {
    if (operand === null) return null;
    ways =
      expression.kind === 'or'
        ? [...ways, ...operand]
        : ways.flatMap((before) => operand.map((way) => [...before, ...way]));
    if (ways.length > maxBranches) return null;
  }
  return ways;
}

function compileBranch(
  conditions: FilterableCondition[],
  more: PropertyFilter[],
  association: CompanyAssociation,
): AndBranch {
  const contact = conditions.filter((condition) => !isOfCompany(condition));
  const company = conditions.filter(isOfCompany);
  return andBranch(
    [...contact.map(compileCondition), ...more],
    company.length === 0 ? [] : [companyBranch(company.map(compileCondition), associationTypes[association])],
  );
}

function isOfCompany(condition: FilterableCondition): boolean {
  return condition.kind !== 'personal email domain' && condition.property.object === 'company';
}

/** One branch for all company conditions: they must hold for the same company. */
function companyBranch(filters: PropertyFilter[], associationTypeId: number): AssociationBranch {
  return {
    filterBranchType: 'ASSOCIATION',
    filterBranchOperator: 'AND',
    objectTypeId: companyObjectType,
    operator: 'IN_LIST',
    associationTypeId,
    associationCategory: 'HUBSPOT_DEFINED',
    filters,
    filterBranches: [],
  };
}
