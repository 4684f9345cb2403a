/**
 * First calls: of a handoff, which is what the lead waited, and of each owner who had it, who answers for their own time alone.
 * An earlier owner's breach is theirs, and no one else's.
 */
import { workingMinutesBetween } from '@zo/shared';
import { type FirstTouch, type Handoff, isOpen } from '../handoff/handoff.ts';
import type { WorkingTime } from '../handoff/steps/working.ts';

export type ReportedOwner = { id: string; name: string; email: string };

/** Working time of an owner, by address. */
export type TimeOf = (email: string) => WorkingTime;

/** 'stopped': it ended, or went on to somebody else, before it was due. A call that came late is 'breached'. */
export type CallState = 'in time' | 'breached' | 'running' | 'stopped';

/** `minutes`: working minutes to the call; null while there is none. */
export type FirstCall = { state: CallState; minutes: number | null };

export type Assigned = FirstCall & { owner: ReportedOwner };

type Had = {
  owner: ReportedOwner;
  since: number;
  /** Null: they have it still, or had it last. */
  until: number | null;
  dueAt: number;
  breachedAt: number | null;
};

/** Everybody who had the handoff with a clock, first to last. */
export function assignmentsOf(handoff: Handoff, timeOf: TimeOf): Assigned[] {
  const { touch } = handoff;
  const all = clocksOf(handoff);
  const caller = touch === null ? -1 : all.findIndex(({ until }) => until === null || touch.at < until);
  return all.map((had, index) => ({
    owner: had.owner,
    ...(touch !== null && index === caller
      ? { state: touch.at <= had.dueAt ? 'in time' : 'breached', minutes: minutesTo(touch, had, handoff, timeOf) }
      : { state: withoutCall(had, handoff, touch !== null && index > caller), minutes: null }),
  }));
}

/** Breached as soon as one of those who had it let it be: the lead waited that long. */
export function firstCallOf({ touch, status }: Handoff, assigned: readonly Assigned[]): FirstCall | null {
  if (assigned.length === 0) return null;
  const minutes = touch?.minutes ?? null;
  if (assigned.some(({ state }) => state === 'breached')) return { state: 'breached', minutes };
  if (touch !== null) return { state: 'in time', minutes };
  return { state: isOpen(status) ? 'running' : 'stopped', minutes };
}

/** Whoever got it when the call had been made already has no clock. */
function clocksOf(handoff: Handoff): Had[] {
  const { owner, clock, touch, earlierOwners, handedOffAt, openedAt } = handoff;
  const earlier = earlierOwners.map(({ dueAt, since, until, breachedAt, ...had }) => ({
    owner: ownerOf(had),
    since,
    until,
    dueAt,
    breachedAt,
  }));
  const gotItAt = earlier.at(-1)?.until ?? handedOffAt ?? openedAt;
  const isTheirs = clock !== null || touch === null || touch.at >= gotItAt;
  const now =
    owner === null || !isTheirs
      ? []
      : [
          {
            owner: ownerOf(owner),
            since: clock?.startedAt ?? gotItAt,
            until: null,
            dueAt: handoff.dueAt,
            breachedAt: handoff.breachedAt,
          },
        ];
  return [...earlier, ...now].flatMap(({ dueAt, ...had }) => (dueAt === null ? [] : [{ ...had, dueAt }]));
}

function ownerOf({ id, name, email }: ReportedOwner): ReportedOwner {
  return { id, name, email };
}

/** `isAfter`: they got it after the call, of which HubSpot told later. */
function withoutCall({ breachedAt, until }: Had, { status }: Handoff, isAfter: boolean): CallState {
  if (isAfter) return 'stopped';
  if (breachedAt !== null) return 'breached';
  return until === null && isOpen(status) ? 'running' : 'stopped';
}

/** Counted when the call was made, for whoever had it from the handoff on; for others from when they got it. */
function minutesTo(touch: FirstTouch, { owner, since }: Had, { handedOffAt }: Handoff, timeOf: TimeOf): number {
  if (since === handedOffAt) return touch.minutes;
  const { hours, zone } = timeOf(owner.email);
  return workingMinutesBetween(since, touch.at, hours, zone);
}
