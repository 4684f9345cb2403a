/**
 * Alarms about one handoff. When one is over follows from the handoff, as its status does, so that no step forgets to take it
 * back, and two steps of one command cannot forget each other's.
 */
import { handoffKeyStems } from '../outbox/effect.ts';
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

/** Whether the alarm is about this handoff: by its place in the key, in which other numbers may stand too. */
export function isAboutHandoff(key: string, handoffId: number): boolean {
  const handoff = { handoffId };
  if ([silentWorkflowAlarm(handoff), noOwnerAlarm(handoff), unreviewedAlarm(handoff)].includes(key)) return true;
  const rest = ofEffect(key);
  return handoffKeyStems.some((stem) => rest === `${stem}:${handoffId}` || rest.startsWith(`${stem}:${handoffId}:`));
}

/** What happened once with an effect, about which nobody is told again. */
export function isToldOnce(key: string): boolean {
  const rest = ofEffect(key);
  return rest !== key || ['clear', 'redact', ...handoffKeyStems].some((stem) => rest.startsWith(`${stem}:`));
}

/** The key of the effect that the alarm is about, where it is about one. */
function ofEffect(key: string): string {
  return key.replace(/^(?:unconfirmed|gone):/, '');
}
