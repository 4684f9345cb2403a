import type { Condition } from '../playbook.ts';
import { type PropertyDefinition, refTo } from '../property-definition.ts';
import { readDays } from './parse-duration.ts';
import { takeAgo, takeInTheLast } from './parse-signal-condition.ts';
import { printProperty } from './print-definition.ts';
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
  if (hasVerb && cursor.takeWord('known')) return { kind: 'known', property, is };
  if (hasVerb && (cursor.takeWord('empty') || cursor.takeWord('unknown'))) return { kind: 'known', property, is: !is };
  return cursor.report(
    `${name} is a ${property.type === 'date' ? 'date' : 'moment'}, so it is compared with days`,
    first.span,
    {
      suggestion: `"${name} is within the last 7 days", "is more than 7 days ago" or "is before 2026-01-31"`,
    },
  );
}

/** 2026-01-31, with or without quotes: a local day. */
function readDate(cursor: TokenCursor): number | null {
  const first = cursor.next();
  let last = first;
  while (last.kind !== 'text' && cursor.peek().start === last.end && cursor.peek().kind !== 'end') {
    if (cursor.peek().kind !== 'number' && !cursor.isSymbol('-')) break;
    last = cursor.next();
  }
  const text = first.kind === 'text' ? first.text : cursor.textBetween(first, last);
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDate = !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
  if (isDate) return at / dayMs;
  return cursor.report('This is not a date', spanFrom(first, last), { suggestion: 'a date such as 2026-01-31' });
}
