import { computeScore, inactiveSince } from './compute-score.ts';
import { type Playbook, wellKnownSignals } from './playbook.ts';
import { keyActionsWindowDays, teammatesInvitedWindowDays } from './readiness-facts.ts';
import type { Score } from './score.ts';
import type { Usage } from './usage.ts';
import { countInWindow, daysOfChange } from './window.ts';

/** Everything of one person that changes by time alone. Readiness follows from it and from the company. */
export type TimedValues = { score: Score; keyActions: number; teammatesInvited: number };

export function timedValues(
  playbook: Pick<Playbook, 'score'>,
  usage: Usage,
  today: number,
  dayOf: (ms: number) => number,
): TimedValues {
  const countOf = (signal: string, windowDays: number) =>
    countInWindow(usage.signals[signal]?.days ?? [], today, windowDays);
  return {
    score: computeScore(playbook.score, usage, today, dayOf),
    keyActions: countOf(wellKnownSignals.keyAction, keyActionsWindowDays),
    teammatesInvited: countOf(wellKnownSignals.teammateInvited, teammatesInvitedWindowDays),
  };
}

/**
 * The earliest local day after `today` on which this person's score, its receipt or any other `zo_` property can change
 * with no event: a day leaves a window, or inactivity begins. Null if never. What the company contributes is
 * nextCompanyChangeDay's. Waking exactly then is what lets a score fall on time.
 */
export function nextChangeDay(
  playbook: Pick<Playbook, 'score'>,
  usage: Usage,
  today: number,
  dayOf: (ms: number) => number,
): number | null {
  const days = candidateDays(playbook, usage, today, dayOf).sort((a, b) => a - b);
  if (days.length === 0) return null;
  const now = JSON.stringify(timedValues(playbook, usage, today, dayOf));
  let looked = today;
  for (const day of days) {
    if (day === looked) continue;
    looked = day;
    if (JSON.stringify(timedValues(playbook, usage, day, dayOf)) !== now) return day;
  }
  return null;
}

function candidateDays(
  playbook: Pick<Playbook, 'score'>,
  usage: Usage,
  today: number,
  dayOf: (ms: number) => number,
): number[] {
  const windows = new Map<string, Set<number>>();
  const note = (signal: string, windowDays: number) => {
    if (!windows.has(signal)) windows.set(signal, new Set());
    windows.get(signal)!.add(windowDays);
  };
  note(wellKnownSignals.keyAction, keyActionsWindowDays);
  note(wellKnownSignals.teammateInvited, teammatesInvitedWindowDays);
  const days: number[] = [];
  for (const line of playbook.score) {
    if (line.kind !== 'inactive') {
      if (line.windowDays !== null) note(line.signal, line.windowDays);
      continue;
    }
    const since = inactiveSince(usage, dayOf);
    if (since !== null && since + line.forDays > today) days.push(since + line.forDays);
  }
  for (const [signal, sizes] of windows) {
    const seen = usage.signals[signal]?.days ?? [];
    for (const windowDays of sizes) days.push(...daysOfChange(seen, today, windowDays));
  }
  return days;
}
