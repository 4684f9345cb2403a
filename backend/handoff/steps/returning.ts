/** Back to marketing: by the rule, by an AE, by the workflow; asked about first where somebody is at work on it. */
import type { Effect } from '../../outbox/effect.ts';
import { priorities } from '../../outbox/effect.ts';
import { unchanged } from '../combine-changes.ts';
import { type Handoff, isOpen, type WaitingCallback } from '../handoff.ts';
import { silentWorkflowAlarm } from '../handoff-alarms.ts';
import type { HandoffChange } from '../handoff-change.ts';
import { restated } from '../open-status.ts';
import { withTimers } from '../timers.ts';
import type { CallToComplete } from './assigning.ts';
import { nextClockMoment } from './first-call-clock.ts';
import { workflowPatienceMs } from './opening.ts';
import { withNewest } from './writing.ts';

export const marketingStage = 'marketingqualifiedlead';

/** HubSpot's workflow returns it when the return workflow is live; else the backend does it itself. */
export function beginReturn(
  handoff: Handoff,
  reasons: string[],
  mode: 'workflow' | 'direct',
  now: number,
): HandoffChange {
  const due = restated({
    ...handoff,
    returnDueAt: now,
    returnReasons: reasons,
    question: null,
    timers: mode === 'workflow' ? { workflow: now + workflowPatienceMs } : {},
  });
  return {
    handoff: due,
    effects: mode === 'direct' ? [returnEffect(due)] : [],
    receipts: [{ kind: 'return', body: { step: 'due', reasons, mode } }],
  };
}

/** The return is due for two minutes and HubSpot's return workflow has not called. */
export function returnStayedSilent(handoff: Handoff): HandoffChange | null {
  if (handoff.status !== 'return_due' || handoff.waitingCallbacks.length > 0) return null;
  return {
    handoff: { ...handoff, timers: {} },
    effects: [],
    receipts: [],
    alarm: {
      key: silentWorkflowAlarm(handoff),
      message:
        `Handoff ${handoff.handoffId} is waiting for HubSpot: it is due back in marketing and the workflow ` +
        '"Zo | Return to marketing" has not called. Is it turned on? `zo doctor` looks, `zo provision --go-live` mends.',
    },
  };
}

/** The workflow (or an AE) asks for the return. */
export function performReturn(
  handoff: Handoff,
  callback: CallToComplete | null,
  reasons: string[],
  now: number,
): HandoffChange {
  const effect = returnEffect(handoff);
  const waiting: WaitingCallback[] = callback ? [{ ...callback, effectKeys: [effect.key] }] : [];
  return {
    handoff: restated({
      ...handoff,
      returnDueAt: handoff.returnDueAt ?? now,
      returnReasons: handoff.returnReasons.length > 0 ? handoff.returnReasons : reasons,
      question: null,
      waitingCallbacks: [...handoff.waitingCallbacks, ...waiting],
      timers: {},
    }),
    effects: [effect],
    // Of one that is due already, the receipt says why.
    receipts:
      handoff.status === 'return_due' ? [] : [{ kind: 'return', body: { step: 'due', reasons, mode: 'asked for' } }],
    alarm: { clear: silentWorkflowAlarm(handoff) },
  };
}

/** Keys are used once, ever: one that stayed, and goes back later, needs another. */
export function returnKey({ handoffId, takenBack }: Pick<Handoff, 'handoffId' | 'takenBack'>): string {
  return takenBack === 0 ? `return:${handoffId}` : `return:${handoffId}:${takenBack}`;
}

function returnEffect(handoff: Handoff): Effect {
  return {
    kind: 'return contact',
    handoffId: handoff.handoffId,
    personId: handoff.personId,
    clearOwner: clearsOwner(handoff),
    stage: marketingStage,
    key: returnKey(handoff),
    lane: 'hubspot',
    priority: priorities.crossing,
  };
}

function clearsOwner({ owner }: Handoff): boolean {
  return owner?.setByUs ?? false;
}

/** A deal was opened before HubSpot had the contact back: it stays with sales, and goes on where it was. */
export function stays(handoff: Handoff, now: number): HandoffChange {
  const { owner, heldSince, touch, snooze, clock, takenBack } = handoff;
  return {
    handoff: restated({
      ...handoff,
      returnDueAt: null,
      returnReasons: [],
      takenBack: takenBack + 1,
      timers: withTimers(
        {},
        {
          held: owner === null && heldSince !== null ? now : null,
          clock: touch === null ? nextClockMoment(clock) : null,
          snooze: snooze?.until ?? null,
        },
      ),
    }),
    effects: [],
    receipts: [{ kind: 'return', body: { step: 'stays' } }],
  };
}

/** HubSpot has the contact back in marketing, proven by reading back. Hearing it again, after a crash, changes nothing. */
export function returned(handoff: Handoff, note: { channel: string; text: string } | null, now: number): HandoffChange {
  if (!isOpen(handoff.status)) return unchanged(handoff);
  const properties = ['lifecyclestage', ...(clearsOwner(handoff) ? ['hubspot_owner_id'] : [])];
  return {
    handoff: {
      ...withNewest(handoff, properties, returnKey(handoff)),
      status: 'returned',
      closedAt: now,
      timers: {},
    },
    effects: note
      ? [
          {
            kind: 'post note',
            channel: note.channel,
            text: note.text,
            handoffId: handoff.handoffId,
            key: `note:return:${handoff.handoffId}`,
            lane: `slack:${note.channel}`,
            priority: priorities.routine,
          },
        ]
      : [],
    receipts: [{ kind: 'return', body: { step: 'returned', reasons: handoff.returnReasons } }],
  };
}

export function questionKey(handoffId: number, number: number): string {
  return `question:${handoffId}:${number}`;
}

/** The AE is asked whether it goes back or stays; while nobody answers, it stays. */
export function askBeforeReturn(handoff: Handoff, reasons: string[], lookAgainAt: number, now: number): HandoffChange {
  if (handoff.owner === null || handoff.question !== null) return unchanged(handoff);
  const number = handoff.questions + 1;
  const key = questionKey(handoff.handoffId, number);
  return {
    handoff: {
      ...handoff,
      question: { askedAt: now, number, reasons },
      questions: number,
      alerts: { ...handoff.alerts, [key]: { state: 'queued' } },
      timers: withTimers(handoff.timers, { 'return rule': lookAgainAt }),
    },
    effects: [
      {
        kind: 'post question',
        handoffId: handoff.handoffId,
        email: handoff.owner.email,
        key,
        lane: `slack:@${handoff.owner.email}`,
        priority: priorities.routine,
      },
    ],
    receipts: [{ kind: 'return', body: { step: 'asked', reasons, who: handoff.owner.email } }],
  };
}

/** "Keep": that is AE activity too. The rule looks at it again when the answer has grown old. */
export function keep(handoff: Handoff, by: string, lookAgainAt: number, now: number): HandoffChange {
  return {
    handoff: {
      ...handoff,
      question: null,
      keptAt: now,
      lastActivityAt: now,
      timers: withTimers(handoff.timers, { 'return rule': lookAgainAt }),
    },
    effects: [],
    receipts: [{ kind: 'return', body: { step: 'kept', by } }],
  };
}
