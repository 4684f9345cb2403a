/** Records changed in HubSpot: who of ours they are, and that they are read again. See ValuesStore.noteChanges. */
import { type ChangedRecords, readAgain } from '../../handoff/hubspot-changes.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { saveMergeHints } from './merge-hints.ts';
import { notePrivacyDeletions } from './privacy-deletion-rows.ts';
import { subjectsKnownBy } from './record-rows.ts';

/** Under the portal's lock. */
export async function noteChanges(
  query: Query,
  portalId: number,
  { contactIds, companyIds, dealIds, merges, privacyDeletions }: ChangedRecords,
  now: number,
): Promise<number> {
  await saveMergeHints(query, portalId, merges, now);
  await notePrivacyDeletions(query, portalId, privacyDeletions, merges, now);
  const persons = await subjectsKnownBy(query, portalId, 'contact', contactIds);
  const companies = await knownCompanies(query, portalId, companyIds);
  const effects = readAgain(persons, { companyIds: companies, dealIds });
  await enqueueEffects(query, portalId, effects, now);
  return effects.length;
}

/** The companies of ours, and the primary ones of people who were read. */
async function knownCompanies(query: Query, portalId: number, recordIds: string[]): Promise<string[]> {
  if (recordIds.length === 0) return [];
  const rows = await query<{ id: string }>(
    `SELECT asked.id FROM unnest($2::text[]) AS asked (id)
     WHERE EXISTS (SELECT FROM records WHERE portal_id = $1 AND kind = 'company' AND record_id = asked.id)
       OR EXISTS (SELECT FROM records
         WHERE portal_id = $1 AND kind = 'company' AND deleted_id = asked.id AND deleted_id IS NOT NULL)
       OR EXISTS (SELECT FROM records
         WHERE portal_id = $1 AND kind = 'contact' AND primary_company_id = asked.id)`,
    [portalId, recordIds],
  );
  return rows.map(({ id }) => id);
}
