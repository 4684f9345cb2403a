/** Records changed in HubSpot: who of ours they are, and that they are read again. */
import { type ChangedRecords, readAgain } from '../../handoff/hubspot-changes.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { subjectsOfRecords } from './record-rows.ts';

export async function noteChanges(
  query: Query,
  portalId: number,
  { contactIds, dealIds }: ChangedRecords,
  now: number,
): Promise<number> {
  const persons = await subjectsOfRecords(query, portalId, 'contact', contactIds);
  const effects = readAgain([...new Set([...persons.values()].flat())], dealIds);
  await enqueueEffects(query, portalId, effects, now);
  return effects.length;
}
