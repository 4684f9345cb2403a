import type { Span } from '../playbook.ts';
import type { PropertyDefinition } from '../property-definition.ts';
import { nearestName } from './nearest-name.ts';
import { reservedWords } from './print-definition.ts';
import { describeToken, spanFrom, type TokenCursor } from './token-cursor.ts';
import type { Token } from './tokenize.ts';

export type FoundValue = { text: string; quoted: boolean; isNumber: boolean; span: Span };

export const connectives: ReadonlySet<string> = new Set(['and', 'or', 'not']);

/** A word, a number or a quoted text, not yet held against the property. */
export function readValue(cursor: TokenCursor): FoundValue | null {
  const sign = cursor.peek();
  const negative = cursor.takeSymbol('-');
  const token = cursor.peek();
  if (token.kind === 'text' && !negative) {
    cursor.next();
    return { text: token.text, quoted: true, isNumber: isNumberText(token.text), span: token.span };
  }
  if (token.kind === 'number') {
    cursor.next();
    if (cursor.peek().kind === 'word' && cursor.peek().start === token.end) return reportUnquoted(cursor, token);
    return { text: `${negative ? '-' : ''}${token.text}`, quoted: false, isNumber: true, span: spanFrom(sign, token) };
  }
  if (token.kind !== 'word' || negative || connectives.has(token.text.toLowerCase())) {
    return cursor.report(`A value is missing before ${describeToken(token)}`, token.span);
  }
  cursor.next();
  const followed = cursor.peek().kind === 'word' && !connectives.has(cursor.peek().text.toLowerCase());
  if (followed || reservedWords.has(token.text.toLowerCase())) return reportUnquoted(cursor, token);
  return { text: token.text, quoted: false, isNumber: false, span: token.span };
}

/** Several words, or a word of the language, read as a value only in quotes. */
function reportUnquoted(cursor: TokenCursor, first: Token): null {
  let last = first;
  while (['word', 'number'].includes(cursor.peek().kind) && !connectives.has(cursor.peek().text.toLowerCase())) {
    last = cursor.next();
  }
  const words = cursor.textBetween(first, last).slice(0, 80);
  return cursor.report('A value of several words needs quotes', spanFrom(first, last), { suggestion: `"${words}"` });
}

const longestNumber = /^-?\d{1,15}(\.\d{1,6})?$/;

function isNumberText(text: string): boolean {
  return longestNumber.test(text);
}

export function numberFor(cursor: TokenCursor, property: PropertyDefinition, value: FoundValue): number | null {
  if (!value.isNumber) {
    return cursor.report(`${property.name} is a number, so it cannot be compared with text`, value.span);
  }
  if (!isNumberText(value.text)) return cursor.report('A number has at most 15 digits and 6 decimals', value.span);
  return Number(value.text) || 0;
}

/** The value as this property has it: a number, one of its options, or any text. */
export function valueFor(
  cursor: TokenCursor,
  property: PropertyDefinition,
  value: FoundValue,
): { value: string | number } | null {
  if (property.type === 'number') {
    const number = numberFor(cursor, property, value);
    return number === null ? null : { value: number };
  }
  if (property.options === undefined) {
    return value.text.trim() === '' ? cursor.report('This value is empty', value.span) : { value: value.text };
  }
  const options = property.options.map((option) => option.value);
  const option = options.find((one) => one === value.text.toLowerCase());
  if (option !== undefined) return { value: option };
  const nearest = nearestName(value.text, options);
  return cursor.report(`${property.name} is never "${value.text.slice(0, 80)}"`, value.span, {
    ...(nearest === null ? {} : { nearest }),
    suggestion: `one of ${options.join(', ')}`,
  });
}
