import { printCondition, printValue } from './language/print-definition.ts';
import type { ComparisonOperator, Condition } from './playbook.ts';
import { findProperty } from './properties.ts';
import type { ConditionReadiness, ReadinessFacts, Verdict } from './readiness.ts';

/** One condition held against one contact. What is not known is never taken as not met, nor the other way round. */
export function evaluateCondition(condition: Condition, facts: ReadinessFacts): ConditionReadiness {
  if (condition.kind === 'personal email domain') return evaluateEmailDomain(condition.is, condition, facts);
  const { property, operator, value } = condition;
  const actual = (property.object === 'contact' ? facts.contact : facts.company)[property.name] ?? null;
  const verdict = compareValues(actual, operator, value, findProperty(property.name)?.options !== undefined);
  return {
    text: printCondition(condition),
    verdict,
    actual,
    needs: needsWords(operator, value),
    missing: verdict === 'met' ? null : missingWords(property.name, operator, value, actual),
  };
}

/** Disposable counts as personal. */
function evaluateEmailDomain(is: boolean, condition: Condition, facts: ReadinessFacts): ConditionReadiness {
  const actual = facts.emailDomainType;
  const verdict: Verdict = actual === null ? 'not known' : (actual !== 'business') === is ? 'met' : 'not met';
  const wanted = is ? 'a personal email address' : 'a business email address';
  const missing = actual === null ? 'an email address' : wanted;
  return {
    text: printCondition(condition),
    verdict,
    actual,
    needs: wanted,
    missing: verdict === 'met' ? null : missing,
  };
}

/** Text compares without regard to case, as HubSpot's filters do; an option of an enumeration exactly. */
function compareValues(
  actual: string | number | null,
  operator: ComparisonOperator,
  value: string | number,
  isOption: boolean,
): Verdict {
  if (actual === null || actual === '') return 'not known';
  if (typeof value === 'string') {
    const same = isOption ? String(actual) === value : String(actual).toLowerCase() === value.toLowerCase();
    return same === (operator === '=') ? 'met' : 'not met';
  }
  const number = Number(actual);
  if (Number.isNaN(number)) return 'not known';
  const holds = {
    '=': number === value,
    '!=': number !== value,
    '>=': number >= value,
    '>': number > value,
    '<=': number <= value,
    '<': number < value,
  }[operator];
  return holds ? 'met' : 'not met';
}

const operatorWords: Record<ComparisonOperator, string> = {
  '=': '',
  '!=': 'other than ',
  '>=': '',
  '>': 'more than ',
  '<=': 'at most ',
  '<': 'less than ',
};

function needsWords(operator: ComparisonOperator, value: string | number): string {
  return `${operatorWords[operator]}${typeof value === 'number' ? value : printValue(value)}`;
}

/** What would change the verdict: "1 more active user", "15 more points", "activation". */
function missingWords(
  name: string,
  operator: ComparisonOperator,
  value: string | number,
  actual: string | number | null,
): string {
  const label = findProperty(name)?.label ?? name;
  if (actual === null || actual === '') return `${label.toLowerCase()} (not known)`;
  if (typeof value === 'string') {
    if (name === 'zo_activation_status' && operator === '=' && value.toLowerCase() === 'activated') return 'activation';
    return `${label.toLowerCase()} ${operator === '=' ? '' : 'other than '}${printValue(value)}`;
  }
  if (operator === '!=') return `${label.toLowerCase()} other than ${value}`;
  const distance = distanceTo(Number(actual), operator, value);
  const unit = findProperty(name)?.unit ?? { one: label.toLowerCase(), many: label.toLowerCase() };
  const direction = distance > 0 ? 'more' : 'fewer';
  return `${Math.abs(distance)} ${direction} ${Math.abs(distance) === 1 ? unit.one : unit.many}`;
}

/** How far a number is from meeting the comparison: positive when it must grow. Whole numbers move in whole steps. */
function distanceTo(actual: number, operator: ComparisonOperator, value: number): number {
  const isWhole = Number.isInteger(actual);
  if (operator === '>=') return roundCents((isWhole ? Math.ceil(value) : value) - actual);
  if (operator === '<=') return roundCents((isWhole ? Math.floor(value) : value) - actual);
  if (operator === '>') return roundCents((isWhole ? Math.floor(value) + 1 : value) - actual) || 0.01;
  if (operator === '<') return roundCents((isWhole ? Math.ceil(value) - 1 : value) - actual) || -0.01;
  return roundCents(value - actual);
}

function roundCents(value: number): number {
  return Math.round(value * 100) / 100;
}
