/** What every check of blocks and views is made of. Problems are in Slack's words; none is an empty list. */
import type { Block } from './workspace.ts';

export type Problems = string[];

export function problem(message: string, pointer: string): Problems {
  return [`[ERROR] ${message} [json-pointer:${pointer}]`];
}

export function checkText(value: unknown, rule: { max: number; only?: 'plain_text' }, pointer: string): Problems {
  if (!isObject(value)) return problem('missing required field: text', pointer);
  const types = rule.only ? [rule.only] : ['plain_text', 'mrkdwn'];
  return [
    ...(types.includes(String(value.type)) ? [] : problem(`unsupported type: ${value.type}`, `${pointer}/type`)),
    ...checkLength(value.text, rule.max, `${pointer}/text`, true),
  ];
}

export function checkOptionalText(
  value: unknown,
  rule: { max: number; only?: 'plain_text' },
  pointer: string,
): Problems {
  return value === undefined ? [] : checkText(value, rule, pointer);
}

export function checkLength(value: unknown, max: number, pointer: string, required: boolean): Problems {
  if (value === undefined) return required ? problem('missing required field', pointer) : [];
  if (typeof value !== 'string') return problem('must be a string', pointer);
  if (required && value.length === 0) return problem('must be more than 0 characters', pointer);
  return value.length > max ? problem(`must be less than ${max + 1} characters`, pointer) : [];
}

export function checkNumber(value: unknown, [min, max]: [number, number], pointer: string): Problems {
  if (value === undefined) return [];
  if (typeof value !== 'number' || !Number.isInteger(value)) return problem('must be an integer', pointer);
  return value < min || value > max ? problem(`must be between ${min} and ${max}`, pointer) : [];
}

export function checkItems(
  items: unknown,
  max: number,
  pointer: string,
  check: (item: unknown, pointer: string) => Problems,
): Problems {
  if (!Array.isArray(items)) return problem('must be an array', pointer);
  if (items.length === 0) return problem('no fewer than 1 items allowed', pointer);
  return [
    ...(items.length > max ? problem(`no more than ${max} items allowed`, pointer) : []),
    ...items.flatMap((item, index) => check(item, `${pointer}/${index}`)),
  ];
}

export function isObject(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
