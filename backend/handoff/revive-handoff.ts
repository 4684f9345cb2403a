/** Handoffs as an earlier version of this program stored them, made what this one works with. */
import { type Handoff, isOpen } from './handoff.ts';
import { workflowPatienceMs } from './steps/opening.ts';
import type { Timers } from './timers.ts';

type AddedLater =
  | 'byHand'
  | 'employees'
  | 'review'
  | 'earlierOwners'
  | 'heldSince'
  | 'clock'
  | 'breachedAt'
  | 'acceptedAt'
  | 'snooze'
  | 'touch'
  | 'lastActivityAt'
  | 'question'
  | 'questions'
  | 'keptAt'
  | 'newestWrites'
  | 'enrolments'
  | 'ownerKey'
  | 'ownerConfirmedAt'
  | 'ownerSeen'
  | 'returnDueAt'
  | 'takenBack'
  | 'ending'
  | 'timers';

export type StoredHandoff = Omit<Handoff, AddedLater> & Partial<Pick<Handoff, AddedLater>>;

/** A first call that was promised without a clock gets none: nobody is reminded of the past. */
export function reviveHandoff(stored: StoredHandoff): Handoff {
  const isHeld = stored.origin === 'direct' && stored.owner === null && isOpen(stored.status);
  return {
    byHand: null,
    employees: null,
    review: null,
    earlierOwners: [],
    heldSince: isHeld ? stored.handedOffAt : null,
    clock: null,
    breachedAt: null,
    acceptedAt: null,
    snooze: null,
    touch: null,
    lastActivityAt: null,
    question: null,
    questions: 0,
    keptAt: null,
    newestWrites: {},
    enrolments: [],
    ownerKey: null,
    // HubSpot has it by now.
    ownerConfirmedAt: stored.owner === null ? null : stored.handedOffAt,
    ownerSeen: null,
    returnDueAt: stored.status === 'return_due' ? stored.openedAt : null,
    takenBack: 0,
    ending: null,
    timers: timersBefore(stored),
    ...stored,
  };
}

/** What its wake was for, where that was all that was stored of it. */
function timersBefore(stored: StoredHandoff): Timers {
  const { status, origin, openedAt, gateWrittenAt, firstCallAt, handedOffAt, owner } = stored;
  if (!isOpen(status)) return {};
  if (status === 'return_due') return { workflow: openedAt };
  if (handedOffAt !== null) {
    return { 'return rule': handedOffAt, ...(origin === 'direct' && owner === null && { held: handedOffAt }) };
  }
  if (origin === 'direct') return { 'take up': openedAt };
  return origin === 'workflow' && firstCallAt === null
    ? { workflow: (gateWrittenAt ?? openedAt) + workflowPatienceMs }
    : {};
}
