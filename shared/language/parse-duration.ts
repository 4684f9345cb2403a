import { printDays } from './print-days.ts';
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
    cursor.report(`Must be between 1 minute and ${maxWorkingDays} days`, amount.span, {
      suggestion: '"2 working hours"',
    });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: total };
}

/** What `parseWorkingDuration` reads as the same: "2 working hours", "90 working minutes". */
export function printWorkingMinutes(minutes: number): string {
  const isWhole = minutes % 60 === 0;
  const amount = isWhole ? minutes / 60 : minutes;
  return `${amount} working ${isWhole ? 'hour' : 'minute'}${amount === 1 ? '' : 's'}`;
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
      { suggestion: `"${printDays(days)}"` },
    );
  }
  return days === null || problems.length > 0 ? { ok: false, problems } : { ok: true, value: days };
}

const hoursPer = new Map([
  ['hour', 1],
  ['day', 24],
]);

/** "24 hours", "2 days": time by the clock, in hours. */
export function parseHours(source: string, maxHours: number): Parsed<number> {
  const { tokens, problems } = tokenize(source);
  const cursor = new TokenCursor(source, tokens, problems);
  const amount = cursor.next();
  const unit = cursor.next();
  const perUnit = hoursPer.get(unit.text.toLowerCase().replace(/s$/, ''));
  if (amount.kind !== 'number' || perUnit === undefined || !cursor.isEnd()) {
    const wrong = amount.kind === 'number' ? unit : amount;
    cursor.report('This is not a number of hours', wrong.span, { suggestion: '"24 hours"' });
    return { ok: false, problems };
  }
  const hours = Number(amount.text) * perUnit;
  if (!Number.isInteger(hours) || hours < 1 || hours > maxHours) {
    cursor.report(`Must be a whole number of hours from 1 to ${maxHours}`, amount.span, {
      suggestion: `"${printHours(hours < 1 ? 1 : Math.min(maxHours, Math.ceil(hours)))}"`,
    });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: hours };
}

export function printHours(hours: number): string {
  return hours === 1 ? '1 hour' : `${hours} hours`;
}

const daysPer = new Map([
  ['day', 1],
  ['week', 7],
]);
const longerUnits = new Map([
  ['month', 30],
  ['quarter', 90],
  ['year', 365],
]);

/** Takes "14 days" or "2 weeks" at the cursor, in days. Reports what is wrong and answers null. */
export function readDays(cursor: TokenCursor, maxDays: number): number | null {
  const amount = cursor.peek();
  if (amount.kind !== 'number') {
    return cursor.report(`A number of days is missing before ${describeToken(amount)}`, amount.span, {
      suggestion: '"7 days"',
    });
  }
  cursor.next();
  const unit = cursor.peek();
  const name = unit.kind === 'word' ? unit.text.toLowerCase().replace(/s$/, '') : '';
  const perUnit = daysPer.get(name);
  if (perUnit === undefined) {
    const days = Math.min(maxDays, Math.max(1, Math.round(Number(amount.text) * (longerUnits.get(name) ?? 1))));
    const message = longerUnits.has(name)
      ? `A ${name} is not always as long, so days are counted`
      : `"days" is missing before ${describeToken(unit)}`;
    return cursor.report(message, unit.span, { suggestion: `"${printDays(days)}"` });
  }
  cursor.next();
  const days = Number(amount.text) * perUnit;
  if (!Number.isInteger(days) || days < 1 || days > maxDays) {
    return cursor.report(`Must be a whole number of days from 1 to ${maxDays}`, amount.span, {
      suggestion: `"${printDays(days < 1 ? 1 : Math.min(maxDays, Math.ceil(days)))}"`,
    });
  }
  return days;
}
