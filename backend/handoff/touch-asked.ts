/** HubSpot has said whether the first call was made: the clock stops, or takes its step. */
import type { PortalState } from '../portals/portal-state.ts';
import { firstHumanTouch } from './first-touch.ts';
import type { HandoffStep } from './handoff-change.ts';
import type { HubspotFacts } from './hubspot-facts.ts';
import { refusalOf } from './moves.ts';
import { workingTimeOf } from './owner-hours.ts';
import { runClock } from './run-clock.ts';
import { touched } from './steps/working.ts';

export type AskedTouch = Pick<HubspotFacts, 'ownerId' | 'contactedNotes' | 'engagement'>;

/** `known` is null when HubSpot has no such contact: then nobody can have called. */
export function touchAsked(state: PortalState, known: AskedTouch | null, now: number): HandoffStep<boolean> {
  return (context) => {
    const { handoff } = context;
    if (handoff === null || handoff.clock?.askedAt == null || handoff.handedOffAt === null) return { answer: false };
    if (refusalOf('touch', handoff) !== null) return { answer: false };
    const { handedOffAt, contactedNotesAtHandoff, owner } = handoff;
    const about = { handedOffAt, contactedNotesAtHandoff, ownerId: owner?.id ?? null };
    const touch = known && firstHumanTouch(known, about, now);
    if (touch === null) return { answer: true, change: runClock(handoff, context, state, true, now) };
    const time = workingTimeOf(state.playbook, state.portal.timeZone, owner?.email ?? null);
    return { answer: true, change: touched(handoff, { ...touch, via: 'HubSpot' }, time) };
  };
}
