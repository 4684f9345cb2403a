import type { Playbook } from '../playbook.ts';
import type { Parsed } from './problem.ts';
import { describeToken, TokenCursor } from './token-cursor.ts';
import { tokenize } from './tokenize.ts';

type WorkingHours = Playbook['workingHours'];

export const defaultWorkingHours: WorkingHours = { days: [1, 2, 3, 4, 5], fromMinute: 9 * 60, toMinute: 17 * 60 };

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const example = { suggestion: '"Mon-Fri 9-17"' };

/** "Mon-Fri 9-17", "Mon-Thu, Sat 8:30-16:00": days (1 is Monday, 7 is Sunday) and minutes since local midnight. */
export function parseWorkingHours(source: string): Parsed<WorkingHours> {
  const { tokens, problems } = tokenize(source.replace(/[-–]/g, ' - ').replace(/:/g, ','));
  const cursor = new TokenCursor(source, tokens, problems);
  const span = { line: 1, column: 1, length: Math.max(1, source.trim().length) };
  const days = readWeekdays(cursor);
  const from = days === null ? null : readTime(cursor);
  const to = from === null || !cursor.takeSymbol('-') ? null : readTime(cursor);
  if (days === null || from === null || to === null || !cursor.isEnd()) {
    cursor.report(`These are not working hours, at ${describeToken(cursor.peek())}`, span, example);
  } else if (from >= to || to > 24 * 60) {
    cursor.report('Working hours end on the same day, after they begin', span, example);
  }
  if (problems.length > 0) return { ok: false, problems: problems.map((problem) => ({ ...problem, span })) };
  return { ok: true, value: { days: days!, fromMinute: from!, toMinute: to! } };
}

function readWeekdays(cursor: TokenCursor): number[] | null {
  const days = new Set<number>();
  do {
    const first = readWeekday(cursor);
    if (first === null) return null;
    const last = cursor.takeSymbol('-') ? readWeekday(cursor) : first;
    if (last === null) return null;
    for (let day = first; ; day = (day % 7) + 1) {
      days.add(day);
      if (day === last) break;
    }
  } while (cursor.takeSymbol(','));
  return [...days].sort((a, b) => a - b);
}

function readWeekday(cursor: TokenCursor): number | null {
  const index = dayNames.indexOf(cursor.next().text.toLowerCase().slice(0, 3));
  return index === -1 ? null : index + 1;
}

function readTime(cursor: TokenCursor): number | null {
  const hours = cursor.next();
  const minutes = cursor.takeSymbol(',') ? cursor.next() : null;
  if (!/^\d{1,2}$/.test(hours.text) || (minutes !== null && !/^[0-5]\d$/.test(minutes.text))) return null;
  return Number(hours.text) * 60 + Number(minutes?.text ?? 0);
}
