/** A sentence of the playbook for people who did not write it: as a checklist, and as what HubSpot's filters make of it. */
import {
  type Condition,
  clausesOf,
  type Expression,
  isGroup,
  labelOfClause,
  needsWords,
  printCondition,
  withoutNot,
} from '@zo/shared';
import { type CompilerSettings, compileDefinition } from '../hubspot/compile-definition.ts';
import type { AndBranch } from '../hubspot/filter-branch.ts';
import { filterWords } from '../hubspot/filter-words.ts';

export type ExplainedSentence = {
  /** One entry for each thing the sentence joins by AND; what stands in parentheses is one. */
  checklist: ChecklistEntry[];
  /** Groups of HubSpot's filters in words: the sentence holds when all of one group do. */
  filters: string[][];
  /** Parts that HubSpot's filters cannot say, and `zo_sql_ready` carries. */
  carried: string[];
};

export type ChecklistEntry = { label: string; asks: string };

export function explainSentence(expression: Expression, settings: CompilerSettings): ExplainedSentence {
  const { branches, carried } = compileDefinition(expression, settings);
  return { checklist: checklistOf(expression), filters: branches.map(groupWords), carried };
}

export function checklistOf(expression: Expression): ChecklistEntry[] {
  return clausesOf(expression).map((clause) => {
    const tree = withoutNot(clause);
    const label = isGroup(tree) ? groupLabels[tree.kind] : labelOfClause(tree);
    return { label, asks: clauseWords(tree) };
  });
}

const groupLabels = { and: 'All of', or: 'One of' };

/** "zo_pql_score >= 50", "company country = Germany": every filter of a group, those of the company last. */
export function groupWords({ filters, filterBranches }: Pick<AndBranch, 'filters' | 'filterBranches'>): string[] {
  return [
    ...filters.map((filter) => filterWords(filter)),
    ...filterBranches.flatMap((branch) => branch.filters.map((filter) => filterWords(filter, 'company '))),
  ];
}

function clauseWords(clause: ReturnType<typeof withoutNot>): string {
  if (!isGroup(clause)) return conditionWords(clause);
  return clause.operands
    .map(withoutNot)
    .map((operand) => {
      if (isGroup(operand)) return `(${clauseWords(operand)})`;
      return isSignal(operand) ? conditionWords(operand) : `${labelOfClause(operand)}: ${conditionWords(operand)}`;
    })
    .join(`; ${clause.kind} `);
}

function isSignal(condition: Condition): boolean {
  return !('property' in condition) && condition.kind !== 'personal email domain';
}

function conditionWords(condition: Condition): string {
  if (isSignal(condition)) return printCondition(condition);
  if (condition.kind !== 'comparison' || typeof condition.value !== 'number') return needsWords(condition);
  if (condition.operator === '>=') return `at least ${condition.value}`;
  return condition.operator === '=' ? `exactly ${condition.value}` : needsWords(condition);
}
