/** How a handoff ends besides going back: a deal is won or lost, or the contact is not a fit. */
import { priorities } from '../../outbox/effect.ts';
import { unchanged } from '../combine-changes.ts';
import { type FirstCallClock, type Handoff, isOpen } from '../handoff.ts';
import type { HandoffChange } from '../handoff-change.ts';
import { restated } from '../open-status.ts';
import { withTimers } from '../timers.ts';
import { type ClockTerms, nextClockMoment, resumeClock, startClock } from './first-call-clock.ts';
import { laterFieldsKey, withNewest, withWrite } from './writing.ts';

export const undoForMs = 30 * 24 * 60 * 60_000;

export function dealClosed(handoff: Handoff, outcome: 'won' | 'lost', at: number, now: number): HandoffChange {
  if (!isOpen(handoff.status)) return unchanged(handoff);
  return {
    handoff: { ...handoff, status: outcome, closedAt: now, question: null, timers: {} },
    effects: [],
    receipts: [{ kind: 'outcome', body: { outcome, dealClosedAt: at } }],
  };
}

export const contactDeletedWords = 'the contact was deleted in HubSpot';

/** Whoever it was handed off to is told that there is nothing to call any more. A restored contact opens nothing again. */
export function contactDeleted(handoff: Handoff, now: number): HandoffChange {
  if (!isOpen(handoff.status)) return unchanged(handoff);
  const ending = { by: 'HubSpot', kind: 'contact deleted', reason: contactDeletedWords, undo: null } as const;
  return {
    handoff: { ...handoff, status: 'withdrawn', closedAt: now, question: null, snooze: null, ending, timers: {} },
    effects: [],
    receipts: [{ kind: 'withdrawal', body: { gate: 'do_not_contact', because: contactDeletedWords } }],
  };
}

/** Two people turned out to be one, who is handed off once: of this handoff nothing is written any more, whoever was told. */
export function goesOnAs(
  kept: Pick<Handoff, 'handoffId'>,
  handoff: Handoff,
  because: string,
  now: number,
): HandoffChange {
  const ended: Handoff = { ...handoff, status: 'withdrawn', closedAt: now, timers: {} };
  return {
    handoff: withNewest(ended, Object.keys(handoff.newestWrites), `goes-on-as:${kept.handoffId}`),
    effects: [],
    receipts: [{ kind: 'withdrawal', body: { gate: 'handed_off', because, continuesAs: kept.handoffId } }],
  };
}

export type NotAFitStep = {
  by: string;
  reason: string;
  /** The value of hs_lead_status to write, and the one that HubSpot has; null: it is left alone. */
  leadStatus: string | null;
  leadStatusBefore: string | null;
  /** They are not the one to talk to, and who is, by contact id; absent: not a fit. */
  wrongPerson?: { instead: string | null };
  now: number;
};

/** Owner cleared where we set it; the gate stays closed for this person until it is undone. */
export function notAFit(handoff: Handoff, step: NotAFitStep): HandoffChange {
  const { by, reason, leadStatus, leadStatusBefore, wrongPerson, now } = step;
  if (!isOpen(handoff.status)) return unchanged(handoff);
  const clearsOwner = handoff.owner?.setByUs ?? false;
  const fields = {
    ...(leadStatus === null ? {} : { hs_lead_status: leadStatus }),
    ...(clearsOwner ? { hubspot_owner_id: '' } : {}),
  };
  const change: HandoffChange = {
    handoff: {
      ...handoff,
      status: 'not_a_fit',
      closedAt: now,
      question: null,
      snooze: null,
      ending: {
        by,
        ...(wrongPerson === undefined ? {} : { kind: 'wrong person' }),
        ...(wrongPerson?.instead == null ? {} : { instead: wrongPerson.instead }),
        reason,
        undo: {
          until: now + undoForMs,
          leadStatus: leadStatus === null ? null : (leadStatusBefore ?? ''),
          ownerId: clearsOwner ? (handoff.owner?.id ?? null) : null,
          snooze: handoff.snooze,
        },
      },
      timers: {},
    },
    effects: [],
    receipts: [
      {
        kind: 'outcome',
        body:
          wrongPerson === undefined
            ? { outcome: 'not_a_fit', by, reason, condition: handoff.receipt?.trigger?.words ?? null }
            : { outcome: 'wrong_person', by, reason, instead: wrongPerson.instead },
      },
    ],
  };
  return withWrite(change, fields, laterFieldsKey(handoff));
}

/**
 * The handoff goes on where it was: what was missed stays missed, and the clock of a first call goes on with the working time
 * that was left. One without an owner waits for one again; an owner who was chosen in HubSpot since has it from when we hear of them.
 */
export function undoNotAFit(handoff: Handoff, by: string, terms: ClockTerms, now: number): HandoffChange {
  const undo = handoff.ending?.undo ?? null;
  if (handoff.status !== 'not_a_fit' || undo === null) return unchanged(handoff);
  const clock = clockAgain(handoff, terms, now);
  const snooze = undo.snooze != null && undo.snooze.until > now && handoff.touch === null ? undo.snooze : null;
  const key = laterFieldsKey(handoff);
  const isHeld = handoff.owner === null && handoff.heldSince !== null;
  const fields = {
    ...(undo.leadStatus === null ? {} : { hs_lead_status: undo.leadStatus }),
    ...(undo.ownerId === null ? {} : { hubspot_owner_id: undo.ownerId }),
  };
  const change: HandoffChange = {
    handoff: restated({
      ...handoff,
      status: 'assigned',
      closedAt: null,
      ending: null,
      snooze,
      ...(undo.ownerId === null ? {} : { ownerKey: key, ownerConfirmedAt: null, ownerSeen: null }),
      clock,
      dueAt: clock?.dueAt ?? handoff.dueAt,
      lastActivityAt: now,
      timers: withTimers(
        {},
        {
          clock: nextClockMoment(clock),
          snooze: snooze?.until ?? null,
          held: isHeld ? now : null,
          'return rule': now,
        },
      ),
    }),
    effects: [],
    receipts: [{ kind: 'outcome', body: { outcome: 'undone', by } }],
  };
  return withWrite(change, fields, key, { priority: priorities.routine, keepsChosenOwner: true });
}

function clockAgain(handoff: Handoff, terms: ClockTerms, now: number): FirstCallClock | null {
  if (handoff.touch !== null || handoff.owner === null) return null;
  return handoff.clock === null
    ? startClock(terms, now)
    : resumeClock(handoff.clock, terms, handoff.closedAt ?? now, now);
}
