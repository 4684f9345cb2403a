import type { ReturnRule } from '../playbook.ts';
import { findProperty } from '../properties.ts';
import { nearestName } from './nearest-name.ts';
import { readDays } from './parse-duration.ts';
import { printDays } from './print-days.ts';
import type { Parsed } from './problem.ts';
import { describeToken, TokenCursor } from './token-cursor.ts';
import { tokenize } from './tokenize.ts';

const maxIdleDays = 365;
const maxRules = 10;
const forms = '"14 days without AE activity" or "zo_pql_score < 30"';

/** "14 days without AE activity OR zo_pql_score < 30". Any rule that holds returns the handoff. */
export function parseReturnRules(source: string): Parsed<{ when: ReturnRule[]; text: string }> {
  const { tokens, problems } = tokenize(source);
  const cursor = new TokenCursor(source, tokens, problems);
  const when: ReturnRule[] = [];
  while (problems.length === 0) {
    const rule = readRule(cursor);
    if (rule !== null) when.push(rule);
    if (rule === null || cursor.isEnd()) break;
    const joint = cursor.peek();
    if (!cursor.takeWord('or')) {
      const message = cursor.isWord('and')
        ? 'AND cannot join return rules'
        : `OR is missing before ${describeToken(joint)}`;
      cursor.report(message, joint.span, { suggestion: 'OR' });
    } else if (when.length === maxRules) cursor.report(`There are at most ${maxRules} return rules`, joint.span);
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { when, text: when.map((rule) => rule.text).join(' OR ') } };
}

function readRule(cursor: TokenCursor): ReturnRule | null {
  const first = cursor.peek();
  if (first.kind === 'number') {
    const days = readDays(cursor, maxIdleDays);
    if (days === null) return null;
    const next = cursor.peek();
    if (cursor.takePhrase(['without', 'ae', 'activity'])) {
      return { kind: 'no ae activity', days, text: `${printDays(days)} without AE activity` };
    }
    return cursor.report(`"without AE activity" is missing before ${describeToken(next)}`, next.span, {
      suggestion: `"${printDays(days)} without AE activity"`,
    });
  }
  if (first.kind !== 'word')
    return cursor.report(`A return rule is missing before ${describeToken(first)}`, first.span, { suggestion: forms });
  return readScoreBelow(cursor);
}

function readScoreBelow(cursor: TokenCursor): ReturnRule | null {
  const name = cursor.next();
  if (name.text.toLowerCase() !== 'zo_pql_score') {
    const nearest = findProperty(name.text) === null ? nearestName(name.text, ['zo_pql_score']) : null;
    return cursor.report(`A return rule cannot ask for ${describeToken(name)}`, name.span, {
      ...(nearest === null ? {} : { nearest }),
      suggestion: forms,
    });
  }
  const operator = cursor.next();
  if (operator.kind !== 'operator' || operator.text !== '<') {
    return cursor.report('A handoff returns when the score falls, so this must be <', operator.span, {
      suggestion: '"zo_pql_score < 30"',
    });
  }
  const amount = cursor.next();
  const below = Number(amount.text);
  if (amount.kind !== 'number' || below <= 0 || below > 100)
    return cursor.report('The score is a number from 0 to 100', amount.span);
  return { kind: 'score below', below, text: `zo_pql_score < ${below}` };
}
