import type { ScoreLine } from './playbook.ts';
import type { ReceiptLine, Score } from './score.ts';
import { countSignals } from './signal-wording.ts';
import type { Usage } from './usage.ts';
import { countInWindow } from './window.ts';

export const highestScore = 100;

/**
 * Points by the playbook's lines as of the local day `today`, kept within 0 to 100, with the receipt. A line that found
 * nothing is in the receipt with 0 points, so that people see it was looked at.
 */
export function computeScore(lines: ScoreLine[], usage: Usage, today: number, dayOf: (ms: number) => number): Score {
  const receipt = lines.map((line) => scoreLine(line, usage, today, dayOf));
  const sum = receipt.reduce((total, line) => total + line.points, 0);
  return { points: Math.min(highestScore, Math.max(0, sum)), receipt };
}

function scoreLine(line: ScoreLine, usage: Usage, today: number, dayOf: (ms: number) => number): ReceiptLine {
  if (line.kind === 'inactive') {
    const inactive = isInactive(usage, line.forDays, today, dayOf);
    const value = `inactive for ${dayWords(line.forDays)}: ${inactive ? 'yes' : 'no'}`;
    return { text: line.text, value, points: inactive ? line.points : 0 };
  }
  const count = countSignal(usage, line.signal, line.windowDays, today);
  const window = line.windowDays === null ? '' : ` in the last ${dayWords(line.windowDays)}`;
  if (line.kind === 'when') {
    const value = `${line.signal}${window}: ${count > 0 ? 'yes' : 'no'}`;
    return { text: line.text, value, points: count > 0 ? line.points : 0 };
  }
  const size = Math.min(Math.abs(line.points) * count, line.upTo ?? Number.POSITIVE_INFINITY);
  const points = line.points < 0 && size > 0 ? -size : size;
  return { text: line.text, value: `${countSignals(count, line.signal)}${window}`, points };
}

/** How often a signal happened: in the window, or ever. */
export function countSignal(usage: Usage, signal: string, windowDays: number | null, today: number): number {
  const seen = Object.hasOwn(usage.signals, signal) ? usage.signals[signal] : undefined;
  if (seen === undefined) return 0;
  return windowDays === null ? seen.total : countInWindow(seen.days, today, windowDays);
}

/**
 * Inactive for N days: the last active day is older than the window of N days; of somebody never active, the day first
 * seen. Nobody without any event is inactive: there is nothing to be inactive since.
 */
export function isInactive(usage: Usage, forDays: number, today: number, dayOf: (ms: number) => number): boolean {
  const since = inactiveSince(usage, dayOf);
  return since !== null && since <= today - forDays;
}

/** The local day of the last activity, or of the first event of somebody never active. */
export function inactiveSince(usage: Usage, dayOf: (ms: number) => number): number | null {
  const at = usage.lastActiveAt ?? usage.firstSeenAt;
  return at === null ? null : dayOf(at);
}

/**
 * The most points anybody can reach, at most 100; null when a line gives points without limit. A definition that asks for
 * more can never be met.
 */
export function highestPossibleScore(lines: ScoreLine[]): number | null {
  let sum = 0;
  for (const line of lines) {
    if (line.points <= 0) continue;
    if (line.kind === 'per' && line.upTo === null) return null;
    sum += line.kind === 'per' ? line.upTo! : line.points;
  }
  return Math.min(highestScore, sum);
}

function dayWords(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
