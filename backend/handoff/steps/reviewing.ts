/** A crossing that somebody looks at before it is handed off. */
import { priorities } from '../../outbox/effect.ts';
import type { Handoff } from '../handoff.ts';
import { unreviewedAlarm } from '../handoff-alarms.ts';
import type { HandoffChange } from '../handoff-change.ts';
import { restated } from '../open-status.ts';
import { withTimers } from '../timers.ts';
import { openingTimers } from './opening.ts';

export function reviewKey(handoffId: number): string {
  return `review:${handoffId}`;
}

/** Asks the reviewers; the key is used once, so that asking again asks nobody twice. */
export function askReviewers(handoff: Handoff, channel: string | null): HandoffChange {
  const key = reviewKey(handoff.handoffId);
  return {
    handoff: { ...handoff, alerts: { ...handoff.alerts, [key]: { state: 'queued' } } },
    effects: [
      {
        kind: 'post review',
        handoffId: handoff.handoffId,
        channel,
        key,
        lane: `slack:${channel ?? 'operator'}`,
        priority: priorities.crossing,
      },
    ],
    receipts: [{ kind: 'review', body: { step: 'asked', rule: handoff.review?.rule ?? '' } }],
  };
}

/** The gate may open: HubSpot is asked once more what it knows before it does, and before direct mode takes it up. */
export function approve(handoff: Handoff, by: string, now: number): HandoffChange {
  return {
    handoff: restated({
      ...handoff,
      review: handoff.review && { ...handoff.review, verdict: 'approved', decidedAt: now, by },
      timers: withTimers(handoff.timers, { review: null, ...openingTimers(handoff.origin, now), 'take up': null }),
    }),
    effects: [],
    receipts: [{ kind: 'review', body: { step: 'approved', by, afterMs: now - (handoff.review?.askedAt ?? now) } }],
  };
}

export function reject(handoff: Handoff, by: string, reason: string, now: number): HandoffChange {
  return {
    handoff: {
      ...handoff,
      status: 'rejected',
      closedAt: now,
      review: handoff.review && { ...handoff.review, verdict: 'rejected', decidedAt: now, by, reason },
      ending: { by, reason, undo: null },
      timers: {},
    },
    effects: [],
    receipts: [
      { kind: 'review', body: { step: 'rejected', by, reason, afterMs: now - (handoff.review?.askedAt ?? now) } },
    ],
  };
}

/** Nobody has looked at it for as long as the playbook allows: the operators hear of it, once. */
export function reviewStayedOpen(handoff: Handoff, now: number): HandoffChange | null {
  if (handoff.status !== 'in_review' || handoff.review === null || handoff.review.escalatedAt !== null) return null;
  return {
    handoff: {
      ...handoff,
      review: { ...handoff.review, escalatedAt: now },
      timers: withTimers(handoff.timers, { review: null }),
    },
    effects: [
      {
        kind: 'post reminder',
        handoffId: handoff.handoffId,
        what: 'unreviewed',
        place: { to: 'operator' },
        clockStartedAt: null,
        key: `reminder:${handoff.handoffId}:unreviewed`,
        lane: 'slack:operator',
        priority: priorities.crossing,
      },
    ],
    receipts: [{ kind: 'review', body: { step: 'escalated' } }],
    alarm: {
      key: unreviewedAlarm(handoff),
      message: `Handoff ${handoff.handoffId} waits for a review, and nobody has looked at it in time.`,
    },
  };
}
