/** The score of one person on each of the last days, by the lines of today. Computed for the card, and kept nowhere. */
import { computeScore, type HistoryScore, localDay, type Playbook, startOfLocalDay, type Usage } from '@zo/shared';
import { keptDaysOf } from '../usage/compile-rules.ts';
import { exactFrom, usageAsOf } from '../usage/usage-as-of.ts';

export const scoreDays = 90;

export function scoreHistory(
  usage: Usage,
  playbook: Pick<Playbook, 'score'>,
  timeZone: string,
  now: number,
): HistoryScore['days'] {
  const dayOf = (ms: number) => localDay(ms, timeZone);
  const startOf = (day: number) => startOfLocalDay(day, timeZone);
  const today = dayOf(now);
  const from = Math.max(
    today - scoreDays + 1,
    exactFrom(playbook.score, usage, { dayOf, keptDays: keptDaysOf(playbook) }),
  );
  return Array.from({ length: Math.max(0, today - from + 1) }, (_, index) => {
    const day = from + index;
    const past = usageAsOf(usage, day, { dayOf, startOf });
    return { day, points: computeScore(playbook.score, past, day, dayOf).points };
  });
}
