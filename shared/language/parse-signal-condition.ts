import type { ComparisonOperator, Condition } from '../playbook.ts';
import { pluralOf } from '../signal-wording.ts';
import { keptDays } from '../usage.ts';
import { nearestName } from './nearest-name.ts';
import { readDays } from './parse-duration.ts';
import { printDays } from './print-days.ts';
import { describeToken, spanFrom, type TokenCursor } from './token-cursor.ts';
import type { Token } from './tokenize.ts';

/** The signals a definition may speak of, by their names in small letters. */
export type SignalNames = {
  exact: Map<string, string>;
  /** Singular and plural, as they stand after a number; null where a name could mean two signals. */
  counted: Map<string, string | null>;
};

const longestName = 12;
const maxCount = 10_000;
const maxDaysAgo = 3650;

export function signalNames(signals: readonly string[]): SignalNames {
  const counted = new Map<string, string | null>();
  for (const signal of signals) {
    for (const name of new Set([signal, pluralOf(signal)].map((one) => one.toLowerCase()))) {
      counted.set(name, counted.has(name) ? null : signal);
    }
  }
  return { exact: new Map(signals.map((signal) => [signal.toLowerCase(), signal])), counted };
}

/**
 * "visited pricing in the last 14 days", "at least 3 key actions in the last 7 days", "no key action in the last 7 days",
 * "activated more than 3 days ago". Undefined when the words at the cursor begin no such condition.
 */
export function parseSignalCondition(cursor: TokenCursor, names: SignalNames): Condition | null | undefined {
  const named = takeName(cursor, names.exact);
  if (named) return parseAfterName(cursor, named);
  const first = cursor.peek();
  if (cursor.takeWord('no')) {
    const signal = readCounted(cursor, names);
    return signal === null ? null : withWindow(cursor, { signal, operator: '<', count: 1 });
  }
  const operator = takeCountWords(cursor);
  if (operator === null) return undefined;
  const count = readCount(cursor, operator, first);
  const orMore = operator === '=' && first.kind === 'number' ? readOrMore(cursor) : operator;
  const signal = readCounted(cursor, names);
  if (count === null || signal === null) return null;
  return withWindow(cursor, { signal, ...aboutNothing(orMore, count) });
}

/** "at least", "more than" … before a number; "3 or more" and "3+" begin with the number itself. */
function takeCountWords(cursor: TokenCursor): ComparisonOperator | null {
  const operators: [string[], ComparisonOperator][] = [
    [['at', 'least'], '>='],
    [['at', 'most'], '<='],
    [['more', 'than'], '>'],
    [['fewer', 'than'], '<'],
    [['less', 'than'], '<'],
    [['exactly'], '='],
  ];
  for (const [words, operator] of operators) {
    if (cursor.isPhrase(words) && cursor.peek(words.length).kind === 'number') {
      cursor.takePhrase(words);
      return operator;
    }
  }
  if (cursor.peek().kind !== 'number') return null;
  return cursor.isWord('or', 1) || cursor.peek(1).text === '+' ? '=' : null;
}

/** "or more", or the plus of "3+". */
export function takeOrMore(cursor: TokenCursor): boolean {
  return cursor.takeSymbol('+') || cursor.takePhrase(['or', 'more']);
}

function readOrMore(cursor: TokenCursor): ComparisonOperator {
  if (takeOrMore(cursor)) return '>=';
  return cursor.takePhrase(['or', 'fewer']) || cursor.takePhrase(['or', 'less']) ? '<=' : '=';
}

function readCount(cursor: TokenCursor, operator: ComparisonOperator, first: Token): number | null {
  const amount = cursor.next();
  const count = Number(amount.text);
  if (!Number.isInteger(count) || count > maxCount) {
    return cursor.report(`Must be a whole number up to ${maxCount}`, amount.span, {
      suggestion: `"${Math.min(maxCount, Math.ceil(count) || 1)}"`,
    });
  }
  if (count === 0 && operator === '>=') {
    return cursor.report('Everybody meets this', spanFrom(first, amount), { suggestion: '"at least 1"' });
  }
  return count;
}

/** More than none is at least one; at most none is fewer than one. */
function aboutNothing(operator: ComparisonOperator, count: number): { operator: ComparisonOperator; count: number } {
  if (count > 0 || operator === '<') return { operator, count };
  return { operator: operator === '>' || operator === '!=' ? '>=' : '<', count: 1 };
}

function parseAfterName(cursor: TokenCursor, signal: string): Condition | null {
  const ago = cursor.isWord('not') ? 1 : 0;
  const isAgo =
    cursor.isWord('more', ago) && cursor.isWord('than', ago + 1) && cursor.peek(ago + 3).text.startsWith('day');
  if (isAgo) {
    const is = !cursor.takeWord('not');
    cursor.takePhrase(['more', 'than']);
    const days = readDays(cursor, maxDaysAgo);
    return days !== null && takeAgo(cursor) ? { kind: 'signal ago', signal, is, days } : null;
  }
  const first = cursor.peek();
  const operator = takeCountWords(cursor);
  if (operator === null) return withWindow(cursor, { signal, operator: '>=', count: 1 });
  const count = readCount(cursor, operator, first);
  const times = cursor.peek();
  if (cursor.takeWord('days') || cursor.takeWord('day')) {
    cursor.takeWord('ago');
    const isRecent = operator === '<' || operator === '<=';
    const days = printDays(Math.max(1, Math.ceil(count ?? 1) - (operator === '>=' ? 1 : 0)));
    return cursor.report(`Days ago are asked for otherwise`, spanFrom(first, times), {
      suggestion: `"${signal} ${isRecent ? `in the last ${days}` : `more than ${days} ago`}"`,
    });
  }
  if (!cursor.takeWord('times') && !cursor.takeWord('time')) {
    return cursor.report(`"times" is missing before ${describeToken(times)}`, times.span, {
      suggestion: `"${signal} at least 3 times in the last 7 days"`,
    });
  }
  return count === null ? null : withWindow(cursor, { signal, ...aboutNothing(operator, count) });
}

export function takeAgo(cursor: TokenCursor): boolean {
  if (cursor.takeWord('ago')) return true;
  const token = cursor.peek();
  cursor.report(`"ago" is missing before ${describeToken(token)}`, token.span, {
    suggestion: '"more than 3 days ago"',
  });
  return false;
}

type Counted = { signal: string; operator: ComparisonOperator; count: number };

function withWindow(cursor: TokenCursor, counted: Counted): Condition | null {
  if (!takeInTheLast(cursor)) return { kind: 'signal', ...counted, windowDays: null };
  const windowDays = readDays(cursor, keptDays);
  return windowDays === null ? null : { kind: 'signal', ...counted, windowDays };
}

export function takeInTheLast(cursor: TokenCursor): boolean {
  return cursor.takePhrase(['in', 'the', 'last']) || cursor.takePhrase(['within', 'the', 'last']);
}

/** The longest name that stands at the cursor; undefined when none does, null when it could mean two signals. */
function takeName<T>(cursor: TokenCursor, names: Map<string, T>): T | undefined {
  const found = nameAt(cursor, names);
  cursor.at += found?.tokens ?? 0;
  return found?.value;
}

/** How many tokens the signal's name takes that stands at the cursor; 0 without one. */
export function signalTokensAt(cursor: TokenCursor, { exact }: SignalNames): number {
  return nameAt(cursor, exact)?.tokens ?? 0;
}

function nameAt<T>(cursor: TokenCursor, names: Map<string, T>): { value: T; tokens: number } | null {
  const first = cursor.peek();
  for (let tokens = longestName; tokens > 0; tokens--) {
    const last = cursor.peek(tokens - 1);
    if (last.kind === 'end') continue;
    const text = cursor.textBetween(first, last).toLowerCase();
    if (names.has(text)) return { value: names.get(text) as T, tokens };
  }
  return null;
}

function readCounted(cursor: TokenCursor, names: SignalNames): string | null {
  const first = cursor.peek();
  const signal = takeName(cursor, names.counted);
  if (signal) return signal;
  if (signal === null)
    return cursor.report('This can mean two signals', spanFrom(first, cursor.peek(-1)), {
      suggestion: 'the signal\'s name, as in "key action at least 3 times"',
    });
  return reportUnknownSignal(cursor, names);
}

/** Takes the words that were meant as a name. */
function reportUnknownSignal(cursor: TokenCursor, names: SignalNames): null {
  const first = cursor.peek();
  let last: Token | null = null;
  const [known] = names.exact.values();
  const suggestion =
    known === undefined ? 'a signal the playbook defines under "signals"' : `a signal such as "${known}"`;
  const ends = () => cursor.isWord('in') || cursor.isWord('within') || cursor.isWord('and') || cursor.isWord('or');
  while (['word', 'number'].includes(cursor.peek().kind) && !ends()) last = cursor.next();
  if (last === null) {
    return cursor.report(`The name of a signal is missing before ${describeToken(first)}`, first.span, { suggestion });
  }
  const name = cursor.textBetween(first, last);
  return cursor.report(`There is no signal "${name.slice(0, 80)}"`, spanFrom(first, last), {
    nearest: nearestName(name, [...names.exact.values()]),
    suggestion,
  });
}
