/**
 * What the clock of the first call does when its moments come: half of the time passes in silence, before the others HubSpot is
 * asked whether the call has been made. Snoozing moves reminders and what follows them, never the due time.
 */
import type { Effect, ReminderKind, ReminderPlace } from '../../outbox/effect.ts';
import { priorities } from '../../outbox/effect.ts';
import { unchanged } from '../combine-changes.ts';
import type { ClockStep, FirstCallClock, Handoff } from '../handoff.ts';
import type { HandoffChange } from '../handoff-change.ts';
import { refusalOf } from '../moves.ts';
import { restated } from '../open-status.ts';
import { withTimers } from '../timers.ts';
import { nextClockMoment, stepDue } from './first-call-clock.ts';

/** How long HubSpot may take to say whether the call has been made before the clock goes on without it. */
export const askPatienceMs = 5 * 60_000;

/** What follows an overdue first call; the first two post, the last one assigns again. */
export type Further = 'manager' | 'operator' | 'reassign';

/** The first of two halves of a step: HubSpot is asked. Null: nothing is due, or HubSpot has been asked. */
export function clockRuns(handoff: Handoff, now: number): HandoffChange | null {
  const { clock } = handoff;
  if (clock === null || !isRunning(handoff)) return null;
  const step = stepDue(clock, now);
  if (step === null) return null;
  if (step === 'half') return taken(handoff, clock, 'half');
  if (isHeldBack(handoff, step)) return heldBack(handoff, clock);
  if (clock.askedAt !== null) return null;
  return {
    handoff: {
      ...handoff,
      clock: { ...clock, askedAt: now },
      timers: withTimers(handoff.timers, { clock: now + askPatienceMs }),
    },
    effects: [
      {
        kind: 'ask for touch',
        handoffId: handoff.handoffId,
        personId: handoff.personId,
        key: `touch:${handoff.handoffId}`,
        lane: 'hubspot',
        priority: priorities.crossing,
      },
    ],
    receipts: [],
  };
}

/** Somebody has it, and the first call may still be made. */
function isRunning(handoff: Handoff): boolean {
  return handoff.owner !== null && handoff.touch === null && refusalOf('touch', handoff) === null;
}

export type ClockStepParts = {
  /** The AE's, and the alert's, channel of the playbook; null without one. */
  channel: string | null;
  /** What the playbook and the guard against ping-pong leave to do with an overdue one. */
  further: Further;
  managerEmail: string | null;
  /** False: HubSpot could not be asked in time. */
  isSure: boolean;
  now: number;
};

/** The second half: HubSpot knows of no touch, or could not be asked. Reassigning is left to whoever can choose. */
export function clockStep(handoff: Handoff, parts: ClockStepParts): { change: HandoffChange; reassigns: boolean } {
  const { clock, owner } = handoff;
  const none = { change: unchanged(handoff), reassigns: false };
  if (clock === null || owner === null || !isRunning(handoff)) return none;
  const step = stepDue(clock, parts.now);
  if (step === null) return none;
  const change = taken(handoff, clock, step);
  const isOverdue = step === 'due' || step === 'further';
  const breached = isOverdue && handoff.breachedAt === null;
  const next: Handoff = restated({
    ...change.handoff,
    breachedAt: handoff.breachedAt ?? (breached ? clock.dueAt : null),
  });
  const receipts: HandoffChange['receipts'] = breached
    ? [{ kind: 'work', body: { step: 'breached', owner: owner.email, dueAt: clock.dueAt, isSure: parts.isSure } }]
    : [];
  if (handoff.snooze !== null) {
    const { breachedAt, status } = next;
    return { change: { ...heldBack({ ...handoff, breachedAt, status }, clock), receipts }, reassigns: false };
  }
  const places: [ReminderKind, ReminderPlace][] = remindersOf(step, owner.email, parts, clock.done);
  return {
    change: {
      handoff: next,
      effects: places.map(([what, place]) => reminder(handoff, what, place)),
      receipts: [...receipts, ...remindedOf(places)],
    },
    reassigns: step === 'further' && parts.further === 'reassign',
  };
}

/** What a snooze holds back is taken up when it ends; only that a first call is overdue stands at once. */
function isHeldBack({ snooze, breachedAt }: Handoff, step: ClockStep): boolean {
  return snooze !== null && (step === 'nearly' || breachedAt !== null);
}

function heldBack(handoff: Handoff, clock: FirstCallClock): HandoffChange {
  const waiting = { ...handoff, clock: { ...clock, askedAt: null } };
  return unchanged(withClockTimer(waiting, handoff.breachedAt === null ? clock.dueAt : null));
}

/** A snooze has ended: what it held back goes on, and the AE is reminded, by that or of the snooze. */
export function snoozeEnded(handoff: Handoff, now: number): HandoffChange | null {
  if (handoff.snooze === null || handoff.snooze.until > now) return null;
  const next = restated({ ...handoff, snooze: null });
  const { owner, clock } = handoff;
  const step = clock && stepDue(clock, now);
  const isReminded = step !== null && step !== 'half';
  return {
    handoff: {
      ...next,
      timers: withTimers(handoff.timers, {
        snooze: null,
        ...(clock?.askedAt == null && { clock: nextClockMoment(clock) }),
      }),
    },
    effects:
      owner === null || handoff.touch !== null || isReminded
        ? []
        : [
            {
              ...reminder(handoff, 'snooze over', { to: 'dm', email: owner.email }),
              key: `reminder:${handoff.handoffId}:snooze:${handoff.snooze.until}`,
            },
          ],
    receipts: [{ kind: 'work', body: { step: 'snooze over' } }],
  };
}

function remindersOf(
  step: ClockStep,
  email: string,
  { channel, further, managerEmail }: ClockStepParts,
  done: ClockStep | null,
): [ReminderKind, ReminderPlace][] {
  const dm: ReminderPlace = { to: 'dm', email };
  const overdue: [ReminderKind, ReminderPlace][] = [
    ['overdue', dm],
    ...(channel === null ? [] : [['overdue', { to: 'channel', channel }] as [ReminderKind, ReminderPlace]]),
  ];
  switch (step) {
    case 'half':
      return [];
    case 'nearly':
      return [['nearly due', dm]];
    case 'due':
      return overdue;
    case 'further': {
      // After a stop of the service, or a snooze, both may have come at once.
      const missed = done === 'due' ? [] : overdue;
      if (further === 'manager' && managerEmail !== null) {
        return [...missed, ['taken further', { to: 'dm', email: managerEmail }]];
      }
      return further === 'reassign' ? missed : [...missed, ['taken further', { to: 'operator' }]];
    }
  }
}

/** One receipt for each thing that was said. */
function remindedOf(places: [ReminderKind, ReminderPlace][]): HandoffChange['receipts'] {
  const said = [...new Set(places.map(([what]) => what))];
  return said.map((of) => {
    const to = places.filter(([what]) => what === of).map(([, place]) => placeName(place));
    return { kind: 'work', body: { step: 'reminded', of, to } };
  });
}

function placeName(place: ReminderPlace): string {
  return place.to === 'dm' ? place.email : place.to === 'channel' ? place.channel : 'operator';
}

/** Once for each clock: whoever gets it after them has reminders of their own. */
function reminder(handoff: Handoff, what: ReminderKind, place: ReminderPlace): Effect {
  return {
    kind: 'post reminder',
    handoffId: handoff.handoffId,
    what,
    place,
    clockStartedAt: handoff.clock?.startedAt ?? null,
    key: `reminder:${handoff.handoffId}:${handoff.clock?.startedAt}:${what}:${placeName(place)}`,
    lane:
      place.to === 'dm'
        ? `slack:@${place.email}`
        : place.to === 'channel'
          ? `slack:${place.channel}`
          : 'slack:operator',
    priority: priorities.crossing,
  };
}

function taken(handoff: Handoff, clock: FirstCallClock, step: ClockStep): HandoffChange {
  const next = { ...clock, done: step, askedAt: null };
  return {
    handoff: withClockTimer({ ...handoff, clock: next }),
    effects: [],
    receipts: [],
  };
}

function withClockTimer(handoff: Handoff, at: number | null = nextClockMoment(handoff.clock)): Handoff {
  return { ...handoff, timers: withTimers(handoff.timers, { clock: at }) };
}
