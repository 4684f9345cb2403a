import { changesDecision } from '../../handoff/hubspot-facts.ts';
import { type FactsRow, toKnownFacts } from '../stored-records.ts';
import type { RefreshedFacts, ValuesStore } from '../values-store.ts';
import { putFacts } from './acknowledge-records.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { noteChanges } from './note-changes.ts';
import { loadRecords } from './record-rows.ts';
import { markDirty } from './rows.ts';

const columns = 'subject_id, record_id, facts_json, facts_at';

export function valuesCommands({ forPortal, portalTransaction }: PostgresConnection): ValuesStore {
  return {
    noteChanges: (portalId, changed, now) =>
      portalTransaction(portalId, (within) => noteChanges(within, portalId, changed, now)),
    async factsOfContacts(portalId, contactIds) {
      const rows = await forPortal(portalId)<FactsRow>(
        `SELECT ${columns} FROM records
         WHERE portal_id = $1 AND kind = 'contact' AND record_id = ANY ($2::text[]) AND facts_json IS NOT NULL
         ORDER BY record_id, subject_id`,
        [portalId, contactIds],
      );
      return rows.map(toKnownFacts);
    },
    async factsOfHandedOff(portalId, afterPersonId, limit) {
      const rows = await forPortal(portalId)<FactsRow>(
        `SELECT ${columns} FROM handoffs h
         JOIN records r ON r.portal_id = h.portal_id AND r.kind = 'contact' AND r.subject_id = h.person_id
         WHERE h.portal_id = $1 AND h.is_open = 1 AND h.person_id > $2 AND facts_json IS NOT NULL
         ORDER BY h.person_id LIMIT $3`,
        [portalId, afterPersonId, limit],
      );
      return rows.map(toKnownFacts);
    },
    async primaryCompaniesOf(portalId, hubspotCompanyIds) {
      const rows = await forPortal(portalId)<{ id: string }>(
        `SELECT asked.id FROM unnest($2::text[]) WITH ORDINALITY AS asked (id, place)
         CROSS JOIN LATERAL (SELECT FROM records
           WHERE portal_id = $1 AND kind = 'contact' AND primary_company_id = asked.id LIMIT 1) somebody
         ORDER BY asked.place`,
        [portalId, hubspotCompanyIds],
      );
      return rows.map(({ id }) => id);
    },
    async factsUnderCompany(portalId, hubspotCompanyId, afterPersonId, limit) {
      const rows = await forPortal(portalId)<FactsRow>(
        `SELECT ${columns} FROM records
         WHERE portal_id = $1 AND kind = 'contact' AND primary_company_id = $2 AND subject_id > $3
         ORDER BY subject_id LIMIT $4`,
        [portalId, hubspotCompanyId, afterPersonId, limit],
      );
      return rows.map(toKnownFacts);
    },
    refreshFacts: (portalId, refreshed, now) =>
      portalTransaction(portalId, (within) => refreshFacts(within, portalId, refreshed, now)),
  };
}

/** Under the portal's lock. */
async function refreshFacts(query: Query, portalId: number, refreshed: RefreshedFacts[], now: number): Promise<number> {
  const records = await loadRecords(
    query,
    portalId,
    'contact',
    refreshed.map(({ personId }) => personId),
  );
  const kept: RefreshedFacts[] = [];
  const changed: number[] = [];
  for (const one of refreshed) {
    const { personId, facts, factsAt, basedOn } = one;
    const record = records.get(personId);
    if (record === undefined || record.facts === null || record.factsAt !== basedOn) continue;
    kept.push(one);
    if (changesDecision(record.facts, facts)) changed.push(personId);
    records.set(personId, { ...record, facts, factsAt });
  }
  await putFacts(query, portalId, kept);
  await markDirty(query, portalId, changed, now);
  return changed.length;
}
