/**
 * A story for this playbook: the usual one, changed part by part as long as a change brings it nearer to the definition. By
 * a portal's own signals, windows and numbers, whatever they are called. Pure.
 */
import { type Condition, conditionsOf, type Playbook, type ScoreLine, usedSignals, wellKnownSignals } from '@zo/shared';
import type { CompiledRules } from '../usage/compile-rules.ts';
import { type HeldStory, storyHolder } from './hold-story.ts';
import type { SampleStory, StorySignal } from './sample-story.ts';

/** So that an unusual playbook costs a moment, and no more. */
const mostRounds = 3;
const mostTimes = 60;
const mostDaysAgo = 85;
const mostColleagues = 12;

export type FittedStory = HeldStory & { story: SampleStory };

/** One part after the other: each signal, the colleagues, the plan; and all of them again while that helps. */
export function fitStory(rules: CompiledRules, now: number): FittedStory {
  const { playbook } = rules;
  const hold = storyHolder(rules, now);
  const held = (story: SampleStory): FittedStory => ({ story, ...hold(story) });
  const parts = partsOf(playbook);
  let best = held(usualStory(playbook));
  for (let round = 0; round < mostRounds && best.distance > 0; round += 1) {
    const before = best;
    for (const changesOf of parts) {
      if (best.distance === 0) break;
      const change = nearest(changesOf(best.story).map(held));
      if (change !== null && change.distance < best.distance) best = change;
    }
    if (best === before) break;
  }
  return best;
}

/** Of those as near as one another the one in which least happens. */
function nearest(stories: FittedStory[]): FittedStory | null {
  const ranked = stories.toSorted((one, other) => one.distance - other.distance || one.events - other.events);
  return ranked[0] ?? null;
}

/** Activated, teammates invited, many key actions, a colleague: what most definitions wait for. */
function usualStory({ signals, freePlans }: Playbook): SampleStory {
  const usual: Record<string, StorySignal> = {
    [wellKnownSignals.activated]: { times: 1, daysAgo: 3 },
    [wellKnownSignals.teammateInvited]: { times: 2, daysAgo: 2 },
    [wellKnownSignals.keyAction]: { times: 14, daysAgo: 5 },
  };
  const known = Object.entries(usual).filter(([name]) => signals.some((signal) => signal.name === name));
  return { signals: Object.fromEntries(known), plan: freePlans[0] ?? null, colleagues: 1 };
}

type ChangesOf = (story: SampleStory) => SampleStory[];

function partsOf(playbook: Playbook): ChangesOf[] {
  const conditions = conditionsOf(playbook.definition.expression);
  const colleagues = colleagueNumbers(conditions);
  const plans = planNames(conditions, playbook.freePlans);
  return [
    ...usedSignals(playbook).map(({ signal }) => signalChanges(signal, playbook.score, conditions)),
    (story) => colleagues.map((number) => ({ ...story, colleagues: number })),
    (story) => plans.map((plan) => ({ ...story, plan })),
  ];
}

/** The signal never happening, or as often and as long ago as the playbook asks of it, and just beyond. */
function signalChanges(name: string, lines: ScoreLine[], conditions: Condition[]): ChangesOf {
  const times = new Set([1, 2, 3, 5, 8]);
  const daysAgo = new Set([0, 3]);
  for (const line of lines) {
    if (line.kind === 'inactive' || line.signal !== name) continue;
    if (line.kind === 'per') times.add(Math.ceil((line.upTo ?? 10 * Math.abs(line.points)) / Math.abs(line.points)));
    if (line.windowDays !== null) daysAgo.add(line.windowDays - 1);
  }
  for (const condition of conditions) {
    if (condition.kind === 'signal' && condition.signal === name) {
      times.add(condition.count).add(condition.count + 1);
      if (condition.windowDays !== null) daysAgo.add(condition.windowDays - 1);
    }
    if (condition.kind === 'signal ago' && condition.signal === name) daysAgo.add(condition.days + 1);
    // Which signal stands behind a property is not asked: a number too many costs a look.
    if (condition.kind === 'moment') daysAgo.add(condition.days + 1);
    for (const value of numbersIn(condition)) times.add(value).add(value + 1);
  }
  const settings = within(times, 1, mostTimes).flatMap((count) =>
    within(daysAgo, 0, mostDaysAgo).map((days): StorySignal => ({ times: count, daysAgo: days })),
  );
  return (story) => {
    const { [name]: _, ...others } = story.signals;
    return [
      { ...story, signals: others },
      ...settings.map((setting) => ({ ...story, signals: { ...others, [name]: setting } })),
    ];
  };
}

/** The sample person is active too. */
function colleagueNumbers(conditions: Condition[]): number[] {
  const wanted = conditions.filter(
    (condition) => 'property' in condition && condition.property.name === 'zo_company_active_users',
  );
  const numbers = wanted.flatMap(numbersIn).flatMap((value) => [value - 2, value - 1, value]);
  return within(new Set([0, 1, ...numbers]), 0, mostColleagues);
}

/** A plan that is paid for would make a customer of the person. */
function planNames(conditions: Condition[], freePlans: string[]): (string | null)[] {
  const isAsked = conditions.some((condition) => 'property' in condition && condition.property.name === 'zo_plan');
  return isAsked ? [null, ...freePlans] : [];
}

/** Scores and counts of people are no numbers of events. */
function numbersIn(condition: Condition): number[] {
  if (!('property' in condition) || condition.property.name === 'zo_pql_score') return [];
  if (condition.kind === 'comparison') return typeof condition.value === 'number' ? [condition.value] : [];
  return condition.kind === 'between' ? [condition.from, condition.to] : [];
}

function within(numbers: Set<number>, least: number, most: number): number[] {
  return [...numbers].filter((one) => Number.isInteger(one) && one >= least && one <= most);
}
