/** Records that HubSpot deleted, and those it restored. See LinkStore. Everything under the portal's lock. */
import type { RecordState } from '../../handoff/decision.ts';
import { changesDecision } from '../../handoff/hubspot-facts.ts';
import { contactDeleted } from '../../handoff/steps/ending.ts';
import { priorities, readChangedEffect } from '../../outbox/effect.ts';
import { syncCompany } from '../../usage/fold-group.ts';
import type { Kept, LostCompany, LostContact, Reading } from '../link-store.ts';
import { putFacts } from './acknowledge-records.ts';
import { applyHandoffChange } from './apply-handoff-change.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { loadOpenHandoffs } from './handoff-rows.ts';
import { loadRecords, saveRecords, subjectsKnownBy } from './record-rows.ts';
import { markDirty } from './rows.ts';

export async function loseContacts(query: Query, portalId: number, lost: LostContact[], now: number): Promise<number> {
  const records = await loadRecords(query, portalId, 'contact', idsOf(lost));
  const theirs = lost.filter(({ personId, contactId }) => records.get(personId)?.recordId === contactId);
  const gone = eachOnce(theirs).map(({ personId, contactId, deletedAt, facts }) => {
    const deleted = { id: contactId, at: deletedAt };
    const known = records.get(personId)!;
    return {
      subjectId: personId,
      record: { ...known, recordId: null, written: {}, facts, factsAt: now, problem: null, deleted },
    };
  });
  const personIds = gone.map(({ subjectId }) => subjectId);
  await saveRecords(query, portalId, 'contact', gone);
  for (const handoff of (await loadOpenHandoffs(query, portalId, personIds)).values()) {
    await applyHandoffChange(query, portalId, contactDeleted(handoff, now), now);
  }
  await markDirty(query, portalId, personIds, now);
  return gone.length;
}

export async function keepReadings(query: Query, portalId: number, readings: Reading[], now: number): Promise<Kept> {
  const kept: Kept = { restored: 0, changed: 0 };
  // Of somebody who was read twice the second reading is held against what the first one left.
  for (let rest = readings; rest.length > 0; ) {
    const round = eachOnce(rest);
    rest = rest.filter((reading) => !round.includes(reading));
    const { restored, changed } = await keepRound(query, portalId, round, now);
    kept.restored += restored;
    kept.changed += changed;
  }
  return kept;
}

async function keepRound(query: Query, portalId: number, readings: Reading[], now: number): Promise<Kept> {
  const records = await loadRecords(query, portalId, 'contact', idsOf(readings));
  const taken = readings.flatMap((reading) => {
    const record = records.get(reading.personId);
    if (record === undefined) return [];
    const isRestored = record.recordId === null && record.deleted?.id === reading.contactId;
    const isNewer = record.factsAt === null || record.factsAt <= reading.factsAt;
    if (!isRestored && (record.recordId !== reading.contactId || !isNewer)) return [];
    const matters = isRestored || record.facts === null || changesDecision(record.facts, reading.facts);
    return [{ reading, isRestored, matters }];
  });
  await putFacts(
    query,
    portalId,
    taken.map(({ reading: { personId, facts, factsAt } }) => ({ personId, facts, factsAt })),
  );
  const changed = taken.filter(({ matters }) => matters);
  await markDirty(
    query,
    portalId,
    changed.map(({ reading }) => reading.personId),
    now,
  );
  return { restored: taken.filter(({ isRestored }) => isRestored).length, changed: changed.length };
}

export async function loseCompanies(query: Query, portalId: number, lost: LostCompany[]): Promise<number> {
  const companyIds = lost.map(({ companyId }) => companyId);
  const records = await loadRecords(query, portalId, 'company', companyIds);
  const gone = new Map<number, { subjectId: number; record: RecordState }>();
  for (const { companyId, recordId, deletedAt } of lost) {
    const known = records.get(companyId);
    if (known === undefined || known.recordId !== recordId || gone.has(companyId)) continue;
    const record = { ...known, recordId: null, written: {}, deleted: { id: recordId, at: deletedAt } };
    gone.set(companyId, { subjectId: companyId, record });
  }
  await saveRecords(query, portalId, 'company', [...gone.values()]);
  return gone.size;
}

export async function regainCompanies(
  query: Query,
  portalId: number,
  recordIds: string[],
  now: number,
): Promise<number> {
  const companyIds = await subjectsKnownBy(query, portalId, 'company', recordIds);
  const records = await loadRecords(query, portalId, 'company', companyIds);
  const regained = companyIds.flatMap((companyId) => {
    const known = records.get(companyId);
    if (known === undefined || known.recordId !== null || known.deleted == null) return [];
    return [{ subjectId: companyId, record: { ...known, recordId: known.deleted.id } }];
  });
  await saveRecords(query, portalId, 'company', regained);
  const effects = regained.map(({ subjectId }) => ({ ...syncCompany(subjectId), priority: priorities.routine }));
  await enqueueEffects(query, portalId, effects, now);
  return regained.length;
}

const idsOf = (of: { personId: number }[]) => of.map(({ personId }) => personId);

/** The first of each person. */
function eachOnce<One extends { personId: number }>(of: One[]): One[] {
  const first = new Map<number, One>();
  for (const one of of) if (!first.has(one.personId)) first.set(one.personId, one);
  return [...first.values()];
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
