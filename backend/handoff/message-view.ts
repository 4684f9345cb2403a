/**
 * What a message about a handoff shows: always derived from the whole handoff, so that no step can forget to say what it did.
 * When a posted message shows something else than this, it is edited.
 */
import type { FirstTouch, Handoff } from './handoff.ts';
import { isOpen } from './handoff.ts';
import { isQuestionKey, isReviewKey, plainKey, readerOf } from './message-keys.ts';
import { questionKey } from './steps/returning.ts';

export type Button =
  | 'accept'
  | 'claim'
  | 'call'
  | 'snooze'
  | 'return'
  | 'not a fit'
  | 'undo'
  | 'approve'
  | 'reject'
  | 'keep'
  | 'return after all';

/** Names are those of people in HubSpot; moments are milliseconds since the epoch. */
export type MessageState =
  /** `passed`: how much of the time to the first call is over. */
  | { is: 'open'; owner: string | null; dueAt: number | null; passed: 'little' | 'half' | 'most' }
  | { is: 'accepted'; owner: string; at: number; dueAt: number | null }
  | { is: 'overdue'; owner: string; dueAt: number; isAccepted: boolean }
  | { is: 'snoozed'; owner: string; until: number; dueAt: number | null }
  | { is: 'touched'; owner: string | null; touch: FirstTouch; isInTime: boolean | null }
  /** In the direct message of somebody who no longer has it. */
  | { is: 'moved on'; to: string; why: string }
  | { is: 'returning' | 'returned'; reasons: string[] }
  | { is: 'not a fit'; reason: string; by: string }
  | { is: 'won' | 'lost' | 'withdrawn' | 'contact deleted' }
  | { is: 'to review'; contractValue: number | null; rule: string; isLate: boolean }
  | { is: 'approved'; by: string; at: number }
  | { is: 'rejected'; by: string; reason: string; at: number }
  | { is: 'asked'; reasons: string[] }
  | { is: 'answered'; answer: 'kept' | 'goes back' | 'no longer asked' };

export type MessageView = { state: MessageState; buttons: Button[] };

/** `key` is the one under which the message stands among the handoff's alerts. */
export function messageView(handoff: Handoff, key: string): MessageView {
  if (isReviewKey(key)) return reviewView(handoff);
  if (isQuestionKey(key)) return questionView(handoff, key);
  return alertView(handoff, key);
}

/** A view as text, to see whether a message still shows it. */
export function showsOf(view: MessageView): string {
  return JSON.stringify(view);
}

/** `isSilent`: only time has passed, so that it may wait for what somebody has done. */
export type OutdatedMessage = { key: string; isSilent: boolean };

/** Posted messages that show something else than what the handoff is now. */
export function outdatedMessages(handoff: Handoff): OutdatedMessage[] {
  if (handoff.erasedAt !== undefined) return [];
  return Object.entries(handoff.alerts).flatMap(([key, alert]) => {
    if (alert.state !== 'posted' || alert.shows === undefined) return [];
    const view = messageView(handoff, key);
    if (alert.shows === showsOf(view)) return [];
    return [{ key, isSilent: withoutPassed(view) === withoutPassed(JSON.parse(alert.shows)) }];
  });
}

function withoutPassed({ state, buttons }: MessageView): string {
  return showsOf({ state: state.is === 'open' ? { ...state, passed: 'little' } : state, buttons });
}

function alertView(handoff: Handoff, key: string): MessageView {
  const { owner, status } = handoff;
  const reader = readerOf(key);
  if (reader !== null && owner !== null && reader !== owner.email) {
    const moved = handoff.earlierOwners.findLast(({ email }) => email === reader);
    return { state: { is: 'moved on', to: owner.name, why: moved?.why ?? '' }, buttons: [] };
  }
  if (isOpen(status)) return openView(handoff, reader !== null);
  switch (status) {
    case 'not_a_fit': {
      const { kind, reason = '', by = '', undo = null } = handoff.ending ?? {};
      const said = kind === undefined ? reason : `${kind}: ${reason}`;
      return { state: { is: 'not a fit', reason: said, by }, buttons: undo === null ? [] : ['undo'] };
    }
    case 'returned':
      return { state: { is: 'returned', reasons: handoff.returnReasons }, buttons: [] };
    case 'won':
    case 'lost':
      return { state: { is: status }, buttons: [] };
    default:
      return withdrawnView(handoff);
  }
}

function withdrawnView({ ending }: Pick<Handoff, 'ending'>): MessageView {
  return { state: { is: ending?.kind === 'contact deleted' ? 'contact deleted' : 'withdrawn' }, buttons: [] };
}

/** `isTheirs`: only whoever has it reads it. Elsewhere an overdue one is for somebody else to claim. */
function openView(handoff: Handoff, isTheirs: boolean): MessageView {
  const { owner, touch, snooze, dueAt, breachedAt, acceptedAt } = handoff;
  if (handoff.returnDueAt !== null) return { state: { is: 'returning', reasons: handoff.returnReasons }, buttons: [] };
  if (touch !== null) {
    const isInTime = dueAt === null ? null : touch.at <= dueAt;
    const state: MessageState = { is: 'touched', owner: owner?.name ?? null, touch, isInTime };
    return { state, buttons: owner === null ? [] : ['return', 'not a fit'] };
  }
  if (owner === null) return { state: { is: 'open', owner: null, dueAt, passed: 'little' }, buttons: ['claim'] };
  const work: Button[] = ['call', 'snooze', 'return', 'not a fit'];
  if (snooze !== null) {
    return { state: { is: 'snoozed', owner: owner.name, until: snooze.until, dueAt }, buttons: work };
  }
  if (breachedAt !== null && dueAt !== null) {
    const isAccepted = acceptedAt !== null;
    const state: MessageState = { is: 'overdue', owner: owner.name, dueAt, isAccepted };
    const first: Button[] = isTheirs ? (isAccepted ? [] : ['accept']) : ['claim'];
    return { state, buttons: [...first, ...work] };
  }
  if (acceptedAt !== null)
    return { state: { is: 'accepted', owner: owner.name, at: acceptedAt, dueAt }, buttons: work };
  return { state: { is: 'open', owner: owner.name, dueAt, passed: passedOf(handoff) }, buttons: ['accept', ...work] };
}

function passedOf({ clock }: Handoff): 'little' | 'half' | 'most' {
  if (clock === null || clock.done === null) return 'little';
  return clock.done === 'half' ? 'half' : 'most';
}

function reviewView(handoff: Handoff): MessageView {
  const { review, status } = handoff;
  if (review === null) return withdrawnView(handoff);
  const { verdict, by, decidedAt, reason, contractValue, rule, escalatedAt } = review;
  if (verdict === 'approved') return { state: { is: 'approved', by: by ?? '', at: decidedAt ?? 0 }, buttons: [] };
  if (verdict === 'rejected') {
    return { state: { is: 'rejected', by: by ?? '', reason: reason ?? '', at: decidedAt ?? 0 }, buttons: [] };
  }
  if (status !== 'in_review') return withdrawnView(handoff);
  const state: MessageState = { is: 'to review', contractValue, rule, isLate: escalatedAt !== null };
  return { state, buttons: ['approve', 'reject'] };
}

function questionView(handoff: Handoff, key: string): MessageView {
  const { question, keptAt, status } = handoff;
  if (question !== null && isOpen(status) && plainKey(key) === questionKey(handoff.handoffId, question.number)) {
    return { state: { is: 'asked', reasons: question.reasons }, buttons: ['keep', 'return after all'] };
  }
  const goesBack = status === 'return_due' || status === 'returned';
  const answer = goesBack ? 'goes back' : keptAt !== null ? 'kept' : 'no longer asked';
  return { state: { is: 'answered', answer }, buttons: [] };
}
