/** Records changed in HubSpot: who of ours they are, and that they are read again. See ValuesStore.noteChanges. */
import { type ChangedRecords, readAgain } from '../../handoff/hubspot-changes.ts';
import type { SqliteConnection } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { saveMergeHints } from './merge-hints.ts';
import { notePrivacyDeletions } from './privacy-deletion-rows.ts';
import { subjectsKnownBy } from './record-rows.ts';

export function noteChanges(
  connection: SqliteConnection,
  portalId: number,
  { contactIds, companyIds, dealIds, merges, privacyDeletions }: ChangedRecords,
  now: number,
): number {
  return connection.transaction(() => {
    saveMergeHints(connection, portalId, merges, now);
    notePrivacyDeletions(connection, portalId, privacyDeletions, merges, now);
    const persons = subjectsKnownBy(connection, portalId, 'contact', contactIds);
    const companies = companyIds.filter((id) => isKnownCompany(connection, portalId, id));
    const effects = readAgain(persons, { companyIds: companies, dealIds });
    if (effects.length > 0) enqueueEffects(connection, portalId, effects, now);
    return effects.length;
  });
}

/** The company of one of ours, or the primary one of somebody who was read. */
function isKnownCompany(connection: SqliteConnection, portalId: number, recordId: string): boolean {
  if (subjectsKnownBy(connection, portalId, 'company', [recordId]).length > 0) return true;
  const primary = connection.statement(
    `SELECT 1 FROM records WHERE portal_id = ? AND kind = 'contact' AND facts_json IS NOT NULL
       AND json_extract(facts_json, '$.primaryCompany.id') = ? LIMIT 1`,
  );
  return primary.get(portalId, recordId) !== undefined;
}
