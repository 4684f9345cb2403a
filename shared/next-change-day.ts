import { computeScore, inactiveSince } from './compute-score.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { conditionsOf, withoutNot } from './expression-tree.ts';
import { type Condition, type Playbook, wellKnownSignals } from './playbook.ts';
import type { ConditionReadiness } from './readiness.ts';
import { keyActionsWindowDays, teammatesInvitedWindowDays, usageMoment } from './readiness-facts.ts';
import type { Score } from './score.ts';
import type { Usage } from './usage.ts';
import { countInWindow, daysOfChange } from './window.ts';

/** Everything of one person that changes by time alone. Readiness follows from it and from the company. */
export type TimedValues = {
  score: Score;
  keyActions: number;
  teammatesInvited: number;
  /** The definition's conditions about signals and moments. */
  conditions: ConditionReadiness[];
};

type Timed = Pick<Playbook, 'score'> & Partial<Pick<Playbook, 'definition'>>;

export function timedValues(playbook: Timed, usage: Usage, today: number, dayOf: (ms: number) => number): TimedValues {
  const countOf = (signal: string, windowDays: number) =>
    countInWindow(usage.signals[signal]?.days ?? [], today, windowDays);
  return {
    score: computeScore(playbook.score, usage, today, dayOf),
    keyActions: countOf(wellKnownSignals.keyAction, keyActionsWindowDays),
    teammatesInvited: countOf(wellKnownSignals.teammateInvited, teammatesInvitedWindowDays),
    conditions: timedConditions(playbook).map((condition) =>
      evaluateCondition(condition, {
        contact: {},
        company: {},
        emailDomainType: null,
        activity: { usage, today, dayOf },
      }),
    ),
  };
}

/**
 * The earliest local day after `today` on which this person's score, its receipt or any other `zo_` property can change
 * with no event: a day leaves a window, or inactivity begins. Null if never. What the company contributes is
 * nextCompanyChangeDay's. Waking exactly then is what lets a score fall on time.
 */
export function nextChangeDay(
  playbook: Timed,
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

type TimedCondition = Extract<Condition, { kind: 'signal' | 'signal ago' | 'moment' }>;

/** NOT moved into them, so that what is missing reads as it will be told. */
function timedConditions({ definition }: Timed): TimedCondition[] {
  const conditions = definition === undefined ? [] : conditionsOf(withoutNot(definition.expression));
  return conditions.filter((condition): condition is TimedCondition =>
    ['signal', 'signal ago', 'moment'].includes(condition.kind),
  );
}

/** The days on which a condition about something that happened at `at` can turn. */
function turningDays(condition: Exclude<TimedCondition, { kind: 'signal' }>, at: number): number[] {
  const isWindow = condition.kind === 'moment' && condition.test === 'within';
  return isWindow ? [at, at + condition.days] : [at + condition.days + 1];
}

function candidateDays(playbook: Timed, usage: Usage, today: number, dayOf: (ms: number) => number): number[] {
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
  for (const condition of timedConditions(playbook)) {
    if (condition.kind === 'signal') {
      if (condition.windowDays !== null) note(condition.signal, condition.windowDays);
      continue;
    }
    const at =
      condition.kind === 'moment'
        ? usageMoment(usage, condition.property.name)
        : (usage.signals[condition.signal]?.firstAt ?? null);
    if (at !== null) days.push(...turningDays(condition, dayOf(at)).filter((day) => day > today));
  }
  for (const [signal, sizes] of windows) {
    const seen = usage.signals[signal]?.days ?? [];
    for (const windowDays of sizes) days.push(...daysOfChange(seen, today, windowDays));
  }
  return days;
}
