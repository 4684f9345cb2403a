import type { Span } from '../playbook.ts';
import { labelWords } from '../property-catalogue.ts';
import type { PropertyDefinition } from '../property-definition.ts';
import { nearestName } from './nearest-name.ts';
import { printProperty, printValue, reservedWords } from './print-definition.ts';
import { describeToken, spanFrom, type TokenCursor } from './token-cursor.ts';
import type { Token } from './tokenize.ts';

export type FoundValue = { text: string; quoted: boolean; isNumber: boolean; span: Span };

export const connectives: ReadonlySet<string> = new Set(['and', 'or', 'not']);

const longestChoice = 8;

/** A word, a number, a quoted text, or the words of one of the property's choices. Not yet held against the property. */
export function readValue(cursor: TokenCursor, property: PropertyDefinition): FoundValue | null {
  const sign = cursor.peek();
  const negative = cursor.takeSymbol('-');
  const token = cursor.peek();
  if (token.kind === 'text' && !negative) {
    cursor.next();
    return { text: token.text, quoted: true, isNumber: isNumberText(token.text), span: token.span };
  }
  const choice = negative ? null : takeChoice(cursor, property);
  if (choice !== null) return choice;
  if (token.kind === 'number') {
    cursor.next();
    if (cursor.peek().kind === 'word' && cursor.peek().start === token.end) return reportUnquoted(cursor, token);
    return { text: `${negative ? '-' : ''}${token.text}`, quoted: false, isNumber: true, span: spanFrom(sign, token) };
  }
  if (token.kind !== 'word' || negative || connectives.has(token.text.toLowerCase())) {
    return cursor.report(`A value is missing before ${describeToken(token)}`, token.span, {
      suggestion: exampleOf(property),
    });
  }
  cursor.next();
  const next = cursor.peek();
  const followed = next.kind === 'number' || (next.kind === 'word' && !connectives.has(next.text.toLowerCase()));
  if (followed || reservedWords.has(token.text.toLowerCase())) return reportUnquoted(cursor, token);
  return { text: token.text, quoted: false, isNumber: false, span: token.span };
}

function exampleOf({ type, options }: PropertyDefinition): string {
  if (type === 'number') return 'a number such as 50';
  if (type === 'bool') return 'true or false';
  const [first] = options ?? [];
  return first === undefined ? 'a value such as "free"' : `a value such as ${printValue(first.value)}`;
}

/** "Marketing Qualified Lead": several words that are the value or the label of an option. */
function takeChoice(cursor: TokenCursor, property: PropertyDefinition): FoundValue | null {
  if (property.options === undefined) return null;
  const first = cursor.peek();
  for (let tokens = longestChoice; tokens > 1; tokens--) {
    const last = cursor.peek(tokens - 1);
    if (last.kind !== 'word' && last.kind !== 'number') continue;
    const text = cursor.textBetween(first, last);
    if (optionOf(property, text) === null) continue;
    cursor.at += tokens;
    return { text, quoted: false, isNumber: false, span: spanFrom(first, last) };
  }
  return null;
}

/** By value, else by value or label without regard to case. */
function optionOf(property: PropertyDefinition, text: string): string | null {
  const { exact, folded } = spellingsOf(property);
  return exact.get(text) ?? folded.get(text.toLowerCase()) ?? folded.get(labelWords(text)) ?? null;
}

type Spellings = { exact: Map<string, string>; folded: Map<string, string> };

/** Kept as long as the property: a portal may have a thousand choices. */
const spellings = new WeakMap<PropertyDefinition, Spellings>();

function spellingsOf(property: PropertyDefinition): Spellings {
  const kept = spellings.get(property);
  if (kept !== undefined) return kept;
  const { options = [] } = property;
  const folded = new Map<string, string>();
  const note = (spelling: string, value: string) => {
    if (spelling !== '' && !folded.has(spelling)) folded.set(spelling, value);
  };
  for (const { value } of options) note(value.toLowerCase(), value);
  for (const { value, label } of options) note(labelWords(label), value);
  const made = { exact: new Map(options.map(({ value }) => [value, value])), folded };
  spellings.set(property, made);
  return made;
}

/** Several words, or a word of the language, read as a value only in quotes. */
function reportUnquoted(cursor: TokenCursor, first: Token): null {
  let last = first;
  while (['word', 'number'].includes(cursor.peek().kind) && !connectives.has(cursor.peek().text.toLowerCase())) {
    last = cursor.next();
  }
  const words = cursor.textBetween(first, last).slice(0, 80);
  const what =
    last === first && reservedWords.has(words.toLowerCase()) ? 'This word as a value' : 'A value of several words';
  return cursor.report(`${what} needs quotes`, spanFrom(first, last), { suggestion: `"${words}"` });
}

/** "(a, b)". At least one value. */
export function readList(cursor: TokenCursor, property: PropertyDefinition): FoundValue[] | null {
  const open = cursor.peek();
  if (!cursor.takeSymbol('(')) {
    return cursor.report(`"(" is missing before ${describeToken(open)}`, open.span, { suggestion: 'one of (a, b)' });
  }
  const values: FoundValue[] = [];
  do {
    const found = readValue(cursor, property);
    if (found === null) {
      while (!cursor.isEnd() && !cursor.isSymbol(')') && !cursor.isWord('and')) cursor.next();
      cursor.takeSymbol(')');
      return null;
    }
    values.push(found);
  } while (cursor.takeSymbol(','));
  const close = cursor.peek();
  if (cursor.takeSymbol(')')) return values;
  return cursor.report(`")" is missing before ${describeToken(close)}`, close.span, { suggestion: 'one of (a, b)' });
}

const longestNumber = /^-?\d{1,15}(\.\d{1,6})?$/;

function isNumberText(text: string): boolean {
  return longestNumber.test(text);
}

export function numberFor(cursor: TokenCursor, property: PropertyDefinition, value: FoundValue): number | null {
  const name = printProperty(property);
  if (!value.isNumber) {
    return cursor.report(`${name} is a number, so it cannot be compared with text`, value.span, {
      suggestion: `"${name} >= 50"`,
    });
  }
  if (!isNumberText(value.text)) {
    return cursor.report('A number has at most 15 digits and 6 decimals', value.span, {
      suggestion: `"${value.text.slice(0, 8).replace(/\.$/, '')}"`,
    });
  }
  return Number(value.text) || 0;
}

const truths = new Map([
  ['true', 'true'],
  ['yes', 'true'],
  ['false', 'false'],
  ['no', 'false'],
]);

/** The value as this property has it: a number, "true" or "false", one of its options, or any text. */
export function valueFor(
  cursor: TokenCursor,
  property: PropertyDefinition,
  value: FoundValue,
): { value: string | number } | null {
  if (property.type === 'number') {
    const number = numberFor(cursor, property, value);
    return number === null ? null : { value: number };
  }
  const name = printProperty(property);
  if (property.type === 'bool') {
    const truth = truths.get(value.text.toLowerCase()) ?? optionOf(property, value.text);
    if (truth !== null) return { value: truth };
    return cursor.report(`${name} is true or false`, value.span, { suggestion: `"${name} is true"` });
  }
  if (property.options === undefined) {
    if (value.text.trim() !== '') return { value: value.text };
    return cursor.report('This value is empty', value.span, { suggestion: `"${name} is empty"` });
  }
  const option = optionOf(property, value.text);
  if (option !== null) return { value: option };
  const options = property.options.map((one) => one.value);
  const shown = options.slice(0, 10).map(printValue).join(', ');
  return cursor.report(`${name} is never "${value.text.slice(0, 80)}"`, value.span, {
    nearest: cursor.tellsNearest() ? nearestOption(property, value.text) : null,
    suggestion: `one of ${shown}${options.length > 10 ? ', …' : ''}`,
  });
}

function nearestOption({ options = [] }: PropertyDefinition, text: string): string | null {
  const byValue = nearestName(
    text,
    options.map(({ value }) => value),
  );
  if (byValue !== null) return byValue;
  const label = nearestName(
    text,
    options.map((one) => one.label),
  );
  return options.find((one) => one.label === label)?.value ?? null;
}
