import type { ScoreLoss } from './card-api.ts';
import { computeScore } from './compute-score.ts';
import type { ScoreLine } from './playbook.ts';
import type { Usage } from './usage.ts';
import { keptDays } from './usage.ts';

/**
 * What the score loses by time alone, soonest first. The score is computed for each coming day, so this agrees with what
 * the clock will do; after the longest window nothing changes any more.
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
  for (let day = today + 1; day <= today + keptDays && losses.length < atMost; day += 1) {
    const after = computeScore(lines, usage, day, dayOf);
    if (after.points < before.points) {
      const lost = before.receipt.map((line, index) => line.points - (after.receipt[index]?.points ?? 0));
      const text = before.receipt[lost.indexOf(Math.max(...lost))]?.text ?? '';
      losses.push({ day, points: before.points - after.points, text });
    }
    before = after;
  }
  return losses;
}
