/** Direct mode: the backend itself assigns the AE, sets the stage and sends the alert. */
import type { AlertPlace } from '../outbox/effect.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { type AssignNow, assignNow } from './assign-now.ts';
import { thenStep } from './combine-changes.ts';
import type { Handoff } from './handoff.ts';
import type { HandoffChange, HandoffContext } from './handoff-change.ts';
import { handReasons } from './routing/reasons.ts';
import { sendAlerts } from './steps/alerting.ts';
import { sqlStage } from './steps/assigning.ts';

export function takeUpDirectly(
  handoff: Handoff,
  context: HandoffContext,
  state: PortalState,
  now: number,
): HandoffChange {
  const asked = {
    presentOwnerId: context.record?.facts?.ownerId ?? null,
    ...namedByHand(handoff),
    alsoWrite: { lifecyclestage: sqlStage, zo_handoff_at: new Date(now).toISOString() },
    callback: null,
  };
  const taken = assignNow(handoff, context, state, asked, now);
  const told = thenStep(taken, (next) => sendAlerts(next, playbookPlaces(state, next), null));
  // Of one that was opened by hand, the receipt says by whom already.
  if (handoff.byHand !== null) return told;
  return { ...told, receipts: [{ kind: 'handoff', body: { step: 'taken up', by: 'direct mode' } }, ...told.receipts] };
}

function namedByHand({ byHand }: Handoff): Pick<AssignNow, 'named' | 'namedBecause'> {
  if (byHand === null || byHand.ownerId === null) return { named: null };
  const namedBecause = byHand.insteadOf === null ? handReasons.oneself : handReasons.instead;
  return { named: byHand.ownerId, namedBecause };
}

/** Somebody may get it now, who could not before. */
export function tryHeld(
  handoff: Handoff,
  context: HandoffContext,
  state: PortalState,
  now: number,
): HandoffChange | null {
  if (handoff.heldSince === null || handoff.owner !== null) return null;
  const asked = {
    presentOwnerId: context.record?.facts?.ownerId ?? null,
    named: null,
    alsoWrite: {},
    callback: null,
  };
  const tried = assignNow(handoff, context, state, asked, now);
  return thenStep(tried, (next) => (next.owner === null ? null : sendAlerts(next, playbookPlaces(state, next), null)));
}

/** The AE's direct message and the playbook's channel, whichever exist. */
export function playbookPlaces(state: Pick<PortalState, 'playbook'>, handoff: Pick<Handoff, 'owner'>): AlertPlace[] {
  const places: AlertPlace[] = [];
  if (handoff.owner) places.push({ to: 'dm', email: handoff.owner.email });
  if (state.playbook.handoff.channel) places.push({ to: 'channel', channel: state.playbook.handoff.channel });
  return places;
}
