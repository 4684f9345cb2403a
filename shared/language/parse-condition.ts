import type { ComparisonOperator, Condition, Span } from '../playbook.ts';
import { findProperty, isUsableInDefinition, properties } from '../properties.ts';
import type { PropertyDefinition } from '../property-definition.ts';
import { nearestName } from './nearest-name.ts';
import { reservedWords } from './print-definition.ts';
import { describeToken, spanFrom, type TokenCursor } from './token-cursor.ts';
import type { Token } from './tokenize.ts';

const usableNames = properties.filter(isUsableInDefinition).map((property) => property.name);
const connectives = new Set(['and', 'or', 'not']);

/** One condition. On a mistake reports it and answers null; the caller skips to the next connective. */
export function parseCondition(cursor: TokenCursor): Condition | null {
  const first = cursor.peek();
  if (cursor.isPhrase(['the', 'company']) || cursor.isWord('company')) return parseEmailDomain(cursor);
  if (first.kind !== 'word' || connectives.has(first.text.toLowerCase())) {
    return cursor.report(`A condition is missing before ${describeToken(first)}`, first.span);
  }
  const property = parseProperty(cursor);
  const operator = parseOperator(cursor);
  if (operator === null) return null;
  const value = parseValue(cursor);
  if (property === null || value === null) return null;
  return compare(cursor, property, operator, value);
}

/** "the company is (not) on a personal email domain". */
function parseEmailDomain(cursor: TokenCursor): Condition | null {
  const first = cursor.peek();
  cursor.takeWord('the');
  cursor.takeWord('company');
  const verb = cursor.peek();
  if (!cursor.takeWord('is')) {
    return cursor.report(`"is" is missing before ${describeToken(verb)}`, verb.span, {
      suggestion: '"the company is not on a personal email domain"',
    });
  }
  const is = !cursor.takeWord('not');
  const email = cursor.isWord('e-mail', 3) ? 'e-mail' : 'email';
  if (!cursor.takePhrase(['on', 'a', 'personal', email, 'domain'])) {
    return cursor.report('Of the company only its email domain can be asked for', spanFrom(first, verb), {
      suggestion: `"the company is ${is ? '' : 'not '}on a personal email domain", or a property such as zo_company_active_users`,
    });
  }
  return { kind: 'personal email domain', is };
}

function parseProperty(cursor: TokenCursor): PropertyDefinition | null {
  const token = cursor.next();
  const property = findProperty(token.text) ?? findProperty(token.text.toLowerCase());
  if (property === null) {
    const nearest = nearestName(token.text, usableNames);
    return cursor.report(
      `There is no property ${describeToken(token)}`,
      token.span,
      nearest === null ? {} : { nearest },
    );
  }
  if (!isUsableInDefinition(property)) return cursor.report(whyNotUsable(property), token.span);
  return property;
}

function whyNotUsable(property: PropertyDefinition): string {
  if (property.type === 'datetime') return `${property.name} is a moment; a definition compares numbers and text`;
  if (property.fieldType === 'textarea') return `${property.name} is an explanation for people and cannot be compared`;
  return `${property.name} follows from the definition, so the definition cannot ask for it`;
}

type FoundOperator = { operator: ComparisonOperator; token: Token };

function parseOperator(cursor: TokenCursor): FoundOperator | null {
  const token = cursor.peek();
  if (token.kind === 'operator') {
    cursor.next();
    return { operator: token.text as ComparisonOperator, token };
  }
  if (cursor.takeWord('is')) return { operator: cursor.takeWord('not') ? '!=' : '=', token };
  return cursor.report(`A comparison is missing before ${describeToken(token)}`, token.span, {
    suggestion: 'one of =, !=, >=, >, <=, <, is, is not',
  });
}

type FoundValue = { text: string; quoted: boolean; isNumber: boolean; span: Span };

function parseValue(cursor: TokenCursor): FoundValue | null {
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

function compare(
  cursor: TokenCursor,
  property: PropertyDefinition,
  { operator, token }: FoundOperator,
  value: FoundValue,
): Condition | null {
  const ref = { object: property.object, name: property.name };
  if (property.type === 'number') {
    if (!value.isNumber)
      return cursor.report(`${property.name} is a number, so it cannot be compared with text`, value.span);
    if (!isNumberText(value.text)) return cursor.report('A number has at most 15 digits and 6 decimals', value.span);
    return { kind: 'comparison', property: ref, operator, value: Number(value.text) || 0 };
  }
  if (operator !== '=' && operator !== '!=') {
    return cursor.report(`${property.name} is text, so it has no order`, token.span, { suggestion: '= or !=' });
  }
  if (property.options === undefined) {
    if (value.text.trim() === '') return cursor.report('This value is empty', value.span);
    return { kind: 'comparison', property: ref, operator, value: value.text };
  }
  const options = property.options.map((option) => option.value);
  const option = options.find((one) => one === value.text.toLowerCase());
  if (option === undefined) {
    const nearest = nearestName(value.text, options);
    return cursor.report(`${property.name} is never "${value.text.slice(0, 80)}"`, value.span, {
      ...(nearest === null ? {} : { nearest }),
      suggestion: `one of ${options.join(', ')}`,
    });
  }
  return { kind: 'comparison', property: ref, operator, value: option };
}
