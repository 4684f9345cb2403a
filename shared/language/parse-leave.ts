import type { Leave } from '../routing-terms.ts';
import type { Parsed } from './problem.ts';

const dayMs = 86_400_000;
const longestLeaveDays = 730;
const example = { suggestion: '"2026-12-20 to 2027-01-03", or one day' };

/** "2026-12-20 to 2027-01-03", both days included, or "2026-12-24". */
export function parseLeave(source: string): Parsed<Leave> {
  const [, first = '', last = first] =
    /^\s*(\d{4}-\d\d-\d\d)(?:\s+(?:to|until)\s+(\d{4}-\d\d-\d\d))?\s*$/i.exec(source) ?? [];
  const [from, to] = [dayOf(first), dayOf(last)];
  const problem = (message: string): Parsed<Leave> => {
    const span = { line: 1, column: 1, length: Math.max(1, source.trim().length) };
    return { ok: false, problems: [{ message, span, ...example }] };
  };
  if (from === null || to === null) return problem('This is not a span of days');
  if (to < from) return problem('A leave ends after it begins');
  if (to - from >= longestLeaveDays) return problem(`A leave is at most ${longestLeaveDays} days long`);
  return { ok: true, value: { from, to } };
}

/** Null for what is not a day of the calendar, such as 2026-02-30. */
function dayOf(text: string): number | null {
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) return null;
  return ms / dayMs;
}
