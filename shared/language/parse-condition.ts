import type { Condition } from '../playbook.ts';
import type { PropertyCatalogue } from '../property-catalogue.ts';
import type { PropertyDefinition } from '../property-definition.ts';
import { parsePredicate } from './parse-predicate.ts';
import { parseSignalCondition, type SignalNames, signalTokensAt } from './parse-signal-condition.ts';
import { connectives } from './parse-value.ts';
import { beginsPredicate, namesPropertyOf, readPropertyOf, takeProperty } from './read-property.ts';
import { describeToken, spanFrom, type TokenCursor } from './token-cursor.ts';
import { exampleOf, reportUnknown } from './unknown-property.ts';

/** What a condition can be about. */
export type Subjects = { signals: SignalNames; catalogue: PropertyCatalogue };

/** One condition. On a mistake reports it and answers null; the caller skips to the next connective. */
export function parseCondition(cursor: TokenCursor, { signals, catalogue }: Subjects): Condition | null {
  const first = cursor.peek();
  const owned = takeOwnedProperty(cursor, catalogue);
  if (owned !== undefined) return readPredicate(cursor, owned);
  if (isEmailDomain(cursor)) return parseEmailDomain(cursor);
  const property = takeProperty(cursor, catalogue, signalTokensAt(cursor, signals));
  if (property !== undefined) return readPredicate(cursor, property);
  const signal = parseSignalCondition(cursor, signals);
  if (signal !== undefined) return signal;
  if (first.kind === 'word' && !connectives.has(first.text.toLowerCase())) {
    reportUnknown(cursor, catalogue, [...signals.exact.values()]);
    return readPredicate(cursor, null);
  }
  if (first.kind === 'number' && cursor.peek(1).kind === 'word') {
    return cursor.report(`"At least", "exactly" or "at most" is missing before ${describeToken(first)}`, first.span, {
      suggestion: `"at least ${first.text.slice(0, 20)}"`,
    });
  }
  return cursor.report(`A condition is missing before ${describeToken(first)}`, first.span, {
    suggestion: 'a condition such as "zo_pql_score >= 50"',
  });
}

/** "company number of employees", "the contact country". Undefined where the words begin something else. */
function takeOwnedProperty(cursor: TokenCursor, catalogue: PropertyCatalogue): PropertyDefinition | null | undefined {
  const ahead = cursor.isWord('the') ? 1 : 0;
  const owner = (['contact', 'company'] as const).find((object) => cursor.isWord(object, ahead));
  if (owner === undefined) return undefined;
  const isNamed = namesPropertyOf(cursor, owner, catalogue, ahead + 1);
  if (!isNamed && isEmailDomain(cursor) && cursor.isWord('is', ahead + 1)) return undefined;
  cursor.at += ahead + 1;
  if (!isNamed && beginsPredicate(cursor)) {
    const { span } = cursor.peek(-1);
    return cursor.report(`The name of a property is missing after "${owner}"`, span, { suggestion: exampleOf(owner) });
  }
  return readPropertyOf(cursor, owner, catalogue);
}

function readPredicate(cursor: TokenCursor, property: PropertyDefinition | null): Condition | null {
  if (property !== null) return parsePredicate(cursor, property);
  // The "and" of "between 2 and 5" joins no conditions.
  cursor.takeWord('is');
  cursor.takeWord('not');
  if (cursor.takeWord('between') && cursor.isWord('and', 1)) cursor.at += 2;
  return null;
}

/** "the company is …", and "company is on …". */
function isEmailDomain(cursor: TokenCursor): boolean {
  if (cursor.isPhrase(['the', 'company'])) return true;
  const ahead = cursor.isWord('not', 2) ? 3 : 2;
  return cursor.isPhrase(['company', 'is']) && cursor.isWord('on', ahead);
}

const emailDomainExample = '"the company is not on a personal email domain"';

/** "the company is (not) on a personal email domain". */
function parseEmailDomain(cursor: TokenCursor): Condition | null {
  const first = cursor.peek();
  cursor.takeWord('the');
  cursor.takeWord('company');
  const verb = cursor.peek();
  if (!cursor.takeWord('is')) {
    return cursor.report(`"is" is missing before ${describeToken(verb)}`, verb.span, {
      suggestion: emailDomainExample,
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
