/** What HubSpot took, and what it told us. */
import type { HubspotFacts } from '../../handoff/hubspot-facts.ts';
import type { Acknowledgement } from '../handoff-store.ts';
import type { SqliteConnection } from './connection.ts';
import { markDirty } from './dirty-rows.ts';
import { loadRecord, newRecord, type RecordKind, saveRecord } from './record-rows.ts';

export function acknowledge(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  acknowledgements: Acknowledgement[],
): void {
  connection.transaction(() => {
    for (const { subjectId, recordId, written, problem } of acknowledgements) {
      const record = loadRecord(connection, portalId, kind, subjectId) ?? newRecord;
      saveRecord(connection, portalId, kind, subjectId, {
        ...record,
        recordId: recordId ?? record.recordId,
        written: { ...record.written, ...written },
        problem,
      });
      if (kind === 'contact' && recordId !== null && recordId !== record.recordId) {
        connection
          .statement('UPDATE handoffs SET contact_id = ? WHERE portal_id = ? AND person_id = ? AND is_open = 1')
          .run(recordId, portalId, subjectId);
      }
    }
  });
}

export function saveFacts(
  connection: SqliteConnection,
  portalId: number,
  entries: { personId: number; facts: HubspotFacts }[],
  now: number,
): void {
  connection.transaction(() => {
    for (const { personId, facts } of entries) {
      const record = loadRecord(connection, portalId, 'contact', personId) ?? newRecord;
      saveRecord(connection, portalId, 'contact', personId, {
        ...record,
        recordId: facts.exists ? facts.contactId : record.recordId,
        facts,
        factsAt: now,
      });
      markDirty(connection, portalId, personId, now);
    }
  });
}
