/** Direct mode: the backend itself assigns the AE, sets the stage and sends the alert. */
import type { AlertPlace } from '../outbox/effect.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { assignNow } from './assign-now.ts';
import { thenStep } from './combine-changes.ts';
import type { Handoff } from './handoff.ts';
import type { HandoffChange, HandoffContext } from './handoff-change.ts';
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
    named: null,
    alsoWrite: { lifecyclestage: sqlStage, zo_handoff_at: new Date(now).toISOString() },
    callback: null,
  };
  const taken = assignNow(handoff, context, state, asked, now);
  const told = thenStep(taken, (next) => sendAlerts(next, playbookPlaces(state, next), null));
  return { ...told, receipts: [{ kind: 'handoff', body: { step: 'taken up', by: 'direct mode' } }, ...told.receipts] };
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
