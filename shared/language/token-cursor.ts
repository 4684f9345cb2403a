import type { Span } from '../playbook.ts';
import { maxProblems, type Problem } from './problem.ts';
import type { Token } from './tokenize.ts';

const maxNearest = 10;

export type Advice = { suggestion: string; nearest?: string | null } & Pick<Problem, 'isUnknownProperty'>;

/** A place in a list of tokens, and the problems found on the way. Words are compared without regard to case. */
export class TokenCursor {
  readonly tokens: Token[];
  readonly source: string;
  readonly problems: Problem[];
  at = 0;

  constructor(source: string, tokens: Token[], problems: Problem[]) {
    this.source = source;
    this.tokens = tokens;
    this.problems = problems;
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.max(0, Math.min(this.at + ahead, this.tokens.length - 1))]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.at += 1;
    return token;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'word' && token.text.toLowerCase() === word;
  }

  /** Whether these words stand here in this order. */
  isPhrase(words: readonly string[]): boolean {
    return words.every((word, index) => this.isWord(word, index));
  }

  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.at += 1;
    return true;
  }

  takePhrase(words: readonly string[]): boolean {
    if (!this.isPhrase(words)) return false;
    this.at += words.length;
    return true;
  }

  isSymbol(symbol: string): boolean {
    const token = this.peek();
    return token.kind === 'symbol' && token.text === symbol;
  }

  takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.at += 1;
    return true;
  }

  isEnd(): boolean {
    return this.peek().kind === 'end';
  }

  /** With what to write instead: the known name that is nearest, where there is one. Reading ends with the last problem that is told. */
  report(message: string, span: Span, { nearest, suggestion, isUnknownProperty }: Advice): null {
    if (this.problems.length >= maxProblems) return null;
    const advice = nearest === undefined || nearest === null ? { suggestion } : { nearest, suggestion: `"${nearest}"` };
    this.problems.push({ message, span, ...advice, ...(isUnknownProperty && { isUnknownProperty }) });
    if (this.problems.length === maxProblems) this.at = this.tokens.length - 1;
    return null;
  }

  /** To find the nearest of all names of a portal takes its time, so only the first mistakes are told it. */
  tellsNearest(): boolean {
    return this.problems.length < maxNearest;
  }

  /** The source from one token to another, runs of spaces and line breaks read as one space. */
  textBetween(first: Token, last: Token): string {
    return this.source.slice(first.start, last.end).replace(/\s+/g, ' ');
  }
}

/** From the start of one token to the end of another; up to the first's line end when they stand on different lines. */
export function spanFrom(first: Token, last: Token): Span {
  if (first.span.line !== last.span.line) return first.span;
  return { ...first.span, length: Math.max(1, last.span.column + last.span.length - first.span.column) };
}

/** How a token is quoted in a message. */
export function describeToken(token: Token): string {
  if (token.kind === 'end') return 'the end of the text';
  const shown = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text;
  return `"${shown}"`;
}
