import { hubspotProperties } from '../hubspot-properties.ts';
import type { ComparisonOperator, Condition } from '../playbook.ts';
import { findProperty, isUsableInDefinition, properties } from '../properties.ts';
import type { PropertyCatalogue } from '../property-catalogue.ts';
import { type PropertyDefinition, refTo } from '../property-definition.ts';
import { nearestName } from './nearest-name.ts';
import { parseMoment } from './parse-moment.ts';
import { parseSignalCondition, type SignalNames } from './parse-signal-condition.ts';
import { connectives, numberFor, readValue, valueFor } from './parse-value.ts';
import { describeToken, spanFrom, type TokenCursor } from './token-cursor.ts';
import type { Token } from './tokenize.ts';

const usableNames = properties.filter(isUsableInDefinition).map((property) => property.name);

/** One condition. On a mistake reports it and answers null; the caller skips to the next connective. */
export function parseCondition(
  cursor: TokenCursor,
  signals: SignalNames,
  _catalogue: PropertyCatalogue,
): Condition | null {
  const first = cursor.peek();
  const hubspots = takeHubspotProperty(cursor);
  if (hubspots !== null) return parsePredicate(cursor, hubspots);
  if (cursor.isPhrase(['the', 'company']) || cursor.isWord('company')) return parseEmailDomain(cursor);
  const signal = parseSignalCondition(cursor, signals);
  if (signal !== undefined) return signal;
  if (first.kind !== 'word' || connectives.has(first.text.toLowerCase())) {
    return cursor.report(`A condition is missing before ${describeToken(first)}`, first.span);
  }
  const property = parseProperty(cursor, signals);
  if (property === null && !beginsPredicate(cursor)) return null;
  return property?.type === 'datetime' ? parseMoment(cursor, property) : parsePredicate(cursor, property);
}

/** "company number of employees", by label or by internal name. */
function takeHubspotProperty(cursor: TokenCursor): PropertyDefinition | null {
  for (const property of hubspotProperties) {
    for (const words of [property.label.toLowerCase().split(' '), [property.name]]) {
      if (cursor.takePhrase([property.object, ...words]) || cursor.takePhrase(['the', property.object, ...words])) {
        return property;
      }
    }
  }
  return null;
}

/** "the company is (not) on a personal email domain". */
function parseEmailDomain(cursor: TokenCursor): Condition | null {
  const first = cursor.peek();
  cursor.takeWord('the');
  cursor.takeWord('company');
  const verb = cursor.peek();
  if (verb.kind === 'word' && !cursor.isWord('is')) {
    return cursor.report(`There is no property ${describeToken(verb)} of the company`, verb.span, {
      suggestion: '"company number of employees"',
    });
  }
  if (!cursor.takeWord('is')) {
    return cursor.report(`"is" is missing before ${describeToken(verb)}`, verb.span, {
      suggestion: '"the company is not on a personal email domain"',
    });
  }
  const is = !cursor.takeWord('not');
  const email = cursor.isWord('e-mail', 3) ? 'e-mail' : 'email';
  if (!cursor.takePhrase(['on', 'a', 'personal', email, 'domain'])) {
    return cursor.report('Of the company only its email domain can be asked for like this', spanFrom(first, verb), {
      suggestion: `"the company is ${is ? '' : 'not '}on a personal email domain", or a property such as "company number of employees"`,
    });
  }
  return { kind: 'personal email domain', is };
}

function parseProperty(cursor: TokenCursor, signals: SignalNames): PropertyDefinition | null {
  const token = cursor.next();
  const property = findProperty(token.text) ?? findProperty(token.text.toLowerCase());
  if (property === null) return reportUnknown(cursor, token, signals);
  if (!isUsableInDefinition(property)) return cursor.report(whyNotUsable(property), token.span);
  return property;
}

/** Takes the words that were meant as a name: several when it was to be a signal. */
function reportUnknown(cursor: TokenCursor, token: Token, signals: SignalNames): null {
  const isProperty = token.text.toLowerCase().startsWith('zo_') || signals.exact.size === 0;
  let last = token;
  while (!isProperty && cursor.peek().kind === 'word' && !endsName.has(cursor.peek().text.toLowerCase())) {
    last = cursor.next();
  }
  const name = cursor.textBetween(token, last);
  const nearest = nearestName(name, isProperty ? usableNames : [...signals.exact.values(), ...usableNames]);
  return cursor.report(
    `There is no property ${isProperty ? '' : 'and no signal '}${describeToken({ ...token, text: name })}`,
    spanFrom(token, last),
    nearest === null ? {} : { nearest },
  );
}

const endsName = new Set('and or not is does contains in within at more less fewer exactly'.split(' '));

function whyNotUsable(property: PropertyDefinition): string {
  if (property.fieldType === 'textarea') return `${property.name} is an explanation for people and cannot be compared`;
  return `${property.name} follows from the definition, so the definition cannot ask for it`;
}

/** What is asked of the property. Read to its end also when the property is not known, to find the mistakes in it. */
function parsePredicate(cursor: TokenCursor, property: PropertyDefinition | null): Condition | null {
  const first = cursor.peek();
  if (cursor.takePhrase(['does', 'not', 'contain'])) return parseContains(cursor, property, first, false);
  if (cursor.takeWord('contains')) return parseContains(cursor, property, first, true);
  if (first.kind === 'operator') {
    cursor.next();
    return parseComparison(cursor, property, { operator: first.text as ComparisonOperator, token: first });
  }
  const hasVerb = cursor.takeWord('is');
  const is = !(hasVerb && cursor.takeWord('not'));
  const worded = readWordedOperator(cursor, first, is);
  if (worded !== null) return parseComparison(cursor, property, worded);
  if (!hasVerb) {
    return cursor.report(`A comparison is missing before ${describeToken(first)}`, first.span, {
      suggestion: 'one of =, !=, >=, >, <=, <, is, is not, is one of, is between, contains, is known, is empty',
    });
  }
  if (cursor.takePhrase(['one', 'of']) || cursor.takePhrase(['any', 'of'])) return parseOneOf(cursor, property, is);
  if (is && cursor.takePhrase(['none', 'of'])) return parseOneOf(cursor, property, false);
  if (cursor.takeWord('between')) return parseBetween(cursor, property, first, is);
  if (cursor.takeWord('known')) return property && { kind: 'known', property: refTo(property), is };
  if (cursor.takeWord('empty') || cursor.takeWord('unknown')) {
    return property && { kind: 'known', property: refTo(property), is: !is };
  }
  return parseComparison(cursor, property, { operator: is ? '=' : '!=', token: first });
}

/** Whether more than a signal was meant, so that mistakes in it can be found as well. */
function beginsPredicate(cursor: TokenCursor): boolean {
  return ['is', 'does', 'contains', 'at'].some((word) => cursor.isWord(word)) || cursor.peek().kind === 'operator';
}

type FoundOperator = { operator: ComparisonOperator; token: Token };

/** "at least 2", "is more than 2", "is not less than 2". */
function readWordedOperator(cursor: TokenCursor, token: Token, is: boolean): FoundOperator | null {
  if (cursor.takePhrase(['at', 'least'])) return { operator: is ? '>=' : '<', token };
  if (cursor.takePhrase(['at', 'most'])) return { operator: is ? '<=' : '>', token };
  if (cursor.takePhrase(['more', 'than'])) return { operator: is ? '>' : '<=', token };
  if (cursor.takePhrase(['less', 'than']) || cursor.takePhrase(['fewer', 'than'])) {
    return { operator: is ? '<' : '>=', token };
  }
  return null;
}

function parseComparison(
  cursor: TokenCursor,
  property: PropertyDefinition | null,
  found: FoundOperator,
): Condition | null {
  const value = readValue(cursor);
  const operator = readOrMore(cursor, found.operator);
  if (property === null || value === null) return null;
  const hasOrder = property.type === 'number';
  if (!hasOrder && operator !== '=' && operator !== '!=') {
    return cursor.report(`${property.name} is text, so it has no order`, found.token.span, { suggestion: '= or !=' });
  }
  const read = valueFor(cursor, property, value);
  return read && { kind: 'comparison', property: refTo(property), operator, value: read.value };
}

/** "2 or more", "2 or less", after "is" or "=". "or more than" begins the next condition. */
function readOrMore(cursor: TokenCursor, operator: ComparisonOperator): ComparisonOperator {
  if ((operator !== '=' && operator !== '!=') || cursor.isWord('than', 2)) return operator;
  if (cursor.takePhrase(['or', 'more'])) return operator === '=' ? '>=' : '<';
  if (cursor.takePhrase(['or', 'less']) || cursor.takePhrase(['or', 'fewer'])) return operator === '=' ? '<=' : '>';
  return operator;
}

function parseContains(
  cursor: TokenCursor,
  property: PropertyDefinition | null,
  token: Token,
  is: boolean,
): Condition | null {
  const value = readValue(cursor);
  if (property === null || value === null) return null;
  if (property.type !== 'string') {
    return cursor.report(`${property.name} is not text, so nothing can be looked for in it`, token.span, {
      suggestion: property.type === 'number' ? '= or >=' : '"is" or "is one of"',
    });
  }
  const read = valueFor(cursor, property, value);
  return read && { kind: 'contains', property: refTo(property), is, value: String(read.value) };
}

/** "(a, b, c)". A value written twice counts once; a single value is a comparison. */
function parseOneOf(cursor: TokenCursor, property: PropertyDefinition | null, is: boolean): Condition | null {
  const open = cursor.peek();
  if (!cursor.takeSymbol('(')) {
    return cursor.report(`"(" is missing before ${describeToken(open)}`, open.span, { suggestion: 'one of (a, b)' });
  }
  const values: (string | number)[] = [];
  let isComplete = true;
  do {
    const found = readValue(cursor);
    const read = found === null || property === null ? null : valueFor(cursor, property, found);
    if (read === null) isComplete = false;
    else if (!values.some((value) => isSameValue(value, read.value))) values.push(read.value);
  } while (isComplete && cursor.takeSymbol(','));
  if (!isComplete) skipList(cursor);
  const close = cursor.peek();
  if (!cursor.takeSymbol(')') && isComplete) {
    return cursor.report(`")" is missing before ${describeToken(close)}`, close.span, { suggestion: 'one of (a, b)' });
  }
  if (property === null || !isComplete) return null;
  const ref = refTo(property);
  return values.length === 1
    ? { kind: 'comparison', property: ref, operator: is ? '=' : '!=', value: values[0]! }
    : { kind: 'one of', property: ref, is, values };
}

function skipList(cursor: TokenCursor): void {
  while (!cursor.isEnd() && !cursor.isSymbol(')') && !cursor.isWord('and')) cursor.next();
}

function isSameValue(one: string | number, other: string | number): boolean {
  return String(one).toLowerCase() === String(other).toLowerCase();
}

function parseBetween(
  cursor: TokenCursor,
  property: PropertyDefinition | null,
  token: Token,
  is: boolean,
): Condition | null {
  const low = readValue(cursor);
  const joint = cursor.peek();
  if (low !== null && !cursor.takeWord('and')) {
    return cursor.report(`"and" is missing before ${describeToken(joint)}`, joint.span, {
      suggestion: '"is between 2 and 5"',
    });
  }
  if (low === null) return null;
  const high = readValue(cursor);
  if (property === null || high === null) return null;
  if (property.type !== 'number') {
    return cursor.report(`${property.name} is text, so it has no order`, token.span, { suggestion: '"is one of"' });
  }
  const from = numberFor(cursor, property, low);
  const to = numberFor(cursor, property, high);
  if (from === null || to === null) return null;
  if (from > to) {
    return cursor.report(`Nothing is between ${from} and ${to}`, low.span, {
      suggestion: `"between ${to} and ${from}"`,
    });
  }
  return { kind: 'between', property: refTo(property), is, from, to };
}
