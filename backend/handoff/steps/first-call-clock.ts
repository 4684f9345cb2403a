/**
 * The clock of the first call. Its moments are fixed when it starts, from the hours and zone of whoever has the handoff, so
 * that what was promised in the alert does not move when the playbook changes.
 */
import { addWorkingMinutes, type WorkingHours, workingMinutesBetween } from '@zo/shared';
import type { ClockStep, FirstCallClock } from '../handoff.ts';

export type ClockTerms = {
  /** Working time to the first call, and from an overdue one until it is taken further. */
  minutes: number;
  patienceMinutes: number;
  hours: WorkingHours;
  zone: string;
};

const halfShare = 0.5;
const nearlyShare = 0.8;

export function startClock(terms: ClockTerms, now: number): FirstCallClock {
  const after = (minutes: number) => addWorkingMinutes(now, minutes, terms.hours, terms.zone);
  return {
    startedAt: now,
    halfAt: after(terms.minutes * halfShare),
    nearlyAt: after(terms.minutes * nearlyShare),
    dueAt: after(terms.minutes),
    furtherAt: after(terms.minutes + terms.patienceMinutes),
    done: null,
    askedAt: null,
  };
}

/** It stood still for a while: what was still to come then comes as much working time later, what had come stays. */
export function resumeClock(clock: FirstCallClock, terms: ClockTerms, stoppedAt: number, now: number): FirstCallClock {
  const stood = workingMinutesBetween(stoppedAt, now, terms.hours, terms.zone);
  const later = (at: number) => (at <= stoppedAt ? at : addWorkingMinutes(at, stood, terms.hours, terms.zone));
  return {
    ...clock,
    halfAt: later(clock.halfAt),
    nearlyAt: later(clock.nearlyAt),
    dueAt: later(clock.dueAt),
    furtherAt: later(clock.furtherAt),
    askedAt: null,
  };
}

const steps: ClockStep[] = ['half', 'nearly', 'due', 'further'];

function momentOf(clock: FirstCallClock, step: ClockStep): number {
  switch (step) {
    case 'half':
      return clock.halfAt;
    case 'nearly':
      return clock.nearlyAt;
    case 'due':
      return clock.dueAt;
    case 'further':
      return clock.furtherAt;
  }
}

/** When the clock next does something; null when it has done all. */
export function nextClockMoment(clock: FirstCallClock | null): number | null {
  const next = clock === null ? undefined : steps[nextIndex(clock)];
  return next === undefined ? null : momentOf(clock!, next);
}

/** The last of the steps whose time has come and which were not taken; what it overtakes is not made up for. */
export function stepDue(clock: FirstCallClock, now: number): ClockStep | null {
  return steps.slice(nextIndex(clock)).findLast((step) => momentOf(clock, step) <= now) ?? null;
}

function nextIndex({ done }: FirstCallClock): number {
  return done === null ? 0 : steps.indexOf(done) + 1;
}
