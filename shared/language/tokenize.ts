import type { Span } from '../playbook.ts';
import { maxTextLength, type Problem } from './problem.ts';

export type Token = {
  /** 'text' is a quoted value; `end` stands after the last token. */
  kind: 'word' | 'number' | 'text' | 'operator' | 'symbol' | 'end';
  /** A word or number as written, the content of a quoted value, an operator in its canonical spelling. */
  text: string;
  /** Offsets into the source. */
  start: number;
  end: number;
  span: Span;
};

const patterns = {
  space: /\s+/uy,
  word: /[\p{L}_][\p{L}\p{N}_]*(?:-[\p{L}\p{N}_]+)*/uy,
  number: /\d+(?:\.\d+)?/uy,
  operator: />=|<=|!=|<>|==|=|>|<|≥|≤|≠/uy,
  symbol: /[+\-−–(),]/uy,
} as const;

const canonicalSpelling = new Map([
  ['≥', '>='],
  ['≤', '<='],
  ['≠', '!='],
  ['<>', '!='],
  ['==', '='],
  ['−', '-'],
  ['–', '-'],
]);

/** What ends a value that begins with this quote. Word processors and chats bend quotes, each language in its own way. */
const closingQuotes = new Map([
  ['"', '"'],
  ["'", "'"],
  ['“', '”“'],
  ['„', '“”'],
  ['”', '”'],
  ['‘', '’'],
  ['‚', '‘’'],
  ['«', '»'],
  ['»', '«'],
]);

/** Stands by a number and says nothing that the property does not say. */
const ofNumbers = /[%\p{Sc}]/u;

/**
 * Cuts a sentence into tokens in one pass over the text. Line breaks are spaces, also inside a quoted value, so a sentence
 * may be folded over several lines; it may end with a full stop. What cannot be read is reported and skipped, so that later mistakes are found too.
 */
export function tokenize(source: string): { tokens: Token[]; problems: Problem[] } {
  const tokens: Token[] = [];
  const problems: Problem[] = [];
  let at = 0;
  let line = 1;
  let lineStart = 0;

  /** Up to the end of the line on which it begins. */
  const spanOf = (end: number): Span => {
    const newline = source.indexOf('\n', at);
    const length = (newline === -1 ? end : Math.min(end, newline)) - at;
    return { line, column: at - lineStart + 1, length: Math.max(1, length) };
  };
  const moveTo = (end: number) => {
    for (
      let newline = source.indexOf('\n', at);
      newline !== -1 && newline < end;
      newline = source.indexOf('\n', newline + 1)
    ) {
      line += 1;
      lineStart = newline + 1;
    }
    at = end;
  };
  const match = (kind: keyof typeof patterns): string | null => {
    const pattern = patterns[kind];
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? null;
  };

  if (source.length > maxTextLength) {
    const message = `This is ${source.length} characters long; at most ${maxTextLength} are read`;
    return {
      tokens: [endToken(0, { line: 1, column: 1, length: 1 })],
      problems: [{ message, span: spanOf(1), suggestion: 'a shorter sentence' }],
    };
  }
  while (at < source.length) {
    const space = match('space');
    if (space !== null) {
      moveTo(at + space.length);
      continue;
    }
    const character = source[at]!;
    if (character === '.' && source.slice(at + 1).trim() === '') break;
    const closing = closingQuotes.get(character);
    if (closing !== undefined) {
      const quoted = readQuoted(source, at, closing);
      if (quoted.closed)
        tokens.push({ kind: 'text', text: quoted.text, start: at, end: quoted.end, span: spanOf(quoted.end) });
      else
        problems.push({
          message: `This quoted value has no closing ${closing[0]}`,
          span: spanOf(at + 1),
          suggestion: `a closing ${closing[0]}`,
        });
      moveTo(quoted.end);
      continue;
    }
    const kind = (['word', 'number', 'operator', 'symbol'] as const).find((one) => match(one) !== null);
    if (kind === undefined) {
      const unread = String.fromCodePoint(source.codePointAt(at)!);
      problems.push({
        message: `${JSON.stringify(unread)} means nothing here`,
        span: spanOf(at + unread.length),
        suggestion: ofNumbers.test(unread) ? 'the number alone' : 'quotes around a value that has it',
      });
      moveTo(at + unread.length);
      continue;
    }
    const found = match(kind)!;
    const end = at + found.length;
    tokens.push({ kind, text: canonicalSpelling.get(found) ?? found, start: at, end, span: spanOf(end) });
    moveTo(end);
  }
  tokens.push(endToken(source.length, endSpan(tokens)));
  return { tokens, problems };
}

/** Points just behind the last token rather than at trailing empty lines. */
function endSpan(tokens: Token[]): Span {
  const last = tokens.at(-1);
  if (last === undefined) return { line: 1, column: 1, length: 1 };
  return { line: last.span.line, column: last.span.column + last.span.length, length: 1 };
}

function endToken(offset: number, span: Span): Token {
  return { kind: 'end', text: '', start: offset, end: offset, span };
}

/** Backslash protects a quote or a backslash. A line break and the indentation after it read as one space. */
function readQuoted(source: string, start: number, closing: string): { text: string; end: number; closed: boolean } {
  const parts: string[] = [];
  let at = start + 1;
  while (at < source.length) {
    const character = source[at]!;
    if (closing.includes(character))
      return { text: parts.join('').replace(/[ \t\r]*\n\s*/g, ' '), end: at + 1, closed: true };
    if (character === '\\' && at + 1 < source.length) at += 1;
    parts.push(source[at]!);
    at += 1;
  }
  return { text: '', end: source.length, closed: false };
}
