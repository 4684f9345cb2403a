import type { Parsed } from './problem.ts';
import { describeToken, TokenCursor } from './token-cursor.ts';
import { tokenize } from './tokenize.ts';

const minutesPer = new Map([
  ['minute', 1],
  ['hour', 60],
]);
const maxWorkingDays = 30;

/**
 * "2 working hours", "30 minutes", "1 working day": working time, in minutes. A working day has as many minutes as the
 * working hours say.
 */
export function parseWorkingDuration(source: string, minutesPerWorkingDay: number): Parsed<number> {
  const { tokens, problems } = tokenize(source);
  const cursor = new TokenCursor(source, tokens, problems);
  const amount = cursor.next();
  cursor.takeWord('working');
  const unit = cursor.next();
  const name = unit.text.toLowerCase().replace(/s$/, '');
  const minutes = name === 'day' ? minutesPerWorkingDay : minutesPer.get(name);
  if (amount.kind !== 'number' || unit.kind !== 'word' || minutes === undefined || !cursor.isEnd()) {
    const wrong = amount.kind === 'number' ? unit : amount;
    cursor.report('This is not a length of working time', wrong.span, {
      suggestion: '"2 working hours" or "30 minutes"',
    });
    return { ok: false, problems };
  }
  const total = Math.round(Number(amount.text) * minutes);
  if (total < 1 || total > maxWorkingDays * 24 * 60) {
    cursor.report(`Must be between 1 minute and ${maxWorkingDays} days`, amount.span);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: total };
}

/** "30 days", whole calendar days. */
export function parseDays(source: string, maxDays: number): Parsed<number> {
  const { tokens, problems } = tokenize(source);
  const cursor = new TokenCursor(source, tokens, problems);
  const days = readDays(cursor, maxDays);
  if (days !== null && !cursor.isEnd()) {
    cursor.report(
      `Nothing can follow the number of days, but here is ${describeToken(cursor.peek())}`,
      cursor.peek().span,
    );
  }
  return days === null || problems.length > 0 ? { ok: false, problems } : { ok: true, value: days };
}

/** Takes "14 days" (or "1 day") at the cursor. Reports what is wrong and answers null. */
export function readDays(cursor: TokenCursor, maxDays: number): number | null {
  const amount = cursor.peek();
  if (amount.kind !== 'number') {
    return cursor.report(`A number of days is missing before ${describeToken(amount)}`, amount.span);
  }
  cursor.next();
  const unit = cursor.peek();
  if (!cursor.takeWord('days') && !cursor.takeWord('day')) {
    return cursor.report(`"days" is missing before ${describeToken(unit)}`, unit.span, {
      suggestion: `"${amount.text} days"`,
    });
  }
  const days = Number(amount.text);
  if (!Number.isInteger(days) || days < 1 || days > maxDays) {
    return cursor.report(`Must be a whole number of days from 1 to ${maxDays}`, amount.span);
  }
  return days;
}
