import type { NormalisedEvent } from '../ingest/event.ts';
import type { AcceptedRequest } from '../store/store.ts';

/** Takes those that may not be kept out of what was accepted. `results`: one for each request. Pure. */
export function withForgotten(
  results: AcceptedRequest[],
  requests: readonly (readonly NormalisedEvent[])[],
  forgotten: ReadonlySet<NormalisedEvent>,
): AcceptedRequest[] {
  if (forgotten.size === 0) return results;
  return results.map((result, at) => {
    const duplicates = new Set(result.duplicates);
    const dropped = [...requests[at]!.entries()]
      .filter(([index, event]) => forgotten.has(event) && !duplicates.has(index))
      .map(([index]) => index);
    if (dropped.length === 0) return result;
    return { ...result, accepted: result.accepted - dropped.length, forgotten: dropped };
  });
}
