/** What HubSpot took, and what it told us. */
import type { RecordState } from '../../handoff/decision.ts';
import type { HubspotFacts } from '../../handoff/hubspot-facts.ts';
import { priorities } from '../../outbox/effect.ts';
import { syncCompany } from '../../usage/fold-group.ts';
import { writtenAfter } from '../doubt-written.ts';
import type { Acknowledgement } from '../handoff-store.ts';
import { newRecord, type RecordKind } from '../stored-records.ts';
import type { SqliteConnection } from './connection.ts';
import { markDirty } from './dirty-rows.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { clearLate } from './erase-effects.ts';
import { loadOpenHandoff, saveHandoff } from './handoff-rows.ts';
import { loadPerson } from './person-rows.ts';
import { noteLateLink } from './privacy-deletion-rows.ts';
import { loadRecord, saveRecord } from './record-rows.ts';

export function acknowledge(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  acknowledgements: Acknowledgement[],
): void {
  connection.transaction(() => {
    for (const { subjectId, recordId, written, unsure, problem } of acknowledgements) {
      if (!isThere(connection, portalId, kind, subjectId)) {
        if (kind === 'contact' && recordId !== null) clearLate(connection, portalId, subjectId, recordId);
        continue;
      }
      const record = loadRecord(connection, portalId, kind, subjectId) ?? newRecord;
      saveRecord(connection, portalId, kind, subjectId, {
        ...record,
        recordId: recordId ?? record.recordId,
        written: writtenAfter(record.written, written, unsure),
        problem,
      });
      if (kind === 'contact' && recordId !== null && recordId !== record.recordId) {
        putUnderContact(connection, portalId, subjectId, recordId);
      }
    }
  });
}

export function saveFacts(
  connection: SqliteConnection,
  portalId: number,
  entries: { personId: number; facts: HubspotFacts }[],
  factsAt: number,
): void {
  connection.transaction(() => {
    for (const { personId, facts } of entries) {
      if (!isThere(connection, portalId, 'contact', personId)) continue;
      const record = loadRecord(connection, portalId, 'contact', personId) ?? newRecord;
      putFacts(connection, portalId, personId, record, facts, factsAt);
      markDirty(connection, portalId, personId, factsAt);
    }
  });
}

/** Of somebody erased while HubSpot was answering nothing may be kept. */
function isThere(connection: SqliteConnection, portalId: number, kind: RecordKind, subjectId: number): boolean {
  const [table, column] = kind === 'contact' ? ['persons', 'person_id'] : ['companies', 'company_id'];
  return (
    connection.statement(`SELECT 1 FROM ${table} WHERE portal_id = ? AND ${column} = ?`).get(portalId, subjectId) !==
    undefined
  );
}

/** Keeps what HubSpot said, true as of `factsAt`, with the contact it said it of. */
export function putFacts(
  connection: SqliteConnection,
  portalId: number,
  personId: number,
  record: RecordState,
  facts: HubspotFacts,
  factsAt: number,
): void {
  if (facts.primaryCompany !== null && facts.primaryCompany.id !== record.facts?.primaryCompany?.id) {
    linkCompanyOf(connection, portalId, personId, factsAt);
  }
  saveRecord(connection, portalId, 'contact', personId, {
    ...record,
    recordId: facts.exists ? facts.contactId : record.recordId,
    facts,
    factsAt,
  });
  if (facts.exists && facts.contactId !== null && facts.contactId !== record.recordId) {
    putUnderContact(connection, portalId, personId, facts.contactId);
  }
}

/** Another primary company may be the one that their product company has not been found by yet. */
function linkCompanyOf(connection: SqliteConnection, portalId: number, personId: number, now: number): void {
  const companyId = loadPerson(connection, portalId, personId)?.companyId ?? null;
  if (companyId === null || loadRecord(connection, portalId, 'company', companyId)?.recordId != null) return;
  enqueueEffects(connection, portalId, [{ ...syncCompany(companyId), priority: priorities.routine }], now);
}

/** Another contact than before: an open handoff goes there with its person, and who was linked too late to be forgotten is now. */
export function putUnderContact(
  connection: SqliteConnection,
  portalId: number,
  personId: number,
  contactId: string,
): void {
  noteLateLink(connection, portalId, contactId);
  const handoff = loadOpenHandoff(connection, portalId, personId);
  if (handoff !== null && handoff.contactId !== contactId) saveHandoff(connection, portalId, { ...handoff, contactId });
}
