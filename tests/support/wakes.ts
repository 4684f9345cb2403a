import type { HandoffChange, HandoffContext } from '../../backend/handoff/handoff-change.ts';
import { wakeHandoff } from '../../backend/handoff/wake-handoff.ts';
import type { PortalState } from '../../backend/portals/portal-state.ts';
import { company, now, person, portalState, record, waitingHandoff } from './handoffs.ts';

/** What a step is given: a handoff that direct mode may take up, and nobody else of the company with sales. */
export function handoffContext(change: Partial<HandoffContext> = {}): HandoffContext {
  const handoff = change.handoff === undefined ? waitingHandoff({ origin: 'direct' }) : change.handoff;
  const newest = change.newest === undefined ? handoff : change.newest;
  return {
    handoff,
    newest,
    handoffCount: 1,
    handoffs: newest === null ? [] : [newest],
    person: person(),
    company: company(),
    record: record(),
    decision: null,
    companyOwnerId: null,
    lastOwner: () => null,
    rotation: 0,
    ledger: {},
    loadOf: () => ({ open: 0, given: 0 }),
    answeredBefore: undefined,
    newHandoffId: () => 6,
    colleague: () => null,
    ...change,
  };
}

/** What the clock does about it at a moment. */
export function wake(
  change: Partial<HandoffContext> = {},
  state: Partial<PortalState> = {},
  at = now,
): HandoffChange | undefined {
  return wakeHandoff(portalState(state), at)(handoffContext(change)).change;
}
