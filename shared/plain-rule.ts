/** A canonical sentence of the playbook for people who do not know the names of properties. */
import { findProperty } from './properties.ts';

const operators: Record<string, string> = {
  '>=': 'at least ',
  '<=': 'at most ',
  '>': 'above ',
  '<': 'below ',
  '!=': 'other than ',
  '=': '',
};

/** "zo_expected_acv >= 15000" is "expected contract value at least 15,000". */
export function plainRule(sentence: string): string {
  return sentence
    .replace(
      /\bzo_\w+/g,
      (name) => findProperty(name)?.label.replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase()) ?? name,
    )
    .replace(/(>=|<=|!=|>|<|=) (\d{4,}(?![\d.-]))?/g, (_all, operator: string, number?: string) => {
      const digits = number === undefined ? '' : Number(number).toLocaleString('en-US');
      return `${operators[operator]}${digits}`;
    });
}
