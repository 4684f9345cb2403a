import { countSignal } from './compute-score.ts';
import { missingWords, needsWords } from './condition-words.ts';
import { printDay } from './language/print-days.ts';
import { printCondition } from './language/print-definition.ts';
import type { ComparisonOperator, Condition } from './playbook.ts';
import type { PropertyRef } from './property-definition.ts';
import { choicesIn, dayIn, keptValue, shownValue } from './property-values.ts';
import type { ConditionReadiness, ReadinessFacts, Verdict } from './readiness.ts';
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
  if (condition.kind === 'ae silence') return facts.silentDays ?? null;
  const { activity } = facts;
  if (condition.kind === 'signal') {
    return activity ? countSignal(activity.usage, condition.signal, condition.windowDays, activity.today) : null;
  }
  if (condition.kind === 'signal ago') {
    const day = firstDayOf(condition.signal, facts);
    return day === null ? null : printDay(day);
  }
  return shownValue(condition.property, facts);
}

/** The local day on which a signal first happened; null when it never did, or nobody looked. */
export function firstDayOf(signal: string, { activity }: Pick<ReadinessFacts, 'activity'>): number | null {
  if (activity === undefined || !Object.hasOwn(activity.usage.signals, signal)) return null;
  return activity.dayOf(activity.usage.signals[signal]!.firstAt);
}

function judgeMoment(
  { property, test, days, is }: Extract<Condition, { kind: 'moment' }>,
  facts: ReadinessFacts,
): Verdict {
  const day = dayIn(property, facts);
  if (day === null || facts.activity === undefined) return 'not known';
  const { today } = facts.activity;
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
  const day = firstDayOf(signal, { activity });
  return met((day !== null && activity.today - day > days) === is);
}

function judge(condition: Exclude<Condition, { kind: 'moment' }>, actual: Actual, facts: ReadinessFacts): Verdict {
  if (condition.kind === 'known') return judgeKnown(condition.property, condition.is, facts);
  if (condition.kind === 'signal ago') return judgeSignalAgo(condition, facts);
  if (actual === null) return 'not known';
  switch (condition.kind) {
    case 'signal':
      return met(compareNumbers(Number(actual), condition.operator, condition.count));
    case 'ae silence':
      return met(Number(actual) >= condition.days === condition.is);
    case 'personal email domain':
      return met((actual !== 'business') === condition.is);
    case 'comparison':
      return judgeComparison(condition, keptAs(condition.property, actual, facts));
    case 'one of':
      return met(isAnyOf(condition, keptAs(condition.property, actual, facts)) === condition.is);
    case 'between':
      return met((Number(actual) >= condition.from && Number(actual) <= condition.to) === condition.is);
    case 'contains':
      return met(holdsAny(condition.property, [condition.value], facts) === condition.is);
    case 'contains any':
      return met(holdsAny(condition.property, condition.values, facts) === condition.is);
    case 'true':
      return met((actual === 'yes') === condition.is);
  }
}

/** Numbers as they are shown, all else as it is kept: a choice is its value, not its label. */
function keptAs(property: PropertyRef, actual: string | number, facts: ReadinessFacts): string | number {
  return property.type === 'number' ? actual : (keptValue(property, facts) ?? actual);
}

function isAnyOf({ property, values }: Extract<Condition, { kind: 'one of' }>, kept: string | number): boolean {
  return values.some((value) => isSame(property, kept, value));
}

/** A part of a text without regard to case, a choice of a set exactly. */
function holdsAny(property: PropertyRef, wanted: string[], facts: ReadinessFacts): boolean {
  const kept = keptValue(property, facts) ?? '';
  if (property.type === 'set') return choicesIn(kept).some((choice) => wanted.includes(choice));
  const text = String(kept).toLowerCase();
  return wanted.some((value) => text.includes(value.toLowerCase()));
}

function met(holds: boolean): Verdict {
  return holds ? 'met' : 'not met';
}

/** An empty value is known to be empty; a value that was never looked up, or of a company nobody knows, is not known. */
function judgeKnown(property: PropertyRef, is: boolean, facts: ReadinessFacts): Verdict {
  const kept = keptValue(property, facts);
  const hasCompany = facts.hasCompany ?? Object.values(facts.company).some((value) => value !== null);
  if (kept === undefined || (property.object === 'company' && !hasCompany)) return 'not known';
  return met((kept !== null) === is);
}

function judgeComparison(
  { property, operator, value }: Extract<Condition, { kind: 'comparison' }>,
  actual: string | number,
): Verdict {
  if (typeof value === 'string') return met(isSame(property, actual, value) === (operator === '='));
  return met(compareNumbers(Number(actual), operator, value));
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
