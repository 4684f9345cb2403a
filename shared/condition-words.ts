/** What a condition asks for, and what of it is missing, in words for people. */
import { printDays } from './language/print-days.ts';
import { printMoment, printValue, windowWords } from './language/print-definition.ts';
import type { ComparisonOperator, Condition } from './playbook.ts';
import { knownProperty, labelOfProperty } from './property-catalogue.ts';
import { choiceWords, type PropertyRef } from './property-definition.ts';
import type { Verdict } from './readiness.ts';
import { pluralOf } from './signal-wording.ts';

const operatorWords: Record<ComparisonOperator, string> = {
  '=': '',
  '!=': 'other than ',
  '>=': '',
  '>': 'more than ',
  '<=': 'at most ',
  '<': 'less than ',
};

export function needsWords(condition: Condition): string {
  switch (condition.kind) {
    case 'personal email domain':
      return condition.is ? 'a personal email address' : 'a business email address';
    case 'comparison':
      return `${operatorWords[condition.operator]}${valueWords(condition.property, condition.value)}`;
    case 'one of':
      return `${condition.is ? '' : 'none of '}${listWords(condition, condition.is ? 'or' : 'and')}`;
    case 'between':
      return condition.is ? `${condition.from} to ${condition.to}` : `not ${condition.from} to ${condition.to}`;
    case 'contains':
      return `${condition.is ? '' : 'not '}containing ${valueWords(condition.property, condition.value)}`;
    case 'contains any':
      return `${condition.is ? '' : 'not '}containing ${listWords(condition, 'or')}`;
    case 'true':
      return condition.is ? 'yes' : 'no';
    case 'known':
      return condition.is ? 'any value' : 'no value';
    case 'moment':
      return `${condition.is ? '' : 'not '}${printMoment(condition)}`;
    case 'signal':
      return `${operatorWords[condition.operator]}${condition.count}`;
    case 'signal ago':
      return `${condition.is ? '' : 'not '}more than ${printDays(condition.days)} ago`;
    case 'ae silence':
      return `${condition.is ? '' : 'fewer than '}${printDays(condition.days)}`;
  }
}

/** A choice by its label; any other text in quotes where it is several words. */
function valueWords(property: PropertyRef, value: string | number): string {
  const label = typeof value === 'string' ? choiceWords(property, value) : value;
  return label === value ? printValue(value) : String(label);
}

type Listing = Extract<Condition, { kind: 'one of' | 'contains any' }>;

function listWords({ property, values }: Listing, joint: string): string {
  const words = values.map((value) => valueWords(property, value));
  return `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`;
}

/** What would change the verdict: "1 more active user", "15 more points", "activation". */
export function missingWords(condition: Condition, actual: string | number | null, verdict: Verdict): string {
  if (condition.kind === 'personal email domain') return actual === null ? 'an email address' : needsWords(condition);
  if (condition.kind === 'ae silence') return `${needsWords(condition)} without AE activity`;
  if (!('property' in condition)) return missingSignalWords(condition, actual, verdict);
  const { property } = condition;
  const label = labelOfProperty(property).toLowerCase();
  if (verdict === 'not known') return `${label} (not known)`;
  switch (condition.kind) {
    case 'known':
      return condition.is ? label : `no ${label}`;
    case 'true':
      return `${label}: ${needsWords(condition)}`;
    case 'between':
      if (!condition.is) return `${label} ${needsWords(condition)}`;
      return Number(actual) < condition.from
        ? distanceWords(property, label, Number(actual), '>=', condition.from)
        : distanceWords(property, label, Number(actual), '<=', condition.to);
    case 'comparison':
      return comparisonWords(property, label, condition.operator, condition.value, actual);
    default:
      return `${label} ${needsWords(condition)}`;
  }
}

/** "2 more key actions in the last 7 days", "activated more than 3 days ago". */
function missingSignalWords(
  condition: Extract<Condition, { kind: 'signal' | 'signal ago' }>,
  actual: string | number | null,
  verdict: Verdict,
): string {
  if (verdict === 'not known') return `${condition.signal} (not known)`;
  if (condition.kind === 'signal ago') return `${condition.signal} ${needsWords(condition)}`;
  const { signal, operator, count, windowDays } = condition;
  const window = windowWords(windowDays);
  if (operator === '!=') return `${signal}${window} other than ${count} times`;
  const distance = distanceTo(Number(actual), operator, count);
  const size = Math.abs(distance);
  return `${size} ${distance > 0 ? 'more' : 'fewer'} ${size === 1 ? signal : pluralOf(signal)}${window}`;
}

function comparisonWords(
  property: PropertyRef,
  label: string,
  operator: ComparisonOperator,
  value: string | number,
  actual: string | number | null,
): string {
  if (typeof value === 'string') {
    if (property.name === 'zo_activation_status' && operator === '=' && value.toLowerCase() === 'activated')
      return 'activation';
    return `${label} ${operator === '=' ? '' : 'other than '}${valueWords(property, value)}`;
  }
  if (operator === '!=') return `${label} other than ${value}`;
  return distanceWords(property, label, Number(actual), operator, value);
}

function distanceWords(
  property: PropertyRef,
  label: string,
  actual: number,
  operator: Exclude<ComparisonOperator, '!='>,
  value: number,
): string {
  const distance = distanceTo(actual, operator, value);
  const unit = knownProperty(property)?.unit ?? { one: label, many: label };
  const direction = distance > 0 ? 'more' : 'fewer';
  return `${Math.abs(distance)} ${direction} ${Math.abs(distance) === 1 ? unit.one : unit.many}`;
}

/** How far a number is from meeting the comparison: positive when it must grow. Whole numbers move in whole steps. */
function distanceTo(actual: number, operator: Exclude<ComparisonOperator, '!='>, value: number): number {
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
