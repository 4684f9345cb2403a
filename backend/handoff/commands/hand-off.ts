/** "Hand off now": a person without an open handoff goes to sales because somebody of sales says so. */
import { gateWording } from '@zo/shared';
import type { PortalState } from '../../portals/portal-state.ts';
import { isHandedOffByHand } from '../decide-open-handoff.ts';
import { mayNotContact } from '../do-not-contact.ts';
import { barAgainstHand } from '../hand-gate.ts';
import { handOffNow } from '../hand-off-now.ts';
import type { ByHand, Handoff } from '../handoff.ts';
import type { HandoffChange, HandoffContext } from '../handoff-change.ts';
import { statusWords } from '../moves.ts';
import { evaluateReview } from '../review-rule.ts';
import { valuesNow } from '../values-now.ts';
import type { Actor, HandOff, HandOffTo, NotRun, Ran } from './command.ts';
import { refusedToHandOff } from './who-may.ts';
import { activeOwner, cannotHaveIt, refused } from './why-not.ts';

/** Whom it is about, and what is known of them. */
export type HandOffAbout = Pick<HandoffContext, 'handoff' | 'newest' | 'person' | 'company' | 'record' | 'decision'>;

export type HandOffParts<About> = {
  context: About;
  state: PortalState;
  actor: Actor;
  /** Their addresses, lower case. */
  operators: readonly string[];
  now: number;
};

export function runHandOff({ reason, to }: HandOff, parts: HandOffParts<HandoffContext>): Ran<HandoffChange> {
  const { state, actor } = parts;
  const not = whyNotHandOff(to, parts);
  if (not !== null) return not;
  const ownerId = to === 'oneself' ? activeOwner(actor.email, state)!.id : null;
  return openFor({ by: actor.email, reason, ownerId, insteadOf: null }, parts);
}

/** Once nothing stands against it. */
export function openFor(
  byHand: ByHand,
  { context, state, now }: Pick<HandOffParts<HandoffContext>, 'context' | 'state' | 'now'>,
): Ran<HandoffChange> {
  const change = handOffNow(context, state, byHand, now);
  return change === null ? refused(noActivity) : { outcome: 'done', change, say: handedOffWords(change.handoff) };
}

/** Null: it is done. */
export function whyNotHandOff(to: HandOffTo, parts: HandOffParts<HandOffAbout>): NotRun | null {
  const { context, state, actor, operators, now } = parts;
  const { playbook } = state;
  const asksForReview = playbook.review !== null && evaluateReview(playbook, valuesNow(state, context, now)) === 'yes';
  const notTheirs = refusedToHandOff(actor.email, asksForReview, { playbook, operators });
  if (notTheirs !== null) return refused(notTheirs);
  const bar = barOfPerson(context, state, now);
  if (bar !== null) return bar;
  const cannot = to === 'oneself' ? cannotHaveIt(actor.email, state) : null;
  return cannot === null ? null : refused(cannot);
}

/** Why nobody hands this person off now, whoever asks. */
export function barOfPerson(about: HandOffAbout, state: PortalState, now: number): NotRun | null {
  const { handoff, newest, person, record, decision } = about;
  if (handoff !== null) return isOpenAlready(handoff);
  if (decision === null || person.usage.firstSeenAt === null) return refused(noActivity);
  const isNotAFit = newest?.status === 'not_a_fit';
  const doNotContact = mayNotContact(state.playbook, valuesNow(state, about, now));
  const bar = barAgainstHand({ person, record, isNotAFit, doNotContact }, state, now);
  return bar === null ? null : refused(`This person ${gateWording[bar].meaning}.`);
}

export const noActivity = 'Nothing is known of what this person did in the product.';

function isOpenAlready(handoff: Handoff): NotRun {
  const { status, owner, heldSince } = handoff;
  const isWithSales = status !== 'return_due' && (owner !== null || heldSince !== null);
  return isWithSales || isHandedOffByHand(handoff)
    ? { outcome: 'already', say: handedOffWords(handoff) }
    : refused(statusWords[status]);
}

function handedOffWords({ owner, heldSince }: Handoff): string {
  if (owner !== null) return `${owner.name} has it now.`;
  if (heldSince !== null) return 'Nobody may get it at the moment: it waits for an owner.';
  return 'It is being handed off: HubSpot is asked once more what it knows.';
}
