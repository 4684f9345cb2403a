import type { ScoreLine } from '../playbook.ts';
import { keptDays } from '../usage.ts';
import { nearestName } from './nearest-name.ts';
import { readDays } from './parse-duration.ts';
import { printDays } from './print-days.ts';
import type { Parsed } from './problem.ts';
import { describeToken, spanFrom, TokenCursor } from './token-cursor.ts';
import { type Token, tokenize } from './tokenize.ts';

export const maxPoints = 1000;
const maxInactiveDays = 365;

/**
 * "+25 when activated", "+2 per key action in the last 7 days, up to 30", "-15 when inactive for 14 days". `signals` are
 * the names the playbook defines; case does not matter.
 */
export function parseScoreLine(source: string, signals: readonly string[]): Parsed<ScoreLine> {
  const { tokens, problems } = tokenize(source);
  const cursor = new TokenCursor(source, tokens, problems);
  const line = problems.length > 0 ? null : readScoreLine(cursor, signals);
  if (line !== null && !cursor.isEnd()) {
    cursor.report(`Nothing more can follow, but here is ${describeToken(cursor.peek())}`, cursor.peek().span, {
      suggestion: `"${printScoreLine(line)}"`,
    });
  }
  if (line === null || problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { ...line, text: printScoreLine(line) } };
}

function readScoreLine(cursor: TokenCursor, signals: readonly string[]): ScoreLine | null {
  const points = readPoints(cursor);
  if (points === null) return null;
  const verb = cursor.peek();
  if (cursor.takeWord('when')) {
    if (cursor.takePhrase(['inactive', 'for'])) {
      const forDays = readDays(cursor, maxInactiveDays);
      return forDays === null ? null : { kind: 'inactive', points, forDays, text: '' };
    }
    const signal = readSignal(cursor, signals);
    const window = readWindow(cursor);
    return signal === null || window === null
      ? null
      : { kind: 'when', points, signal, windowDays: window.days, text: '' };
  }
  if (cursor.takeWord('per')) {
    const signal = readSignal(cursor, signals);
    const window = readWindow(cursor);
    const limit = readUpTo(cursor);
    if (signal === null || window === null || limit === null) return null;
    return { kind: 'per', points, signal, windowDays: window.days, upTo: limit.points, text: '' };
  }
  return cursor.report(`"when" or "per" is missing before ${describeToken(verb)}`, verb.span, {
    suggestion: '"+25 when activated" or "+2 per key action in the last 7 days, up to 30"',
  });
}

function readPoints(cursor: TokenCursor): number | null {
  const sign = cursor.peek();
  const negative = cursor.takeSymbol('-');
  const positive = !negative && cursor.takeSymbol('+');
  const amount = cursor.peek();
  if (amount.kind !== 'number')
    return cursor.report('A score line begins with its points', sign.span, { suggestion: '"+25 when …"' });
  cursor.next();
  const points = Number(amount.text);
  if (!Number.isInteger(points) || points < 1 || points > maxPoints) {
    return cursor.report(`Points are a whole number from 1 to ${maxPoints}`, amount.span, {
      suggestion: `"${wholePoints(points)}"`,
    });
  }
  if (!negative && !positive) {
    return cursor.report('Points begin with + or -', amount.span, { suggestion: `"+${amount.text}"` });
  }
  return negative ? -points : points;
}

function wholePoints(points: number): number {
  return Number.isFinite(points) ? Math.min(maxPoints, Math.max(1, Math.ceil(points))) : 30;
}

function readSignal(cursor: TokenCursor, signals: readonly string[]): string | null {
  const first = cursor.peek();
  let last: Token | null = null;
  while (!cursor.isEnd() && !cursor.isPhrase(['in', 'the', 'last']) && !cursor.isPhrase(['up', 'to'])) {
    if (cursor.peek().kind === 'symbol' && cursor.peek().text === ',') break;
    last = cursor.next();
  }
  const suggestion =
    signals.length === 0 ? 'a signal the playbook defines under "signals"' : `a signal such as "${signals[0]}"`;
  if (last === null) {
    return cursor.report(`The name of a signal is missing before ${describeToken(first)}`, first.span, { suggestion });
  }
  const name = cursor.textBetween(first, last);
  const known = signals.find((signal) => signal.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return known;
  return cursor.report(`There is no signal "${name.slice(0, 80)}"`, spanFrom(first, last), {
    nearest: nearestName(name, signals),
    suggestion: speaksOfCompanyOrAddress(name)
      ? 'the definition is the place for e-mail domain and company facts'
      : suggestion,
  });
}

function readWindow(cursor: TokenCursor): { days: number | null } | null {
  if (!cursor.takePhrase(['in', 'the', 'last'])) return { days: null };
  const days = readDays(cursor, keptDays);
  return days === null ? null : { days };
}

function readUpTo(cursor: TokenCursor): { points: number | null } | null {
  if (cursor.isEnd()) return { points: null };
  cursor.takeSymbol(',');
  if (!cursor.takePhrase(['up', 'to'])) {
    return cursor.report(`"up to" is missing before ${describeToken(cursor.peek())}`, cursor.peek().span, {
      suggestion: '", up to 30"',
    });
  }
  cursor.takeSymbol('-');
  const amount = cursor.next();
  const points = Number(amount.text);
  if (amount.kind !== 'number' || !Number.isInteger(points) || points < 1 || points > maxPoints) {
    return cursor.report(`"up to" takes a whole number of points from 1 to ${maxPoints}`, amount.span, {
      suggestion: `"up to ${wholePoints(points)}"`,
    });
  }
  return { points };
}

export function printScoreLine(line: ScoreLine): string {
  const points = line.points > 0 ? `+${line.points}` : String(line.points);
  if (line.kind === 'inactive') return `${points} when inactive for ${printDays(line.forDays)}`;
  const window = line.windowDays === null ? '' : ` in the last ${printDays(line.windowDays)}`;
  if (line.kind === 'when') return `${points} when ${line.signal}${window}`;
  const limit = line.upTo === null ? '' : `, up to ${line.points < 0 ? '-' : ''}${line.upTo}`;
  return `${points} per ${line.signal}${window}${limit}`;
}

const companyOrAddress =
  /\b(e-?mail domain|business e-?mail|work e-?mail|personal e-?mail|gmail|employees?|headcount|company size|industry|revenue|funding|country|region|job title|seniority)\b/i;

/** Whether a name speaks of e-mail domain or firmographics, which are conditions, not points. */
export function speaksOfCompanyOrAddress(name: string): boolean {
  return companyOrAddress.test(name);
}
