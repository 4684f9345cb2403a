import { changesDecision } from '../../handoff/hubspot-facts.ts';
import { type FactsRow, toKnownFacts } from '../stored-records.ts';
import type { RefreshedFacts, ValuesStore } from '../values-store.ts';
import { putFacts } from './acknowledge-records.ts';
import type { SqliteConnection } from './connection.ts';
import { markDirty } from './dirty-rows.ts';
import { noteChanges } from './note-changes.ts';
import { loadRecord } from './record-rows.ts';
import type { ShareCommit } from './shared-commits.ts';

const columns = 'subject_id, record_id, facts_json, facts_at';
const ofPrimaryCompany = "json_extract(facts_json, '$.primaryCompany.id')";

export function valuesCommands(connection: SqliteConnection, share: ShareCommit): ValuesStore {
  return {
    noteChanges: (portalId, changed, now) => share(() => noteChanges(connection, portalId, changed, now)),
    factsOfContacts: async (portalId, contactIds) =>
      connection
        .statement<FactsRow>(
          `SELECT ${columns} FROM records WHERE portal_id = ? AND kind = 'contact' AND facts_json IS NOT NULL
           AND record_id IN (SELECT value FROM json_each(?))`,
        )
        .all(portalId, JSON.stringify(contactIds))
        .map(toKnownFacts),
    factsOfHandedOff: async (portalId, afterPersonId, limit) =>
      connection
        .statement<FactsRow>(
          `SELECT ${columns} FROM handoffs h JOIN records r
             ON r.portal_id = h.portal_id AND r.kind = 'contact' AND r.subject_id = h.person_id
           WHERE h.portal_id = ? AND h.is_open = 1 AND h.person_id > ? AND facts_json IS NOT NULL
           ORDER BY h.person_id LIMIT ?`,
        )
        .all(portalId, afterPersonId, limit)
        .map(toKnownFacts),
    primaryCompaniesOf: async (portalId, hubspotCompanyIds) => {
      const isSomebodys = connection.statement<{ found: number }>(
        `SELECT 1 AS found FROM records
         WHERE portal_id = ? AND kind = 'contact' AND facts_json IS NOT NULL AND ${ofPrimaryCompany} = ? LIMIT 1`,
      );
      return hubspotCompanyIds.filter((id) => isSomebodys.get(portalId, id) !== undefined);
    },
    factsUnderCompany: async (portalId, hubspotCompanyId, afterPersonId, limit) =>
      connection
        .statement<FactsRow>(
          `SELECT ${columns} FROM records
           WHERE portal_id = ? AND kind = 'contact' AND facts_json IS NOT NULL AND ${ofPrimaryCompany} = ?
             AND subject_id > ? ORDER BY subject_id LIMIT ?`,
        )
        .all(portalId, hubspotCompanyId, afterPersonId, limit)
        .map(toKnownFacts),
    refreshFacts: async (portalId, refreshed, now) => refreshFacts(connection, portalId, refreshed, now),
  };
}

function refreshFacts(
  connection: SqliteConnection,
  portalId: number,
  refreshed: RefreshedFacts[],
  now: number,
): number {
  return connection.transaction(() => {
    let changed = 0;
    for (const { personId, facts, factsAt, basedOn } of refreshed) {
      const record = loadRecord(connection, portalId, 'contact', personId);
      if (record === null || record.facts === null || record.factsAt !== basedOn) continue;
      putFacts(connection, portalId, personId, record, facts, factsAt);
      if (!changesDecision(record.facts, facts)) continue;
      markDirty(connection, portalId, personId, now);
      changed += 1;
    }
    return changed;
  });
}
