/** The handoff an action acts on: the open one, or one opened because somebody's workflow asked for it. */
import type { PortalState } from '../../portals/portal-state.ts';
import type { Handoff } from '../handoff.ts';
import type { HandoffContext } from '../handoff-change.ts';
import { openUncrossed } from '../open-uncrossed.ts';

/** Null: nothing is known of what this person did in the product, or it was made up as a sample. */
export function handoffToActOn(context: HandoffContext, state: PortalState, now: number): Handoff | null {
  return context.handoff ?? openUncrossed(context, state, { origin: 'action' }, now);
}
