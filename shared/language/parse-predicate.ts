/** What is asked of a property, by its type. */
import { oppositeOperators } from '../expression-tree.ts';
import type { ComparisonOperator, Condition } from '../playbook.ts';
import { type PropertyDefinition, type PropertyType, refTo } from '../property-definition.ts';
import { parseMoment } from './parse-moment.ts';
import { takeOrMore } from './parse-signal-condition.ts';
import { type FoundValue, numberFor, readList, readValue, valueFor } from './parse-value.ts';
import { printProperty } from './print-definition.ts';
import { readKnown } from './read-known.ts';
import { describeToken, spanFrom, type TokenCursor } from './token-cursor.ts';
import type { Token } from './tokenize.ts';

export function parsePredicate(cursor: TokenCursor, property: PropertyDefinition): Condition | null {
  if (property.type === 'date' || property.type === 'datetime') return parseMoment(cursor, property);
  const first = cursor.peek();
  if (cursor.takePhrase(['does', 'not', 'contain'])) return parseContains(cursor, property, first, false);
  if (cursor.takeWord('contains')) return parseContains(cursor, property, first, true);
  if (first.kind === 'operator') {
    cursor.next();
    return parseComparison(cursor, property, { operator: first.text as ComparisonOperator, token: first });
  }
  const hasVerb = cursor.takeWord('is');
  const is = !(hasVerb && cursor.takeWord('not'));
  const known = hasVerb ? readKnown(cursor, property, is) : null;
  if (known !== null) return known;
  const worded = readWordedOperator(cursor, first, is);
  if (worded !== null) return parseComparison(cursor, property, worded);
  if (cursor.takeWord('between')) return parseBetween(cursor, property, first, is);
  if (!hasVerb) {
    return cursor.report(`A comparison is missing before ${describeToken(first)}`, first.span, {
      suggestion: forms[property.type],
    });
  }
  if (cursor.takePhrase(['one', 'of']) || cursor.takePhrase(['any', 'of'])) return parseOneOf(cursor, property, is);
  if (is && cursor.takePhrase(['none', 'of'])) return parseOneOf(cursor, property, false);
  return parseComparison(cursor, property, { operator: is ? '=' : '!=', token: first });
}

const allForms = 'one of =, !=, >=, >, <=, <, is, is not, is one of, is between, contains, is known, is empty';
const forms: Record<PropertyType, string> = {
  string: allForms,
  number: allForms,
  enumeration: allForms,
  bool: 'one of is true, is false, is known, is empty',
  set: 'one of contains, contains any of, does not contain, is known, is empty',
  date: 'one of is within the last, is more than … days ago, is before, is after, is known, is empty',
  datetime: 'one of is within the last, is more than … days ago, is before, is after, is known, is empty',
};

/** "a choice, so it has no order". */
const typeWords: Record<PropertyType, string> = {
  string: 'text',
  number: 'a number',
  bool: 'true or false',
  date: 'a date',
  datetime: 'a moment',
  enumeration: 'a choice',
  set: 'a set of choices',
};

const timeUnits = ['day', 'days', 'week', 'weeks', 'month', 'months'];

type FoundOperator = { operator: ComparisonOperator; token: Token };

/** "at least 2", "is more than 2", "is not less than 2", "is greater than or equal to 2". */
function readWordedOperator(cursor: TokenCursor, token: Token, is: boolean): FoundOperator | null {
  const meant = wordedOperators.find(([words]) => cursor.takePhrase(words))?.[1];
  return meant === undefined ? null : { operator: is ? meant : oppositeOperators[meant], token };
}

/** The longer ones first. Besides ours, the words of HubSpot's own filters and what people say. */
const wordedOperators = (
  [
    ['at least', '>='],
    ['at most', '<='],
    ['no more than', '<='],
    ['no less than', '>='],
    ['no fewer than', '>='],
    ['greater than or equal to', '>='],
    ['less than or equal to', '<='],
    ['more than', '>'],
    ['greater than', '>'],
    ['higher than', '>'],
    ['above', '>'],
    ['over', '>'],
    ['less than', '<'],
    ['fewer than', '<'],
    ['lower than', '<'],
    ['below', '<'],
    ['under', '<'],
    ['equal to', '='],
  ] as const
).map(([words, operator]) => [words.split(' '), operator] as const);

function parseComparison(cursor: TokenCursor, property: PropertyDefinition, found: FoundOperator): Condition | null {
  const value = readValue(cursor, property);
  const operator = readOrMore(cursor, found.operator);
  if (value === null || (value.isNumber && refusesGrouping(cursor))) return null;
  const name = printProperty(property);
  if (property.type !== 'number' && operator !== '=' && operator !== '!=') {
    return cursor.report(`${name} is ${typeWords[property.type]}, so it has no order`, found.token.span, {
      suggestion: property.type === 'bool' ? '"is true"' : property.type === 'set' ? '"contains"' : '= or !=',
    });
  }
  if (property.type === 'number' && timeUnits.some((unit) => cursor.isWord(unit))) {
    const { span } = cursor.next();
    cursor.takeWord('ago');
    return cursor.report(`${name} is a number, so it has no days`, span, {
      suggestion: `"${name} ${operator} ${value.text}"`,
    });
  }
  if (property.type === 'set') {
    return cursor.report(`${name} is a set of choices, so it is asked what it contains`, found.token.span, {
      suggestion: `"${name} ${operator === '=' ? 'contains' : 'does not contain'} …"`,
    });
  }
  const read = valueFor(cursor, property, value);
  if (read === null) return null;
  const ref = refTo(property);
  if (property.type === 'bool')
    return { kind: 'true', property: ref, is: (read.value === 'true') === (operator === '=') };
  return { kind: 'comparison', property: ref, operator, value: read.value };
}

/** "1,000": the comma would be a decimal point elsewhere. */
function refusesGrouping(cursor: TokenCursor): boolean {
  const before = cursor.peek(-1);
  const [comma, digits] = [cursor.peek(), cursor.peek(1)];
  const isGrouped = cursor.isSymbol(',') && comma.start === before.end && digits.start === comma.end;
  if (before.kind !== 'number' || !isGrouped || digits.kind !== 'number') return false;
  cursor.at += 2;
  cursor.report('A number is written without commas', spanFrom(before, digits), {
    suggestion: `"${before.text}${digits.text}"`,
  });
  return true;
}

/** "2 or more", "2+", "2 or less", after "is" or "=". "or more than" begins the next condition. */
function readOrMore(cursor: TokenCursor, operator: ComparisonOperator): ComparisonOperator {
  if ((operator !== '=' && operator !== '!=') || cursor.isWord('than', 2)) return operator;
  if (takeOrMore(cursor)) return operator === '=' ? '>=' : '<';
  if (cursor.takePhrase(['or', 'less']) || cursor.takePhrase(['or', 'fewer'])) return operator === '=' ? '<=' : '>';
  return operator;
}

/** "contains a", "contains any of (a, b)". */
function parseContains(cursor: TokenCursor, property: PropertyDefinition, token: Token, is: boolean): Condition | null {
  const name = printProperty(property);
  if (cursor.isPhrase(['all', 'of'])) {
    return cursor.report('What contains all is asked for one by one', cursor.peek().span, {
      suggestion: `"${name} contains a AND ${name} contains b"`,
    });
  }
  const isList = cursor.takePhrase(['any', 'of']) || cursor.takePhrase(['one', 'of']);
  const found = isList ? readList(cursor, property) : readValue(cursor, property);
  if (property.type !== 'string' && property.type !== 'set') {
    return cursor.report(`${name} is not text, so nothing can be looked for in it`, token.span, {
      suggestion: containsInstead[property.type],
    });
  }
  return found && containsAny(cursor, property, is, [found].flat());
}

const containsInstead: Record<Exclude<PropertyType, 'string' | 'set'>, string> = {
  number: '= or >=',
  bool: '"is true"',
  enumeration: '"is" or "is one of"',
  date: '"is before" or "is after"',
  datetime: '"is before" or "is after"',
};

function containsAny(
  cursor: TokenCursor,
  property: PropertyDefinition,
  is: boolean,
  found: FoundValue[],
): Condition | null {
  const values = distinctValues(cursor, property, found)?.map(String) ?? null;
  if (values === null) return null;
  const ref = refTo(property);
  return values.length === 1
    ? { kind: 'contains', property: ref, is, value: values[0]! }
    : { kind: 'contains any', property: ref, is, values };
}

/** Each once, in the order they were written first. */
function distinctValues(
  cursor: TokenCursor,
  property: PropertyDefinition,
  found: FoundValue[],
): (string | number)[] | null {
  const values: (string | number)[] = [];
  for (const value of found) {
    const read = valueFor(cursor, property, value);
    if (read === null) return null;
    if (!values.some((one) => isSameValue(property, one, read.value))) values.push(read.value);
  }
  return values;
}

/** "(a, b, c)". A value written twice counts once; a single value is a comparison. */
function parseOneOf(cursor: TokenCursor, property: PropertyDefinition, is: boolean): Condition | null {
  const open = cursor.peek();
  const found = readList(cursor, property);
  if (found === null) return null;
  if (property.type === 'set') return containsAny(cursor, property, is, found);
  if (property.type === 'bool') {
    return cursor.report(`${printProperty(property)} is true or false`, open.span, { suggestion: '"is true"' });
  }
  const values = distinctValues(cursor, property, found);
  if (values === null) return null;
  const ref = refTo(property);
  return values.length === 1
    ? { kind: 'comparison', property: ref, operator: is ? '=' : '!=', value: values[0]! }
    : { kind: 'one of', property: ref, is, values };
}

/** Text is compared without regard to case; a choice is its exact value. */
function isSameValue({ type }: PropertyDefinition, one: string | number, other: string | number): boolean {
  if (type === 'enumeration' || type === 'set') return one === other;
  return String(one).toLowerCase() === String(other).toLowerCase();
}

function parseBetween(cursor: TokenCursor, property: PropertyDefinition, token: Token, is: boolean): Condition | null {
  const low = readValue(cursor, property);
  const joint = cursor.peek();
  if (low !== null && !cursor.takeWord('and')) {
    return cursor.report(`"and" is missing before ${describeToken(joint)}`, joint.span, {
      suggestion: '"is between 2 and 5"',
    });
  }
  if (low === null) return null;
  const high = readValue(cursor, property);
  if (high === null) return null;
  if (property.type !== 'number') {
    return cursor.report(`${printProperty(property)} is ${typeWords[property.type]}, so it has no order`, token.span, {
      suggestion:
        property.type === 'bool' ? '"is true"' : property.type === 'set' ? '"contains any of"' : '"is one of"',
    });
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
