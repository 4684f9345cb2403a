import { countSignal } from './compute-score.ts';
import { missingWords, needsWords } from './condition-words.ts';
import { printCondition, printDay } from './language/print-definition.ts';
import type { ComparisonOperator, Condition } from './playbook.ts';
import type { PropertyRef } from './property-definition.ts';
import type { Activity, ConditionReadiness, ReadinessFacts, Verdict } from './readiness.ts';
import { usageMoment } from './readiness-facts.ts';
import { isInWindow } from './window.ts';

/** One condition held against one contact. What is not known is never taken as not met, nor the other way round. */
export function evaluateCondition(condition: Condition, facts: ReadinessFacts): ConditionReadiness {
  const actual = actualOf(condition, facts);
  const verdict = condition.kind === 'moment' ? judgeMoment(condition, facts) : judge(condition, actual, facts);
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
  const { activity } = facts;
  if (condition.kind === 'signal') {
    return activity ? countSignal(activity.usage, condition.signal, condition.windowDays, activity.today) : null;
  }
  const day =
    condition.kind === 'signal ago' ? firstDayOf(condition.signal, activity) : dayIn(condition.property, activity);
  if (day !== null) return printDay(day);
  if (condition.kind === 'signal ago') return null;
  return valueIn(condition.property, facts);
}

/** HubSpot sends numbers as text; a text that is none is not known. */
function valueIn({ object, name, type }: PropertyRef, facts: ReadinessFacts): Actual {
  const value = facts[object][name] ?? null;
  if (value === null || value === '') return null;
  if (type !== 'number' || typeof value === 'number') return value;
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : null;
}

function firstDayOf(signal: string, activity: Activity | undefined): number | null {
  if (activity === undefined || !Object.hasOwn(activity.usage.signals, signal)) return null;
  return activity.dayOf(activity.usage.signals[signal]!.firstAt);
}

/** The local day of one of our moments; null when it is none of them, or never happened. */
function dayIn({ name }: PropertyRef, activity: Activity | undefined): number | null {
  const at = activity === undefined ? null : usageMoment(activity.usage, name);
  return at === null || activity === undefined ? null : activity.dayOf(at);
}

function judgeMoment(
  { property, test, days, is }: Extract<Condition, { kind: 'moment' }>,
  { activity }: ReadinessFacts,
): Verdict {
  const day = dayIn(property, activity);
  if (day === null || activity === undefined) return 'not known';
  const { today } = activity;
  const holds = {
    within: isInWindow(day, today, days),
    ago: today - day > days,
    before: day < days,
    after: day > days,
  }[test];
  return met(holds === is);
}

/** What never happened did not happen that long ago either. */
function judgeSignalAgo(
  { signal, is, days }: Extract<Condition, { kind: 'signal ago' }>,
  { activity }: ReadinessFacts,
): Verdict {
  if (activity === undefined) return 'not known';
  const day = firstDayOf(signal, activity);
  return met((day !== null && activity.today - day > days) === is);
}

function judge(condition: Exclude<Condition, { kind: 'moment' }>, actual: Actual, facts: ReadinessFacts): Verdict {
  if (condition.kind === 'known') return judgeKnown(condition.property, condition.is, actual, facts);
  if (condition.kind === 'signal ago') return judgeSignalAgo(condition, facts);
  if (actual === null) return 'not known';
  switch (condition.kind) {
    case 'signal':
      return met(compareNumbers(Number(actual), condition.operator, condition.count));
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
function judgeKnown({ object, name, type }: PropertyRef, is: boolean, actual: Actual, facts: ReadinessFacts): Verdict {
  const isMoment = type === 'datetime' && name.startsWith('zo_');
  const isLookedUp = isMoment ? facts.activity !== undefined : facts[object][name] !== undefined;
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
  return met(compareNumbers(number, operator, value));
}

function compareNumbers(actual: number, operator: ComparisonOperator, value: number): boolean {
  switch (operator) {
    case '=':
      return actual === value;
    case '!=':
      return actual !== value;
    case '>=':
      return actual >= value;
    case '>':
      return actual > value;
    case '<=':
      return actual <= value;
    case '<':
      return actual < value;
  }
}

/** Text compares without regard to case, as HubSpot's filters do; an option of an enumeration exactly. */
function isSame({ type }: PropertyRef, actual: string | number, value: string | number): boolean {
  if (typeof value === 'number') return Number(actual) === value;
  return type === 'enumeration' ? String(actual) === value : String(actual).toLowerCase() === value.toLowerCase();
}
