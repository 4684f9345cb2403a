/**
 * What follows from hearing that records changed in HubSpot: they are read again. What was told of the change is not believed,
 * so hearing it twice, late or in the wrong order does no harm. Pure.
 */
import { type Effect, priorities, readFactsEffect } from '../outbox/effect.ts';

/** Ids of HubSpot, ours or not. */
export type ChangedRecords = { contactIds: string[]; dealIds: string[] };

/** `personIds`: who of ours the contacts are. Nobody waits for these reads, as somebody does for those of a crossing. */
export function readAgain(personIds: readonly number[], dealIds: readonly string[]): Effect[] {
  const priority = priorities.routine;
  return [
    ...personIds.map((personId): Effect => ({ ...readFactsEffect(personId), priority })),
    ...dealIds.map(
      (dealId): Effect => ({ kind: 'find deal contacts', dealId, key: `deal:${dealId}`, lane: 'hubspot', priority }),
    ),
  ];
}
