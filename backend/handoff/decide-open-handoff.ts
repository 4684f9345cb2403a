/**
 * What a decision about a person means for the handoff that is open: withdrawn, closed by a deal, stopped by a first touch, given
 * on because HubSpot has another owner, asked about, returned. One thing at a time: each change is decided about again.
 */
import { type Expression, type GateReason, type ReadinessFacts, startOfLocalDay } from '@zo/shared';
import { unchanged } from './combine-changes.ts';
import type { DecisionContext, DecisionInput } from './decision.ts';
import { firstHumanTouch } from './first-touch.ts';
import { isFresh } from './fresh-facts.ts';
import type { Handoff } from './handoff.ts';
import type { HandoffChange } from './handoff-change.ts';
import type { HubspotFacts } from './hubspot-facts.ts';
import { needsHubspotValues } from './hubspot-values.ts';
import { refusalOf } from './moves.ts';
import { workingTimeOf } from './owner-hours.ts';
import { lookAgainAt } from './return-check.ts';
import {
  activeAt,
  canBeAskedAbout,
  heldAgainst,
  isInHand,
  isKept,
  type ReturnQuestion,
  reasonsToReturn,
  returnCheckDay,
} from './return-rule.ts';
import { dealClosed } from './steps/ending.ts';
import { withdraw } from './steps/opening.ts';
import { askBeforeReturn, beginReturn, stays } from './steps/returning.ts';
import { touched } from './steps/working.ts';
import { withTimers } from './timers.ts';

export type Moment = { values: ReadinessFacts; today: number; dayOf: (ms: number) => number };

/** `needsFacts`: HubSpot has to be asked before anything is done. */
export type OpenHandoffDecision = { change: HandoffChange | null; needsFacts: boolean };

const nothing: OpenHandoffDecision = { change: null, needsFacts: false };

export function decideOpenHandoff(
  input: Pick<DecisionInput, 'openHandoff' | 'record'>,
  context: DecisionContext,
  gate: GateReason,
  moment: Moment,
): OpenHandoffDecision {
  const { openHandoff: handoff, record } = input;
  if (handoff === null) return nothing;
  const { now } = context;
  if (isHandedOffByHand(handoff)) return takeUpByHand(handoff, record?.factsAt ?? null, gate, now);
  // Once the workflow has called, it acts on the crossing: what changes afterwards is for the return rule.
  if (handoff.status === 'in_review' || isUncalled(handoff)) {
    if (gate === 'open') return { change: takenUpAfterReview(handoff, now), needsFacts: false };
    return gate === 'in_review' ? nothing : { change: withdraw(handoff, gate, now), needsFacts: false };
  }
  const facts = record?.facts ?? null;
  const closed = facts && closedByDeal(handoff, facts, now);
  if (closed) return { change: closed, needsFacts: false };
  if (handoff.status === 'return_due' && facts?.hasOpenDeal) return { change: stays(handoff, now), needsFacts: false };
  const touch = facts && touchedInHubspot(handoff, facts, context);
  if (touch) return { change: touch, needsFacts: false };
  const moved = facts && ownerMoved(handoff, facts, record?.factsAt ?? null, now);
  if (moved) return { change: moved, needsFacts: false };
  return returnByRule(input, handoff, context, moment);
}

/** Direct mode takes an approved one up when HubSpot has been asked once more, and the gate is open by what it said. */
function takenUpAfterReview(handoff: Handoff, now: number): HandoffChange | null {
  const { origin, review, timers } = handoff;
  if (origin !== 'direct' || review === null || timers['take up'] !== undefined) return null;
  return unchanged({ ...handoff, timers: withTimers(timers, { 'take up': now }) });
}

/** It waits, and no workflow has called for it. */
export function isUncalled({ status, firstCallAt }: Pick<Handoff, 'status' | 'firstCallAt'>): boolean {
  return status === 'waiting' && firstCallAt === null;
}

/** Opened by hand, and not taken up yet: HubSpot is asked once more before anybody is told. */
export function isHandedOffByHand({ origin, status }: Pick<Handoff, 'origin' | 'status'>): boolean {
  return origin === 'by hand' && status === 'waiting';
}

function takeUpByHand(handoff: Handoff, factsAt: number | null, gate: GateReason, now: number): OpenHandoffDecision {
  if (gate !== 'handed_off') return { change: withdraw(handoff, gate, now), needsFacts: false };
  if (!isFresh(factsAt, null, now)) return { change: null, needsFacts: true };
  if (handoff.timers['take up'] !== undefined) return nothing;
  return {
    change: unchanged({ ...handoff, timers: withTimers(handoff.timers, { 'take up': now }) }),
    needsFacts: false,
  };
}

function closedByDeal(handoff: Handoff, { deals, hasOpenDeal }: HubspotFacts, now: number): HandoffChange | null {
  const since = handoff.handedOffAt;
  if (since === null || deals === undefined) return null;
  if (deals.wonAt !== null && deals.wonAt >= since && refusalOf('win', handoff) === null) {
    return dealClosed(handoff, 'won', deals.wonAt, now);
  }
  const isLost = deals.lostAt !== null && deals.lostAt >= since && !hasOpenDeal;
  return isLost && refusalOf('lose', handoff) === null ? dealClosed(handoff, 'lost', deals.lostAt!, now) : null;
}

function touchedInHubspot(
  handoff: Handoff,
  facts: HubspotFacts,
  { playbook, timeZone, now }: DecisionContext,
): HandoffChange | null {
  if (handoff.handedOffAt === null || refusalOf('touch', handoff) !== null) return null;
  const { handedOffAt, contactedNotesAtHandoff, owner } = handoff;
  const touch = firstHumanTouch(facts, { handedOffAt, contactedNotesAtHandoff, ownerId: owner?.id ?? null }, now);
  if (touch === null) return null;
  return touched(handoff, { ...touch, via: 'HubSpot' }, workingTimeOf(playbook, timeZone, owner?.email ?? null));
}

/** Somebody has given the contact another owner in HubSpot; whoever knows the owners follows, when it is woken for it. */
function ownerMoved(
  handoff: Handoff,
  { ownerId }: HubspotFacts,
  factsAt: number | null,
  now: number,
): HandoffChange | null {
  const { owner, ownerConfirmedAt, ownerSeen, heldSince, handedOffAt } = handoff;
  if (ownerId === null || ownerId === owner?.id || ownerId === ownerSeen || heldSince !== null) return null;
  const ownedSince = owner === null ? handedOffAt : ownerConfirmedAt;
  if (ownedSince === null || factsAt === null || factsAt <= ownedSince) return null;
  if (refusalOf('reassign', handoff) !== null) return null;
  return unchanged({ ...handoff, ownerSeen: ownerId, timers: withTimers(handoff.timers, { owner: now }) });
}

function returnByRule(
  { record }: Pick<DecisionInput, 'record'>,
  handoff: Handoff,
  context: DecisionContext,
  moment: Moment,
): OpenHandoffDecision {
  const rule = context.playbook.return?.when ?? null;
  const facts = record?.facts ?? null;
  if (rule === null || !canBeAskedAbout(handoff) || facts?.hasOpenDeal) return nothing;
  const { now, timeZone } = context;
  const question = { handoff, contactedAt: contactedSince(handoff, facts, now), ...moment };
  const reasons = reasonsToReturn(rule, question);
  if (reasons.length === 0) {
    const read = { facts, factsAt: record?.factsAt ?? null };
    if (handoff.question === null) {
      const needsFacts = needsHubspotValues(rule, heldAgainst(question), read, now);
      return { change: needsFacts ? null : watched(rule, question, timeZone), needsFacts };
    }
    return { change: { handoff: { ...handoff, question: null }, effects: [], receipts: [] }, needsFacts: false };
  }
  if (isInHand(question)) {
    if (handoff.question !== null || handoff.owner === null || isKept(question)) return nothing;
    if (!isFresh(record?.factsAt ?? null, null, now)) return { change: null, needsFacts: true };
    return { change: askBeforeReturn(handoff, reasons, lookAgainAt(timeZone, now), now), needsFacts: false };
  }
  if (!isFresh(record?.factsAt ?? null, null, now)) return { change: null, needsFacts: true };
  return { change: beginReturn(handoff, reasons, context.returnMode, now), needsFacts: false };
}

/** What sales did in HubSpot may have put the rule off: it looks at the handoff again when it may hold next. */
function watched(rule: Expression, { handoff, contactedAt, today, dayOf }: ReturnQuestion, timeZone: string) {
  if (handoff.timers['return rule'] !== undefined) return null;
  const since = { handedOffAt: handoff.handedOffAt, lastActivityAt: activeAt(handoff, contactedAt) };
  const day = returnCheckDay(rule, since, today, dayOf);
  if (day === null) return null;
  const timers = withTimers(handoff.timers, { 'return rule': startOfLocalDay(day, timeZone) });
  return unchanged({ ...handoff, timers });
}

/**
 * What sales did after the first touch. Before it nothing counts: a sequence that sends by itself is nobody at work. A meeting
 * that is booked lies in the future, and is activity of now.
 */
function contactedSince(handoff: Handoff, facts: HubspotFacts | null, now: number): number | null {
  const at = facts?.engagement.lastContactedAt ?? null;
  return at === null || handoff.touch === null || at < handoff.touch.at ? null : Math.min(at, now);
}
