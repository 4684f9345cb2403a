/** Gives waiting workflow actions their outputs. */
import { FixTheRecord, Gone, HubspotError } from '../hubspot/hubspot-errors.ts';
import type { EffectOutcome } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { type Claimed, done, failed, later, type Settlement } from './lane.ts';

/** HubSpot may not have stored our BLOCK answer yet when the completion arrives. */
const blockStoredMs = 1_000;
const mostAttempts = 8;

/** One call that cannot be completed does not hold the others back. What concerns the whole portal is thrown. */
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
      settled.push({ effect, outcome: outcomeOf(error, effect.attempts) });
    }
  }
  return settled;
}

function outcomeOf(error: HubspotError, attempts: number): EffectOutcome {
  if (error instanceof FixTheRecord) return failed(error.message);
  if (!(error instanceof Gone)) throw error;
  return attempts < mostAttempts ? later(blockStoredMs, error.message) : failed(error.message);
}
