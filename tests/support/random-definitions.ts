/** Definitions about few properties with few values, so that they meet contacts often enough. */
import {
  type ComparisonOperator,
  type Condition,
  type Expression,
  findImpossible,
  isGroup,
  joinOperands,
  negate,
} from '@zo/shared';
import type { Random } from './seeded-random.ts';

export const numbers = [
  { object: 'contact', name: 'zo_pql_score', type: 'number' },
  { object: 'contact', name: 'zo_key_actions_7d', type: 'number' },
  { object: 'company', name: 'zo_company_active_users', type: 'number' },
  { object: 'company', name: 'zo_expected_acv', type: 'number' },
  { object: 'company', name: 'numberofemployees', type: 'number' },
] as const;
export const texts = [
  { object: 'contact', name: 'zo_plan', type: 'string' },
  { object: 'contact', name: 'zo_last_key_action', type: 'string' },
  { object: 'company', name: 'zo_company_id', type: 'string' },
] as const;
export const domainType = { object: 'contact', name: 'zo_email_domain_type', type: 'enumeration' } as const;
export const domainTypes = ['business', 'personal', 'disposable'] as const;
export const words = ['free', 'FREE', 'Team', 'team plan', 'Report "A"', 'free trial'] as const;
export const highestNumber = 8;

const operators: ComparisonOperator[] = ['=', '!=', '>', '>=', '<', '<='];

export function anyDefinition(random: Random): Expression {
  for (;;) {
    const expression = anyTree(random, 3);
    if (findImpossible(expression).length === 0) return expression;
  }
}

function anyTree(random: Random, depth: number): Expression {
  if (depth === 0 || random.chance(0.3)) return anyCondition(random);
  const operands = Array.from({ length: random.whole(2, 3) }, () => anyTree(random, depth - 1));
  const joined = joinOperands(random.chance(0.4) ? 'and' : 'or', operands);
  return isGroup(joined) && random.chance(0.25) ? negate(joined) : joined;
}

function anyCondition(random: Random): Condition {
  const is = random.chance(0.5);
  const about = random.whole(0, 9);
  if (about === 0) return { kind: 'personal email domain', is };
  if (about < 5) return onNumber(random, is);
  return about < 8 ? onText(random, is) : onChoice(random, is);
}

function onNumber(random: Random, is: boolean): Condition {
  const property = random.pick(numbers);
  const value = random.whole(0, highestNumber);
  const form = random.whole(0, 9);
  if (form < 6) return { kind: 'comparison', property, operator: operators[form]!, value };
  if (form === 6) return { kind: 'known', property, is };
  const other = Math.min(highestNumber + 1, value + random.whole(1, 3));
  if (form === 7) return { kind: 'one of', property, is, values: [value, other] };
  return { kind: 'between', property, is, from: value, to: other };
}

function onText(random: Random, is: boolean): Condition {
  const property = random.pick(texts);
  const form = random.whole(0, 3);
  if (form === 0) return { kind: 'comparison', property, operator: is ? '=' : '!=', value: random.pick(words) };
  if (form === 1) return { kind: 'known', property, is };
  if (form === 2) return { kind: 'contains', property, is, value: random.pick(['e', 'TEAM', 'free', ' ', '"']) };
  return { kind: 'one of', property, is, values: ['Free', ...random.some(words.slice(2), 2)] };
}

function onChoice(random: Random, is: boolean): Condition {
  const form = random.whole(0, 2);
  if (form === 0) {
    return { kind: 'comparison', property: domainType, operator: is ? '=' : '!=', value: random.pick(domainTypes) };
  }
  if (form === 1) return { kind: 'known', property: domainType, is };
  const [left, ...values] = random.chance(0.5) ? domainTypes : [...domainTypes].reverse();
  return left && { kind: 'one of', property: domainType, is, values };
}
