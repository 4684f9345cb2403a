import { missingWords, needsWords } from './condition-words.ts';
import { printCondition } from './language/print-definition.ts';
import type { ComparisonOperator, Condition, PropertyRef } from './playbook.ts';
import { findProperty } from './properties.ts';
import type { ConditionReadiness, ReadinessFacts, Verdict } from './readiness.ts';

/** One condition held against one contact. What is not known is never taken as not met, nor the other way round. */
export function evaluateCondition(condition: Condition, facts: ReadinessFacts): ConditionReadiness {
  const actual = actualOf(condition, facts);
  const verdict = judge(condition, actual, facts);
  return {
    text: printCondition(condition),
    verdict,
    actual,
    needs: needsWords(condition),
    missing: verdict === 'met' ? null : missingWords(condition, actual, verdict),
  };
}

type Actual = string | number | null;

function actualOf(condition: Condition, facts: ReadinessFacts): Actual {
  if (condition.kind === 'personal email domain') return facts.emailDomainType;
  const { object, name } = condition.property;
  const actual = facts[object][name];
  return actual === undefined || actual === '' ? null : actual;
}

function judge(condition: Condition, actual: Actual, facts: ReadinessFacts): Verdict {
  if (condition.kind === 'known') return judgeKnown(condition.property, condition.is, actual, facts);
  if (actual === null) return 'not known';
  switch (condition.kind) {
    case 'personal email domain':
      return met((actual !== 'business') === condition.is);
    case 'comparison':
      return judgeComparison(condition.property, condition.operator, condition.value, actual);
    case 'one of':
      return met(condition.values.some((value) => isSame(condition.property, actual, value)) === condition.is);
    case 'between': {
      const number = Number(actual);
      if (Number.isNaN(number)) return 'not known';
      return met((number >= condition.from && number <= condition.to) === condition.is);
    }
    case 'contains':
      return met(String(actual).toLowerCase().includes(condition.value.toLowerCase()) === condition.is);
  }
}

function met(holds: boolean): Verdict {
  return holds ? 'met' : 'not met';
}

/** An empty value is known to be empty; a value that was never looked up, or of a company nobody knows, is not known. */
function judgeKnown({ object, name }: PropertyRef, is: boolean, actual: Actual, facts: ReadinessFacts): Verdict {
  const isLookedUp = facts[object][name] !== undefined;
  const hasCompany = facts.hasCompany ?? Object.values(facts.company).some((value) => value !== null);
  if (!isLookedUp || (object === 'company' && !hasCompany)) return 'not known';
  return met((actual !== null) === is);
}

function judgeComparison(
  property: PropertyRef,
  operator: ComparisonOperator,
  value: string | number,
  actual: string | number,
): Verdict {
  if (typeof value === 'string') return met(isSame(property, actual, value) === (operator === '='));
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
  return met(holds);
}

/** Text compares without regard to case, as HubSpot's filters do; an option of an enumeration exactly. */
function isSame({ name }: PropertyRef, actual: string | number, value: string | number): boolean {
  if (typeof value === 'number') return Number(actual) === value;
  const isOption = findProperty(name)?.options !== undefined;
  return isOption ? String(actual) === value : String(actual).toLowerCase() === value.toLowerCase();
}
