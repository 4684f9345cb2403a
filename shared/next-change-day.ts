import { computeScore, inactiveSince } from './compute-score.ts';
import { evaluateCondition, firstDayOf } from './evaluate-condition.ts';
import { conditionsOf, withoutNot } from './expression-tree.ts';
import { type Condition, type Definition, type Playbook, wellKnownSignals } from './playbook.ts';
import { dayIn } from './property-values.ts';
import type { Activity, ConditionReadiness, ReadinessFacts } from './readiness.ts';
import { keyActionsWindowDays, teammatesInvitedWindowDays } from './readiness-facts.ts';
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

type HubspotMoments = Pick<ReadinessFacts, 'contact' | 'company'>;
const noValues: HubspotMoments = { contact: {}, company: {} };

type Timed = Pick<Playbook, 'score'> & { definition?: Pick<Definition, 'expression'> };

export function timedValues(
  playbook: Timed,
  usage: Usage,
  today: number,
  dayOf: (ms: number) => number,
  values: HubspotMoments = noValues,
): TimedValues {
  const countOf = (signal: string, windowDays: number) =>
    countInWindow(usage.signals[signal]?.days ?? [], today, windowDays);
  return {
    score: computeScore(playbook.score, usage, today, dayOf),
    keyActions: countOf(wellKnownSignals.keyAction, keyActionsWindowDays),
    teammatesInvited: countOf(wellKnownSignals.teammateInvited, teammatesInvitedWindowDays),
    conditions: timedConditions(playbook).map((condition) =>
      evaluateCondition(condition, factsOn(values, { usage, today, dayOf })),
    ),
  };
}

/**
 * The earliest local day after `today` on which this person's score, its receipt or any other `zo_` property can change
 * with no event: a day leaves a window, or inactivity begins. Null if never. What the company contributes is
 * nextCompanyChangeDay's. Waking exactly then is what lets a score fall on time. `values`: what HubSpot said, for the
 * moments and dates of its own that the definition asks for.
 */
export function nextChangeDay(
  playbook: Timed,
  usage: Usage,
  today: number,
  dayOf: (ms: number) => number,
  values: HubspotMoments = noValues,
): number | null {
  const days = candidateDays(playbook, factsOn(values, { usage, today, dayOf })).sort((a, b) => a - b);
  if (days.length === 0) return null;
  const now = JSON.stringify(timedValues(playbook, usage, today, dayOf, values));
  let looked = today;
  for (const day of days) {
    if (day === looked) continue;
    looked = day;
    if (JSON.stringify(timedValues(playbook, usage, day, dayOf, values)) !== now) return day;
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

function factsOn({ contact, company }: HubspotMoments, activity: Activity): ReadinessFacts & { activity: Activity } {
  return { contact, company, emailDomainType: null, activity };
}

function candidateDays(playbook: Timed, facts: ReadinessFacts & { activity: Activity }): number[] {
  const { usage, today, dayOf } = facts.activity;
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
    const day = condition.kind === 'moment' ? dayIn(condition.property, facts) : firstDayOf(condition.signal, facts);
    if (day !== null) days.push(...turningDays(condition, day).filter((one) => one > today));
  }
  for (const [signal, sizes] of windows) {
    const seen = usage.signals[signal]?.days ?? [];
    for (const windowDays of sizes) days.push(...daysOfChange(seen, today, windowDays));
  }
  return days;
}
