/**
 * Alarms about one handoff. When one is over follows from the handoff, as its status does, so that no step forgets to take it
 * back, and two steps of one command cannot forget each other's.
 */
import { type Handoff, isOpen } from './handoff.ts';

type Named = Pick<Handoff, 'handoffId'>;

/** HubSpot's workflow, or its return workflow, has not called. */
export function silentWorkflowAlarm({ handoffId }: Named): string {
  return `waiting-for-hubspot:${handoffId}`;
}

export function noOwnerAlarm({ handoffId }: Named): string {
  return `no-owner:${handoffId}`;
}

export function unreviewedAlarm({ handoffId }: Named): string {
  return `unreviewed:${handoffId}`;
}

/** Those whose reason is gone, whether they were raised or not. */
export function alarmsOver(handoff: Named & Pick<Handoff, 'status' | 'firstCallAt' | 'heldSince'>): string[] {
  const { status, firstCallAt, heldSince } = handoff;
  const waitsForWorkflow = (status === 'waiting' && firstCallAt === null) || status === 'return_due';
  return [
    ...(waitsForWorkflow ? [] : [silentWorkflowAlarm(handoff)]),
    ...(isOpen(status) && heldSince !== null ? [] : [noOwnerAlarm(handoff)]),
    ...(status === 'in_review' ? [] : [unreviewedAlarm(handoff)]),
  ];
}
