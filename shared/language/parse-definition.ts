import type { Definition } from '../playbook.ts';
import { type PropertyCatalogue, standardCatalogue } from '../property-catalogue.ts';
import { parseCondition } from './parse-condition.ts';
import { signalNames } from './parse-signal-condition.ts';
import { printDefinition } from './print-definition.ts';
import type { Parsed } from './problem.ts';
import { readExpression } from './read-expression.ts';
import { TokenCursor } from './token-cursor.ts';
import { tokenize } from './tokenize.ts';

/**
 * `signals`: the names the playbook defines; case does not matter. `catalogue`: the properties of the portal; without it,
 * those every portal has.
 */
export type DefinitionContext = { signals?: readonly string[]; catalogue?: PropertyCatalogue };

const subject = 'A free user becomes an SQL when';

/**
 * Reads "A free user becomes an SQL when …": conditions with AND, OR, NOT and parentheses. Reports every mistake it can find
 * at once, each where it stands in `source`; what nobody can meet is a mistake. Takes time linear in the text and never
 * throws.
 */
export function parseDefinition(
  source: string,
  { signals = [], catalogue = standardCatalogue }: DefinitionContext = {},
): Parsed<Definition> {
  const { tokens, problems } = tokenize(source);
  const cursor = new TokenCursor(source, tokens, problems);
  if (cursor.isEnd()) {
    if (problems.length === 0)
      cursor.report('The definition is empty', cursor.peek().span, { suggestion: `${subject} …` });
    return { ok: false, problems };
  }
  parseSubject(cursor);
  const subjects = { signals: signalNames(signals), catalogue };
  const read = readExpression(cursor, (at) => parseCondition(at, subjects), catalogue);
  if (!read.ok) return read;
  const expression = read.value;
  return { ok: true, value: { subject: 'a free user', expression, sentence: printDefinition(expression) } };
}

function parseSubject(cursor: TokenCursor): void {
  const first = cursor.peek();
  const isSubject =
    cursor.takePhrase(['a', 'free', 'user', 'becomes']) &&
    (cursor.takeWord('an') || cursor.takeWord('a')) &&
    cursor.takeWord('sql') &&
    cursor.takeWord('when');
  if (isSubject) return;
  cursor.report(`The sentence must begin with "${subject}"`, first.span, { suggestion: subject });
  const when = cursor.tokens.findIndex((token) => token.kind === 'word' && token.text.toLowerCase() === 'when');
  if (when !== -1) cursor.at = when + 1;
}
