/** Records that HubSpot deleted, and those it restored. See LinkStore. Everything under the portal's lock. */
import { changesDecision } from '../../handoff/hubspot-facts.ts';
import { contactDeleted } from '../../handoff/steps/ending.ts';
import { priorities, readChangedEffect } from '../../outbox/effect.ts';
import { syncCompany } from '../../usage/fold-group.ts';
import type { Kept, LostCompany, LostContact, Reading } from '../link-store.ts';
import { putFacts } from './acknowledge-records.ts';
import { applyHandoffChange } from './apply-handoff-change.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { loadOpenHandoff } from './handoff-rows.ts';
import { loadRecord, saveRecords, subjectsKnownBy } from './record-rows.ts';
import { markDirty } from './rows.ts';

export async function loseContacts(query: Query, portalId: number, lost: LostContact[], now: number): Promise<number> {
  let count = 0;
  for (const { personId, contactId, deletedAt, facts } of lost) {
    const known = await loadRecord(query, portalId, 'contact', personId);
    if (known === null || known.recordId !== contactId) continue;
    const deleted = { id: contactId, at: deletedAt };
    const record = { ...known, recordId: null, written: {}, facts, factsAt: now, problem: null, deleted };
    await saveRecords(query, portalId, 'contact', [{ subjectId: personId, record }]);
    const handoff = await loadOpenHandoff(query, portalId, personId);
    if (handoff !== null) await applyHandoffChange(query, portalId, contactDeleted(handoff, now), now);
    await markDirty(query, portalId, [personId], now);
    count += 1;
  }
  return count;
}

export async function keepReadings(query: Query, portalId: number, readings: Reading[], now: number): Promise<Kept> {
  const kept: Kept = { restored: 0, changed: 0 };
  for (const { personId, contactId, facts, factsAt } of readings) {
    const record = await loadRecord(query, portalId, 'contact', personId);
    if (record === null) continue;
    const isRestored = record.recordId === null && record.deleted?.id === contactId;
    const isNewer = record.factsAt === null || record.factsAt <= factsAt;
    if (!isRestored && (record.recordId !== contactId || !isNewer)) continue;
    await putFacts(query, portalId, [{ personId, facts, factsAt }]);
    if (isRestored) kept.restored += 1;
    if (!isRestored && record.facts !== null && !changesDecision(record.facts, facts)) continue;
    await markDirty(query, portalId, [personId], now);
    kept.changed += 1;
  }
  return kept;
}

export async function loseCompanies(query: Query, portalId: number, lost: LostCompany[]): Promise<number> {
  let count = 0;
  for (const { companyId, recordId, deletedAt } of lost) {
    const known = await loadRecord(query, portalId, 'company', companyId);
    if (known === null || known.recordId !== recordId) continue;
    const record = { ...known, recordId: null, written: {}, deleted: { id: recordId, at: deletedAt } };
    await saveRecords(query, portalId, 'company', [{ subjectId: companyId, record }]);
    count += 1;
  }
  return count;
}

export async function regainCompanies(
  query: Query,
  portalId: number,
  recordIds: string[],
  now: number,
): Promise<number> {
  let count = 0;
  for (const companyId of await subjectsKnownBy(query, portalId, 'company', recordIds)) {
    const known = await loadRecord(query, portalId, 'company', companyId);
    if (known === null || known.recordId !== null || known.deleted == null) continue;
    const record = { ...known, recordId: known.deleted.id };
    await saveRecords(query, portalId, 'company', [{ subjectId: companyId, record }]);
    await enqueueEffects(query, portalId, [{ ...syncCompany(companyId), priority: priorities.routine }], now);
    count += 1;
  }
  return count;
}

export async function readPeopleUnder(
  query: Query,
  portalId: number,
  hubspotCompanyId: string,
  now: number,
): Promise<number> {
  const people = await query<{ subject_id: number }>(
    "SELECT subject_id FROM records WHERE portal_id = $1 AND kind = 'contact' AND primary_company_id = $2",
    [portalId, hubspotCompanyId],
  );
  const members = await membersBeside(query, portalId, hubspotCompanyId);
  return readAgain(query, portalId, [...people.map(({ subject_id }) => subject_id), ...members], now);
}

export async function readMembersBeside(
  query: Query,
  portalId: number,
  hubspotCompanyId: string,
  now: number,
): Promise<number> {
  return readAgain(query, portalId, await membersBeside(query, portalId, hubspotCompanyId), now);
}

async function readAgain(query: Query, portalId: number, personIds: number[], now: number): Promise<number> {
  const effects = [...new Set(personIds)].map(readChangedEffect);
  await enqueueEffects(query, portalId, effects, now);
  return effects.length;
}

/** Of companies of ours that are or were linked to it, those with a contact that has been read, under another company or none. */
async function membersBeside(query: Query, portalId: number, hubspotCompanyId: string): Promise<number[]> {
  const companyIds = await subjectsKnownBy(query, portalId, 'company', [hubspotCompanyId]);
  const rows = await query<{ person_id: number }>(
    `SELECT DISTINCT m.person_id FROM members m
     JOIN records r ON r.portal_id = m.portal_id AND r.kind = 'contact' AND r.subject_id = m.person_id
     WHERE m.portal_id = $1 AND m.company_id = ANY ($2::bigint[]) AND r.record_id IS NOT NULL
       AND r.facts_json IS NOT NULL AND r.primary_company_id IS DISTINCT FROM $3`,
    [portalId, companyIds, hubspotCompanyId],
  );
  return rows.map(({ person_id }) => person_id);
}
