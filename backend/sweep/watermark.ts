/** From where the next sweep for changed records begins. Moments are HubSpot's, save `startedAt`, which is ours. */
import { readAgainAfterMs } from '../handoff/hubspot-values.ts';

/** HubSpot's search shows a change seconds after it; our clock and HubSpot's need not agree either. */
export const overlapMs = 2 * 60_000;

/** The first sweep goes back as far as a value is believed without being read again. */
export function sweepFrom(watermark: number | null, now: number): number {
  return watermark ?? now - readAgainAfterMs;
}

/**
 * Never beyond the last change seen, nor so near the sweep's beginning that a change may still have been on its way into the
 * search; never back.
 */
export function nextWatermark(from: number, startedAt: number, lastSeen: number | null): number {
  return Math.max(from, Math.min(startedAt - overlapMs, lastSeen ?? from));
}
