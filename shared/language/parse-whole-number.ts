import type { Parsed } from './problem.ts';

/** "5": digits, and nothing but spaces around them. */
export function parseWholeNumber(source: string, { from, to }: { from: number; to: number }): Parsed<number> {
  const value = /^\s*\d{1,9}\s*$/.test(source) ? Number(source) : Number.NaN;
  if (value >= from && value <= to) return { ok: true, value };
  const span = { line: 1, column: 1, length: Math.max(1, source.trim().length) };
  const message = `Must be a whole number from ${from} to ${to}`;
  return { ok: false, problems: [{ message, span, suggestion: value > to ? `${to}` : `${from}` }] };
}
