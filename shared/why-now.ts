import { clausesOf, conditionsOf, withoutNot } from './expression-tree.ts';
import { printCondition, windowWords } from './language/print-definition.ts';
import type { ComparisonOperator, Condition, Definition } from './playbook.ts';
import { knownProperty, labelOfProperty } from './property-catalogue.ts';
import type { PropertyRef } from './property-definition.ts';
import type { ConditionReadiness, Readiness } from './readiness.ts';
import { countSignals } from './signal-wording.ts';

/** Which condition was met last, and so made the contact cross. */
export type CrossingTrigger = {
  /** A property's name, or a signal's. */
  property: string;
  /** '=' also where the condition is not a comparison. */
  operator: ComparisonOperator;
  /** In words: "2", "more than 50". */
  needs: string;
  actual: string | number | null;
  /** For people: "2nd active user at FinPilot (needs 2)". */
  words: string;
};

/**
 * Compares readiness before and after. When several conditions were met at the same moment, what happened in the product
 * says more than the score that followed from it, and of those the last one in the sentence is taken. Null when the contact
 * is not ready, or was ready already. With no `before`, every condition counts as newly met.
 */
export function crossingTrigger(
  before: Readiness | null,
  after: Readiness,
  definition: Definition,
  companyName: string | null = null,
): CrossingTrigger | null {
  if (after.ready !== 'yes') return null;
  const clauses = clausesOf(definition.expression);
  const met = after.conditions.flatMap((reached, index) => {
    const clause = clauses[index];
    if (clause === undefined || wasMet(before, reached.text)) return [];
    const conditions = conditionsOf(withoutNot(clause));
    const parts = reached.parts ?? [reached];
    return conditions
      .map((condition, at) => ({ condition, reached: parts[at]! }))
      .filter((part) => part.reached.verdict === 'met' && !wasMet(before, part.reached.text));
  });
  const chosen = met.filter(({ condition }) => !isScore(condition)).at(-1) ?? met.at(-1);
  return chosen === undefined ? null : describeTrigger(chosen.condition, chosen.reached, companyName ?? 'the company');
}

/** The trigger's words with the company's name, which may be known only after the crossing. */
export function whyNowWords(trigger: CrossingTrigger, companyName: string | null): string {
  if (trigger.property !== 'zo_company_active_users') return trigger.words;
  return triggerWords(activeUsers, trigger.operator, trigger.actual, trigger.needs, companyName ?? 'the company');
}

const activeUsers: PropertyRef = { object: 'company', name: 'zo_company_active_users', type: 'number' };

function wasMet(before: Readiness | null, text: string): boolean {
  const conditions = before?.conditions.flatMap((condition) => [condition, ...(condition.parts ?? [])]) ?? [];
  return conditions.some((condition) => condition.text === text && condition.verdict === 'met');
}

function isScore(condition: Condition): boolean {
  return 'property' in condition && condition.property.name === 'zo_pql_score';
}

function describeTrigger(
  condition: Condition,
  { actual, needs }: ConditionReadiness,
  companyName: string,
): CrossingTrigger {
  if (condition.kind === 'personal email domain') {
    const words = `now on ${condition.is ? 'a personal' : 'a business'} email address`;
    return { property: 'zo_email_domain_type', operator: condition.is ? '!=' : '=', needs, actual, words };
  }
  if (condition.kind === 'ae silence') {
    return { property: 'AE activity', operator: '>=', needs, actual, words: printCondition(condition) };
  }
  if (!('property' in condition)) return describeSignal(condition, { actual, needs });
  const { property } = condition;
  const operator = condition.kind === 'comparison' ? condition.operator : '=';
  const words = triggerWords(property, operator, actual, needs, companyName);
  return { property: property.name, operator, needs, actual, words };
}

type SignalCondition = Extract<Condition, { kind: 'signal' | 'signal ago' }>;

/** "3 key actions in the last 7 days (needs 3)", "visited pricing in the last 14 days". */
function describeSignal(
  condition: SignalCondition,
  { actual, needs }: Pick<ConditionReadiness, 'actual' | 'needs'>,
): CrossingTrigger {
  const operator = condition.kind === 'signal' ? condition.operator : '=';
  const isCounted = condition.kind === 'signal' && condition.count > 1;
  const words = isCounted
    ? `${countSignals(Number(actual), condition.signal)}${windowWords(condition.windowDays)} (needs ${needs})`
    : printCondition(condition);
  return { property: condition.signal, operator, needs, actual, words };
}

function triggerWords(
  property: PropertyRef,
  operator: ComparisonOperator,
  actual: string | number | null,
  needs: string,
  companyName: string,
): string {
  const { name, type } = property;
  const label = labelOfProperty(property).toLowerCase();
  if (type !== 'number') {
    if (name === 'zo_activation_status' && operator === '=') return String(actual);
    return `${label} is now ${actual ?? 'empty'}`;
  }
  const isRising = operator === '>=' || operator === '>';
  if (isRising && name === 'zo_company_active_users') {
    return `${ordinal(Number(actual))} active user at ${companyName} (needs ${needs})`;
  }
  if (isRising && name === 'zo_pql_score') return `score reached ${actual} (needs ${needs})`;
  const unit = knownProperty(property)?.unit;
  if (isRising && unit !== undefined) {
    return `${actual} ${Number(actual) === 1 ? unit.one : unit.many} (needs ${needs})`;
  }
  return `${label} is now ${actual} (needs ${needs})`;
}

/** 1st, 2nd, 3rd, 4th, 11th, 21st. */
function ordinal(count: number): string {
  const lastTwo = count % 100;
  const ending = lastTwo >= 11 && lastTwo <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${ending}`;
}
