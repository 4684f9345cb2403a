/** What sales does about a handoff: takes it on, makes the first call, puts it off. */
import { type WorkingHours, workingMinutesBetween } from '@zo/shared';
import { priorities } from '../../outbox/effect.ts';
import { unchanged } from '../combine-changes.ts';
import type { FirstTouch, Handoff } from '../handoff.ts';
import type { HandoffChange } from '../handoff-change.ts';
import { restated } from '../open-status.ts';
import { withTimers } from '../timers.ts';

/** "I'm on it". A second one changes nothing. */
export function accept(handoff: Handoff, by: string, now: number): HandoffChange {
  if (handoff.acceptedAt !== null) return unchanged(handoff);
  return {
    handoff: { ...handoff, acceptedAt: now, lastActivityAt: now },
    effects: [],
    receipts: [{ kind: 'work', body: { step: 'accepted', by } }],
  };
}

/** Working time of whoever the minutes are counted for. */
export type WorkingTime = { hours: WorkingHours; zone: string };

export type Touch = Omit<FirstTouch, 'minutes'>;

/** The first human touch stops the clock; there is only one. */
export function touched(handoff: Handoff, touch: Touch, { hours, zone }: WorkingTime): HandoffChange {
  if (handoff.touch !== null) return unchanged(handoff);
  const from = handoff.handedOffAt ?? handoff.openedAt;
  const minutes = workingMinutesBetween(from, Math.max(from, touch.at), hours, zone);
  return {
    handoff: restated({
      ...handoff,
      touch: { ...touch, minutes },
      snooze: null,
      lastActivityAt: Math.max(handoff.lastActivityAt ?? touch.at, touch.at),
      timers: withTimers(handoff.timers, { clock: null, snooze: null }),
    }),
    effects: [],
    receipts: [{ kind: 'work', body: { step: 'touched', ...touch, minutes } }],
  };
}

/** An AE says that the call has been made: it is logged in HubSpot too, so that both tell the same. */
export function called(
  handoff: Handoff,
  caller: { email: string; isOwner: boolean; ownerId: string | null; via: 'Slack' | 'card' },
  time: WorkingTime,
  now: number,
): HandoffChange {
  if (handoff.touch !== null) return unchanged(handoff);
  const change = touched(
    handoff,
    { at: now, by: caller.isOwner ? 'owner' : 'somebody', kind: 'call', via: caller.via },
    time,
  );
  return {
    ...change,
    effects: [
      {
        kind: 'log call',
        handoffId: handoff.handoffId,
        personId: handoff.personId,
        ownerId: caller.ownerId,
        at: now,
        key: `call:${handoff.handoffId}`,
        lane: 'hubspot',
        priority: priorities.routine,
      },
    ],
  };
}

/** Reminders wait until then; what is due stays due. */
export function snooze(handoff: Handoff, until: number, by: string, now: number): HandoffChange {
  if (handoff.touch !== null || handoff.snooze?.until === until) return unchanged(handoff);
  return {
    handoff: restated({
      ...handoff,
      snooze: { until, by },
      lastActivityAt: now,
      timers: withTimers(handoff.timers, { snooze: until }),
    }),
    effects: [],
    receipts: [{ kind: 'snooze', body: { until, by, reason: null } }],
  };
}
