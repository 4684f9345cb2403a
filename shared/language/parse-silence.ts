import type { Condition } from '../playbook.ts';
import { readDays } from './parse-duration.ts';
import { printDays } from './print-days.ts';
import { describeToken, type TokenCursor } from './token-cursor.ts';

const maxSilentDays = 365;

/**
 * "14 days without AE activity", "at least 2 weeks without AE activity", "fewer than 14 days without AE activity", "no AE
 * activity in the last 14 days". Undefined when the words at the cursor begin no such condition.
 */
export function parseSilence(cursor: TokenCursor): Condition | null | undefined {
  if (cursor.takePhrase(['no', 'ae', 'activity'])) return parseNoActivity(cursor);
  const words = beginnings.find(({ phrase }) => cursor.isPhrase(phrase) && isDays(cursor, phrase.length));
  if (words === undefined) return undefined;
  if (words.phrase.length > 0 && !cursor.isWord('without', words.phrase.length + 2)) return undefined;
  cursor.takePhrase(words.phrase);
  const days = readDays(cursor, maxSilentDays);
  const next = cursor.peek();
  if (cursor.takePhrase(['without', 'ae', 'activity'])) {
    return days === null ? null : { kind: 'ae silence', is: words.is, days };
  }
  return cursor.report(`"without AE activity" is missing before ${describeToken(next)}`, next.span, {
    suggestion: `"${printDays(days ?? 14)} without AE activity"`,
  });
}

const beginnings: { phrase: string[]; is: boolean }[] = [
  { phrase: ['at', 'least'], is: true },
  { phrase: ['fewer', 'than'], is: false },
  { phrase: ['less', 'than'], is: false },
  { phrase: [], is: true },
];

function isDays(cursor: TokenCursor, ahead: number): boolean {
  const unit = cursor.peek(ahead + 1);
  return cursor.peek(ahead).kind === 'number' && /^(days?|weeks?)$/i.test(unit.text);
}

function parseNoActivity(cursor: TokenCursor): Condition | null {
  const next = cursor.peek();
  if (!cursor.takePhrase(['in', 'the', 'last']) && !cursor.takeWord('for')) {
    return cursor.report(`"in the last" is missing before ${describeToken(next)}`, next.span, {
      suggestion: '"14 days without AE activity"',
    });
  }
  const days = readDays(cursor, maxSilentDays);
  return days === null ? null : { kind: 'ae silence', is: true, days };
}
