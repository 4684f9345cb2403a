/** What a score will lose with no new event: "loses 10 points on Friday". */
import { computeScore, nextChangeDay, type Playbook, type ScoreLoss, type Usage } from '@zo/shared';

const mostLosses = 3;

export function scoreLosses(
  playbook: Pick<Playbook, 'score'>,
  usage: Usage,
  today: number,
  dayOf: (ms: number) => number,
): ScoreLoss[] {
  const losses: ScoreLoss[] = [];
  let before = computeScore(playbook.score, usage, today, dayOf);
  let day = nextChangeDay(playbook, usage, today, dayOf);
  while (day !== null && losses.length < mostLosses) {
    const after = computeScore(playbook.score, usage, day, dayOf);
    const lost = before.points - after.points;
    if (lost > 0) {
      const [first] = after.receipt
        .map((line, index) => ({ text: line.text, less: (before.receipt[index]?.points ?? 0) - line.points }))
        .sort((one, other) => other.less - one.less);
      losses.push({ day, points: lost, text: first?.text ?? '' });
    }
    before = after;
    day = nextChangeDay(playbook, usage, day, dayOf);
  }
  return losses;
}
