/** Conditions nobody can meet: outside what a property can be, or against another condition of the same AND. */
import { conditionsOf, isGroup, withoutNot } from './expression-tree.ts';
import { against, type Impossible } from './impossible.ts';
import { choicesConflict } from './impossible-choices.ts';
import { numbersConflict } from './impossible-numbers.ts';
import { textsConflict, valuesConflict } from './impossible-values.ts';
import { windowsConflict } from './impossible-windows.ts';
import type { Condition, Expression, Group } from './playbook.ts';
import { type PropertyCatalogue, standardCatalogue } from './property-catalogue.ts';
import type { PropertyRef } from './property-definition.ts';

/** Every place where an AND cannot hold, the first reason of each. Sound, not complete: what it names is impossible. */
export function findImpossible(expression: Expression, catalogue: PropertyCatalogue = standardCatalogue): Impossible[] {
  const originals = conditionsOf(expression);
  const tree = withoutNot(expression);
  const moved = conditionsOf(tree);
  const original = new Map(moved.map((condition, index) => [condition, originals[index]!]));
  const alone = conflictsAlone(tree, catalogue);
  const around = alone.length > 0 ? null : conflictWithin(tree, [], catalogue);
  return (around === null ? alone : [around]).map((found) => ({
    ...found,
    condition: original.get(found.condition) ?? found.condition,
  }));
}

type Tree = Condition | Group;

function partsOf(tree: Tree): { conditions: Condition[]; groups: Group[] } {
  const operands = tree.kind === 'and' ? (tree.operands as Tree[]) : [tree];
  return {
    conditions: operands.filter((operand) => !isGroup(operand)) as Condition[],
    groups: operands.filter(isGroup),
  };
}

/** Every group by itself, whatever stands around it. */
function conflictsAlone(tree: Tree, catalogue: PropertyCatalogue): Impossible[] {
  const within = (operand: Tree) => conflictsAlone(operand, catalogue);
  if (tree.kind === 'or') return (tree.operands as Tree[]).flatMap(within);
  const { conditions, groups } = partsOf(tree);
  const conflict = firstConflict(conditions, catalogue);
  return conflict === null ? groups.flatMap(within) : [conflict];
}

/** Whether nothing of a group can hold together with the conditions around it. */
function conflictWithin(tree: Tree, around: Condition[], catalogue: PropertyCatalogue): Impossible | null {
  if (tree.kind === 'or') {
    const found = (tree.operands as Tree[]).map((operand) => conflictWithin(operand, around, catalogue));
    return found.every((conflict) => conflict !== null) ? found[0]! : null;
  }
  const { conditions, groups } = partsOf(tree);
  const together = [...around, ...conditions];
  const conflict = firstConflict(together, catalogue);
  if (conflict !== null) return conflict;
  for (const group of groups) {
    const within = conflictWithin(group, together, catalogue);
    if (within !== null) return within;
  }
  return null;
}

function firstConflict(conditions: Condition[], catalogue: PropertyCatalogue): Impossible | null {
  const byProperty = new Map<string, Condition[]>();
  for (const condition of conditions) {
    const key = subjectOf(condition);
    const earlier = byProperty.get(key) ?? [];
    byProperty.set(key, [...earlier, condition]);
  }
  for (const together of byProperty.values()) {
    const found = conflictOfOne(together, catalogue);
    if (found !== null) return found;
  }
  return windowsConflict(conditions);
}

/** What a condition is about; of conditions about different things only windows of one signal stand against each other. */
function subjectOf(condition: Condition): string {
  if (condition.kind === 'personal email domain') return 'contact.zo_email_domain_type';
  if (condition.kind === 'signal') return `signal.${condition.signal}.${condition.windowDays}`;
  if (condition.kind === 'ae silence') return 'ae silence';
  if (condition.kind === 'signal ago') return `signal ago.${condition.signal}`;
  return `${condition.property.object}.${condition.property.name}`;
}

/** Conditions about one and the same thing. */
function conflictOfOne(conditions: Condition[], catalogue: PropertyCatalogue): Impossible | null {
  const empty = conditions.find((condition) => condition.kind === 'known' && !condition.is);
  const filled = conditions.find((condition) => condition.kind !== 'known' || condition.is);
  if (empty !== undefined) {
    if (filled === undefined) return null;
    const later = conditions.indexOf(empty) > conditions.indexOf(filled) ? empty : filled;
    return against(later, later === empty ? filled : empty);
  }
  const first = conditions[0]!;
  if (first.kind === 'signal ago') return null;
  if (first.kind === 'signal' || first.kind === 'ae silence') return numbersConflict(anyCount, conditions);
  const property: PropertyRef = 'property' in first ? first.property : emailDomainType;
  const { range = null, options } = catalogue.find(property.object, property.name) ?? {};
  const values = options?.map((option) => option.value) ?? null;
  switch (property.type) {
    case 'number':
      return numbersConflict(range, conditions);
    case 'date':
    case 'datetime':
      return (
        numbersConflict(anyDay, conditions.filter(isFixed)) ?? numbersConflict(anyDay, conditions.filter(isMoving))
      );
    case 'set':
      return choicesConflict(values, conditions);
    case 'bool':
      return valuesConflict(['true', 'false'], conditions);
    case 'enumeration':
      return valuesConflict(values, conditions);
    case 'string':
      return textsConflict(conditions);
  }
}

const emailDomainType = { object: 'contact', name: 'zo_email_domain_type', type: 'enumeration' } as const;
const anyCount = { from: 0, to: null, whole: true };
const anyDay = { from: null, to: null, whole: true };

/** On fixed days of the calendar, or counted back from today: the two are never held against each other. */
function isFixed(condition: Condition): boolean {
  return condition.kind === 'moment' && (condition.test === 'before' || condition.test === 'after');
}

function isMoving(condition: Condition): boolean {
  return condition.kind === 'moment' && !isFixed(condition);
}
