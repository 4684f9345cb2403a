import type { Condition } from '../playbook.ts';
import { type PropertyDefinition, refTo } from '../property-definition.ts';
import { readDays } from './parse-duration.ts';
import { takeAgo, takeInTheLast } from './parse-signal-condition.ts';
import { printDay } from './print-days.ts';
import { printProperty } from './print-definition.ts';
import { readKnown } from './read-known.ts';
import { spanFrom, type TokenCursor } from './token-cursor.ts';

const maxDays = 3650;
const dayMs = 86_400_000;

/**
 * What is asked of a moment or a date: "is within the last 7 days", "is more than 3 days ago", "is before 2026-01-31", "is known".
 * "is" may be left out.
 */
export function parseMoment(cursor: TokenCursor, definition: PropertyDefinition): Condition | null {
  const property = refTo(definition);
  const name = printProperty(property);
  const hasVerb = cursor.takeWord('is');
  const is = !cursor.takeWord('not');
  const first = cursor.peek();
  if (takeInTheLast(cursor)) {
    const days = readDays(cursor, maxDays);
    return days === null ? null : { kind: 'moment', property, is, test: 'within', days };
  }
  if (cursor.takePhrase(['more', 'than'])) {
    const days = readDays(cursor, maxDays);
    return days !== null && takeAgo(cursor) ? { kind: 'moment', property, is, test: 'ago', days } : null;
  }
  if (cursor.takePhrase(['less', 'than'])) {
    const days = readDays(cursor, maxDays);
    return days !== null && takeAgo(cursor) ? { kind: 'moment', property, is, test: 'within', days } : null;
  }
  for (const test of ['before', 'after'] as const) {
    if (!cursor.takeWord(test)) continue;
    const days = readDate(cursor);
    return days === null ? null : { kind: 'moment', property, is, test, days };
  }
  const compared = takeComparison(cursor);
  if (compared !== null) return { kind: 'moment', property, ...compared };
  const known = hasVerb ? readKnown(cursor, definition, is) : null;
  if (known !== null) return known;
  const range = takeRange(cursor);
  if (range !== null) {
    const [from, to] = range.map((day, index) => printDay(index === 0 ? day - 1 : day + 1));
    return cursor.report('The first and the last day are asked for one by one', first.span, {
      suggestion: `"${name} is after ${from} AND ${name} is before ${to}"`,
    });
  }
  return cursor.report(
    `${name} is a ${property.type === 'date' ? 'date' : 'moment'}, so it is compared with days`,
    first.span,
    {
      suggestion: `"${name} is within the last 7 days", "is more than 7 days ago" or "is before 2026-01-31"`,
    },
  );
}

const comparisons: Record<string, { test: 'before' | 'after'; is: boolean } | undefined> = {
  '<': { test: 'before', is: true },
  '>': { test: 'after', is: true },
  '>=': { test: 'before', is: false },
  '<=': { test: 'after', is: false },
};

/** "> 2026-01-31". */
function takeComparison(cursor: TokenCursor): { test: 'before' | 'after'; is: boolean; days: number } | null {
  const operator = cursor.peek();
  const compared = operator.kind === 'operator' ? comparisons[operator.text] : undefined;
  const date = compared === undefined ? null : dateAt(cursor, 1);
  if (compared === undefined || date === null) return null;
  cursor.at += 1 + date.tokens;
  return { ...compared, days: date.day };
}

/** "between 2026-01-01 and 2026-01-31", "= 2026-01-31", "2026-01-31": the first and the last day. */
function takeRange(cursor: TokenCursor): [number, number] | null {
  const isBetween = cursor.isWord('between');
  const begins = isBetween || cursor.peek().text === '=' ? 1 : 0;
  const first = dateAt(cursor, begins);
  if (first === null) return null;
  const last = isBetween ? dateAt(cursor, begins + first.tokens + 1) : null;
  if (isBetween && last === null) return null;
  cursor.at += begins + first.tokens + (last === null ? 0 : 1 + last.tokens);
  return [first.day, last?.day ?? first.day];
}

type FoundDate = { day: number; tokens: number };

/** 2026-01-31, with or without quotes. */
function dateAt(cursor: TokenCursor, ahead: number): FoundDate | null {
  const { text, tokens } = writtenAt(cursor, ahead);
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDate = !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
  return isDate ? { day: at / dayMs, tokens } : null;
}

/** A quoted text, or numbers and dashes that touch one another. */
function writtenAt(cursor: TokenCursor, ahead: number): { text: string; tokens: number } {
  const first = cursor.peek(ahead);
  let tokens = 1;
  let last = first;
  for (
    let next = cursor.peek(ahead + 1);
    last.kind !== 'text' && next.kind !== 'end';
    next = cursor.peek(ahead + tokens)
  ) {
    const isPart = next.kind === 'number' || (next.kind === 'symbol' && next.text === '-');
    if (next.start !== last.end || !isPart) break;
    last = next;
    tokens += 1;
  }
  return { text: first.kind === 'text' ? first.text : cursor.textBetween(first, last), tokens };
}

function readDate(cursor: TokenCursor): number | null {
  const found = dateAt(cursor, 0);
  const first = cursor.peek();
  cursor.at = Math.min(cursor.at + writtenAt(cursor, 0).tokens, cursor.tokens.length - 1);
  if (found !== null) return found.day;
  const span = spanFrom(first, first.kind === 'end' ? first : cursor.peek(-1));
  return cursor.report('This is not a date', span, { suggestion: 'a date such as 2026-01-31' });
}
