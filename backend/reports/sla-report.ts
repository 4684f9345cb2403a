/**
 * `zo report sla`: how long first calls took, in working minutes, and which came in time. In all, by week, by company size and
 * by condition each handoff counts once, with what its lead waited; by owner each assignment counts for whoever had it.
 */
import { type BeforeFigures, type BeforeGoLive, beforeFigures, beforeOfOwner } from './before-go-live.ts';
import { companySizes } from './company-size.ts';
import { compareText } from './count-words.ts';
import type { Assigned, CallState, FirstCall, ReportedOwner } from './first-calls.ts';
import { isoWeeks } from './iso-week.ts';
import { spreadOf } from './nearest-rank.ts';
import type { ReportedHandoff } from './reported-handoff.ts';

export type CallFigures = {
  count: number;
  inTime: number;
  /** Called late, or overdue and not called yet. */
  breached: number;
  running: number;
  /** Ended, or went on to somebody else, before the call was due. */
  stopped: number;
  /** Of the calls that were made, in time or not. Null while there is none. */
  medianMinutes: number | null;
  p90Minutes: number | null;
};

/** Null: watch mode, there is no before. `unknown`: HubSpot has not told yet, and why. */
export type Before = BeforeGoLive | { unknown: string } | null;

export type SlaReport = {
  all: CallFigures;
  /** Handed off, and nobody ever had a clock: nobody could get them. */
  withoutClock: number;
  before: BeforeFigures | { unknown: string } | null;
  byOwner: ({ owner: ReportedOwner; beforeMedianMinutes: number | null } & CallFigures)[];
  byWeek: ({ week: string } & CallFigures)[];
  bySize: ({ size: string } & CallFigures)[];
  byCondition: ({ condition: string } & CallFigures)[];
};

/** Of handoffs that were handed off. */
export function reportSla(handoffs: readonly ReportedHandoff[], timeZone: string, before: Before): SlaReport {
  const called = handoffs.filter(hasCall);
  const callsOf = (group: readonly CalledHandoff[]) => group.map(({ call }) => call);
  const figuresBy = <Key extends string>(keyOf: (handoff: ReportedHandoff) => Key): [Key, CallFigures][] =>
    [...Map.groupBy(called, keyOf)].map(([key, group]) => [key, callFigures(callsOf(group))]);
  const weekOf = isoWeeks(timeZone);
  return {
    all: callFigures(callsOf(called)),
    withoutClock: handoffs.length - called.length,
    before: before === null || 'unknown' in before ? before : beforeFigures(before),
    byOwner: byOwner(called.flatMap(({ assigned }) => assigned)).map(({ owner, ...figures }) => ({
      owner,
      beforeMedianMinutes: before === null || 'unknown' in before ? null : beforeOfOwner(before, owner.id),
      ...figures,
    })),
    byWeek: figuresBy(({ handedOffAt, openedAt }) => weekOf(handedOffAt ?? openedAt))
      .map(([week, figures]) => ({ week, ...figures }))
      .sort((one, other) => compareText(one.week, other.week)),
    bySize: figuresBy(({ size }) => size)
      .map(([size, figures]) => ({ size, ...figures }))
      .sort((one, other) => companySizes.indexOf(one.size) - companySizes.indexOf(other.size)),
    byCondition: figuresBy(({ condition }) => condition)
      .map(([condition, figures]) => ({ condition, ...figures }))
      .sort((one, other) => other.count - one.count || compareText(one.condition, other.condition)),
  };
}

type CalledHandoff = ReportedHandoff & { call: FirstCall };

function hasCall(handoff: ReportedHandoff): handoff is CalledHandoff {
  return handoff.call !== null;
}

/** Whoever has most first. A name that was changed in HubSpot is shown as it was given last. */
export function byOwner(assigned: readonly Assigned[]): ({ owner: ReportedOwner } & CallFigures)[] {
  return [...Map.groupBy(assigned, ({ owner }) => owner.id).values()]
    .map((group) => ({ owner: group.at(-1)!.owner, ...callFigures(group) }))
    .sort((one, other) => other.count - one.count || compareText(one.owner.name, other.owner.name));
}

export function callFigures(calls: readonly FirstCall[]): CallFigures {
  const having = (state: CallState) => calls.reduce((count, call) => (call.state === state ? count + 1 : count), 0);
  const { median, p90 } = spreadOf(calls.map(({ minutes }) => minutes).filter((minutes) => minutes !== null));
  return {
    count: calls.length,
    inTime: having('in time'),
    breached: having('breached'),
    running: having('running'),
    stopped: having('stopped'),
    medianMinutes: median,
    p90Minutes: p90,
  };
}
