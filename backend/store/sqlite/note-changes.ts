/** Records changed in HubSpot: who of ours they are, and that they are read again. */
import { type ChangedRecords, readAgain } from '../../handoff/hubspot-changes.ts';
import type { SqliteConnection } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { subjectsOfRecords } from './record-rows.ts';

export function noteChanges(
  connection: SqliteConnection,
  portalId: number,
  { contactIds, dealIds }: ChangedRecords,
  now: number,
): number {
  return connection.transaction(() => {
    const persons = subjectsOfRecords(connection, portalId, 'contact', contactIds);
    const effects = readAgain([...new Set([...persons.values()].flat())], dealIds);
    if (effects.length > 0) enqueueEffects(connection, portalId, effects, now);
    return effects.length;
  });
}
