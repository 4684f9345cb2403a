/** Gives waiting workflow actions their outputs. */
import { Gone, HubspotError } from '../hubspot/hubspot-errors.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { type Claimed, done, failed, later, type Settlement } from './lane.ts';

/** HubSpot may not have stored our BLOCK answer yet when the completion arrives. */
const blockStoredMs = 1_000;
const mostAttempts = 8;

export async function completeCallbacks(
  lane: HubspotLane,
  effects: Claimed<'complete callback'>[],
): Promise<Settlement[]> {
  const { store, gateway, portalId } = lane;
  const settled: Settlement[] = [];
  for (const effect of effects) {
    const { callbackId, outputs } = effect.effect;
    // Written first: a repeat of the call that arrives now gets the outputs instead of waiting again.
    await store.completeCall(portalId, callbackId, outputs);
    try {
      await gateway.completeCallbacks([{ callbackId, outputFields: outputs }], effect.priority);
      settled.push({ effect, outcome: done });
    } catch (error) {
      if (!(error instanceof HubspotError)) throw error;
      const isEarly = error instanceof Gone && effect.attempts < mostAttempts;
      if (!(error instanceof Gone)) throw error;
      settled.push({ effect, outcome: isEarly ? later(blockStoredMs, error.message) : failed(error.message) });
    }
  }
  return settled;
}
