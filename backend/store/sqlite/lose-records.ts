/** Records that HubSpot deleted, and those it restored. See LinkStore. */
import { changesDecision } from '../../handoff/hubspot-facts.ts';
import { contactDeleted } from '../../handoff/steps/ending.ts';
import { priorities, readChangedEffect } from '../../outbox/effect.ts';
import { syncCompany } from '../../usage/fold-group.ts';
import type { Kept, LostCompany, LostContact, Reading } from '../link-store.ts';
import { putFacts } from './acknowledge-records.ts';
import { applyHandoffChange } from './apply-handoff-change.ts';
import type { SqliteConnection } from './connection.ts';
import { markDirty } from './dirty-rows.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { loadOpenHandoff } from './handoff-rows.ts';
import { loadRecord, saveRecord, subjectsKnownBy } from './record-rows.ts';

export function loseContacts(connection: SqliteConnection, portalId: number, lost: LostContact[], now: number): number {
  if (lost.length === 0) return 0;
  return connection.transaction(() => {
    let count = 0;
    for (const { personId, contactId, deletedAt, facts } of lost) {
      const record = loadRecord(connection, portalId, 'contact', personId);
      if (record === null || record.recordId !== contactId) continue;
      const deleted = { id: contactId, at: deletedAt };
      saveRecord(connection, portalId, 'contact', personId, {
        ...record,
        recordId: null,
        written: {},
        facts,
        factsAt: now,
        problem: null,
        deleted,
      });
      const handoff = loadOpenHandoff(connection, portalId, personId);
      if (handoff !== null) applyHandoffChange(connection, portalId, contactDeleted(handoff, now), now);
      markDirty(connection, portalId, personId, now);
      count += 1;
    }
    return count;
  });
}

export function keepReadings(connection: SqliteConnection, portalId: number, readings: Reading[], now: number): Kept {
  return connection.transaction(() => {
    const kept: Kept = { restored: 0, changed: 0 };
    for (const { personId, contactId, facts, factsAt } of readings) {
      const record = loadRecord(connection, portalId, 'contact', personId);
      if (record === null) continue;
      const isRestored = record.recordId === null && record.deleted?.id === contactId;
      const isNewer = record.factsAt === null || record.factsAt <= factsAt;
      if (!isRestored && (record.recordId !== contactId || !isNewer)) continue;
      putFacts(connection, portalId, personId, record, facts, factsAt);
      if (isRestored) kept.restored += 1;
      if (!isRestored && record.facts !== null && !changesDecision(record.facts, facts)) continue;
      markDirty(connection, portalId, personId, now);
      kept.changed += 1;
    }
    return kept;
  });
}

export function loseCompanies(connection: SqliteConnection, portalId: number, lost: LostCompany[]): number {
  return connection.transaction(() => {
    let count = 0;
    for (const { companyId, recordId, deletedAt } of lost) {
      const record = loadRecord(connection, portalId, 'company', companyId);
      if (record === null || record.recordId !== recordId) continue;
      const deleted = { id: recordId, at: deletedAt };
      saveRecord(connection, portalId, 'company', companyId, { ...record, recordId: null, written: {}, deleted });
      count += 1;
    }
    return count;
  });
}

export function regainCompanies(
  connection: SqliteConnection,
  portalId: number,
  recordIds: string[],
  now: number,
): number {
  return connection.transaction(() => {
    let count = 0;
    for (const companyId of subjectsKnownBy(connection, portalId, 'company', recordIds)) {
      const record = loadRecord(connection, portalId, 'company', companyId);
      if (record === null || record.recordId !== null || record.deleted == null) continue;
      saveRecord(connection, portalId, 'company', companyId, { ...record, recordId: record.deleted.id });
      enqueueEffects(connection, portalId, [{ ...syncCompany(companyId), priority: priorities.routine }], now);
      count += 1;
    }
    return count;
  });
}

export function readPeopleUnder(
  connection: SqliteConnection,
  portalId: number,
  hubspotCompanyId: string,
  now: number,
): number {
  return connection.transaction(() => {
    const people = connection
      .statement<{ subject_id: number }>(
        `SELECT subject_id FROM records WHERE portal_id = ? AND kind = 'contact' AND facts_json IS NOT NULL
           AND json_extract(facts_json, '$.primaryCompany.id') = ?`,
      )
      .all(portalId, hubspotCompanyId)
      .map(({ subject_id }) => subject_id);
    const members = membersBeside(connection, portalId, hubspotCompanyId);
    const effects = [...new Set([...people, ...members])].map(readChangedEffect);
    enqueueEffects(connection, portalId, effects, now);
    return effects.length;
  });
}

export function readMembersBeside(
  connection: SqliteConnection,
  portalId: number,
  hubspotCompanyId: string,
  now: number,
): number {
  return connection.transaction(() => {
    const effects = membersBeside(connection, portalId, hubspotCompanyId).map(readChangedEffect);
    enqueueEffects(connection, portalId, effects, now);
    return effects.length;
  });
}

/** Of companies of ours that are or were linked to it, those with a contact that has been read, under another company or none. */
function membersBeside(connection: SqliteConnection, portalId: number, hubspotCompanyId: string): number[] {
  const companyIds = subjectsKnownBy(connection, portalId, 'company', [hubspotCompanyId]);
  return connection
    .statement<{ person_id: number }>(
      `SELECT m.person_id FROM members m JOIN records r
         ON r.portal_id = m.portal_id AND r.kind = 'contact' AND r.subject_id = m.person_id
       WHERE m.portal_id = ? AND m.company_id IN (SELECT value FROM json_each(?)) AND r.record_id IS NOT NULL
         AND r.facts_json IS NOT NULL AND json_extract(r.facts_json, '$.primaryCompany.id') IS NOT ?`,
    )
    .all(portalId, JSON.stringify(companyIds), hubspotCompanyId)
    .map(({ person_id }) => person_id);
}
