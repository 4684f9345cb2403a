import type { ScoreLoss } from './card-api.ts';
import { computeScore } from './compute-score.ts';
import { nextChangeDay } from './next-change-day.ts';
import type { ScoreLine } from './playbook.ts';
import type { Usage } from './usage.ts';

/**
 * What the score loses by time alone, soonest first: "loses 10 points on Friday". It goes from one day of change to the
 * next, so this agrees with what the clock will do, however far ahead.
 */
export function scoreLosses(
  lines: ScoreLine[],
  usage: Usage,
  today: number,
  dayOf: (ms: number) => number,
  atMost = 3,
): ScoreLoss[] {
  const losses: ScoreLoss[] = [];
  let before = computeScore(lines, usage, today, dayOf);
  let day = nextChangeDay({ score: lines }, usage, today, dayOf);
  while (day !== null && losses.length < atMost) {
    const after = computeScore(lines, usage, day, dayOf);
    if (after.points < before.points) {
      const lost = before.receipt.map((line, index) => line.points - (after.receipt[index]?.points ?? 0));
      const text = before.receipt[lost.indexOf(Math.max(...lost))]?.text ?? '';
      losses.push({ day, points: before.points - after.points, text });
    }
    before = after;
    day = nextChangeDay({ score: lines }, usage, day, dayOf);
  }
  return losses;
}
