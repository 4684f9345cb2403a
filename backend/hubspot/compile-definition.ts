/** A definition as HubSpot filters: an OR of branches, each an AND of contact filters and filters on the company. */
import { clausesOf, type Expression, isGroup, printOperand, withoutNot } from '@zo/shared';
import { type ConditionFilter, compileCondition, inFilterableParts } from './compile-condition.ts';
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

export type CompilerSettings = {
  association?: CompanyAssociation;
  /** The portal's; without it, what asks for the days on which moments fall is carried. */
  timeZone?: string;
};

/** HubSpot allows OR only at the root, so ORs are multiplied out; a definition that would need more branches is carried. */
const maxBranches = 20;

export function compileDefinition(
  expression: Expression,
  { association = 'any', timeZone }: CompilerSettings = {},
): CompiledDefinition {
  let alternatives: ConditionFilter[][] = [[]];
  const carried: string[] = [];
  const clauses = clausesOf(expression).map((clause) => ({ clause, ways: waysToMeet(withoutNot(clause), timeZone) }));
  for (const { clause, ways } of clauses.toSorted((a, b) => (a.ways?.length ?? 0) - (b.ways?.length ?? 0))) {
    if (ways === null || alternatives.length * ways.length > maxBranches) carried.push(printOperand(clause));
    else alternatives = alternatives.flatMap((before) => ways.map((way) => [...before, ...way]));
  }
  const readiness = carried.length === 0 ? [] : [isAnyOf('zo_sql_ready', ['yes'])];
  return { branches: alternatives.map((conditions) => compileBranch(conditions, readiness, association)), carried };
}

/** Every set of filters that meets the expression when all of it holds; null when there are too many, or a filter cannot say it. */
function waysToMeet(expression: Expression, timeZone: string | undefined): ConditionFilter[][] | null {
  if (expression.kind === 'not') return waysToMeet(withoutNot(expression), timeZone);
  if (!isGroup(expression)) {
    const parts = inFilterableParts(expression);
    if (parts !== expression) return waysToMeet(parts, timeZone);
    const filter = compileCondition(expression, timeZone);
    return filter && [[filter]];
  }
  const operands = expression.operands.map((operand) => waysToMeet(operand, timeZone));
  let ways: ConditionFilter[][] = expression.kind === 'or' ? [] : [[]];
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

function compileBranch(filters: ConditionFilter[], more: PropertyFilter[], association: CompanyAssociation): AndBranch {
  const of = (object: ConditionFilter['object']) =>
    filters.filter((one) => one.object === object).map(({ filter }) => filter);
  const company = of('company');
  return andBranch(
    [...of('contact'), ...more],
    company.length === 0 ? [] : [companyBranch(company, associationTypes[association])],
  );
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
