import type { Condition, Definition, Expression } from '../playbook.ts';
import { parseCondition } from './parse-condition.ts';
import { printDefinition } from './print-definition.ts';
import { maxConditions, maxProblems, type Parsed } from './problem.ts';
import { describeToken, TokenCursor } from './token-cursor.ts';
import { tokenize } from './tokenize.ts';

const subject = 'A free user becomes an SQL when';

/**
 * Reads "A free user becomes an SQL when … AND …". Reports every mistake it can find at once, each where it stands in
 * `source`. Takes time linear in the text and never throws.
 */
export function parseDefinition(source: string): Parsed<Definition> {
  const { tokens, problems } = tokenize(source);
  const cursor = new TokenCursor(source, tokens, problems);
  if (cursor.isEnd()) {
    if (problems.length === 0)
      cursor.report('The definition is empty', cursor.peek().span, { suggestion: `${subject} …` });
    return { ok: false, problems };
  }
  parseSubject(cursor);
  const expression = parseConjunction(cursor);
  if (cursor.problems.length > 0 || expression === null) return { ok: false, problems: problems.slice(0, maxProblems) };
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

/** Conditions joined by AND. Null when one could not be read; reading goes on to find the mistakes after it. */
function parseConjunction(cursor: TokenCursor): Expression | null {
  const conditions: Condition[] = [];
  let complete = true;
  for (;;) {
    const first = cursor.peek();
    const refused = refuseLater(cursor);
    const condition = refused ? null : parseCondition(cursor);
    if (condition === null) complete = false;
    else conditions.push(condition);
    if (conditions.length > maxConditions) {
      return cursor.report(`A definition has at most ${maxConditions} conditions`, first.span);
    }
    if (condition === null) skipToConnective(cursor);
    if (cursor.isEnd()) break;
    if (!cursor.takeWord('and')) {
      complete = false;
      reportUnexpected(cursor);
      skipToConnective(cursor);
      if (!cursor.takeWord('and')) cursor.takeWord('or');
      if (cursor.isEnd()) break;
    }
  }
  if (!complete) return null;
  return conditions.length === 1 ? conditions[0]! : { kind: 'and', operands: conditions };
}

/** What this version of the language does not say. */
function refuseLater(cursor: TokenCursor): boolean {
  const token = cursor.peek();
  const isNot = cursor.isWord('not');
  if (!isNot && !(token.kind === 'symbol' && token.text === '(')) return false;
  const message = isNot ? 'NOT cannot stand before a condition' : 'Parentheses cannot be used';
  cursor.report(message, token.span, {
    suggestion: isNot ? '!= or "is not" inside the condition' : 'conditions joined by AND',
  });
  return true;
}

function reportUnexpected(cursor: TokenCursor): void {
  const token = cursor.peek();
  if (cursor.isWord('or')) {
    cursor.report('OR cannot join conditions; every condition must hold', token.span, { suggestion: 'AND' });
    return;
  }
  cursor.report(`AND is missing before ${describeToken(token)}`, token.span, { suggestion: 'AND' });
}

function skipToConnective(cursor: TokenCursor): void {
  while (!cursor.isEnd() && !cursor.isWord('and') && !cursor.isWord('or')) cursor.next();
}
