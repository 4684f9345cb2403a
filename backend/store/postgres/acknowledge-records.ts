/** What HubSpot took, and what it told us. */
import type { HubspotFacts } from '../../handoff/hubspot-facts.ts';
import { priorities } from '../../outbox/effect.ts';
import { syncCompany } from '../../usage/fold-group.ts';
import { writtenAfter } from '../doubt-written.ts';
import type { Acknowledgement } from '../handoff-store.ts';
import { newRecord, type RecordKind } from '../stored-records.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { clearLate } from './erase-effects.ts';
import { loadOpenHandoffs, saveHandoffs } from './handoff-rows.ts';
import { loadPersons } from './person-rows.ts';
import { noteLateLinks } from './privacy-deletion-rows.ts';
import { loadRecords, saveRecords } from './record-rows.ts';
import { markDirty } from './rows.ts';

type UnderContact = { personId: number; contactId: string };

/** Under the portal's lock. The same subject may be named more than once: what is said later holds. */
export async function acknowledge(
  query: Query,
  portalId: number,
  kind: RecordKind,
  acknowledgements: Acknowledgement[],
): Promise<void> {
  const there = await whoIsThere(
    query,
    portalId,
    kind,
    acknowledgements.map(({ subjectId }) => subjectId),
  );
  const records = await loadRecords(query, portalId, kind, [...there]);
  const moved: UnderContact[] = [];
  const late: UnderContact[] = [];
  for (const { subjectId, recordId, written, unsure, problem } of acknowledgements) {
    if (!there.has(subjectId)) {
      if (kind === 'contact' && recordId !== null) late.push({ personId: subjectId, contactId: recordId });
      continue;
    }
    const record = records.get(subjectId) ?? newRecord;
    records.set(subjectId, {
      ...record,
      recordId: recordId ?? record.recordId,
      written: writtenAfter(record.written, written, unsure),
      problem,
    });
    if (kind === 'contact' && recordId !== null && recordId !== record.recordId) {
      moved.push({ personId: subjectId, contactId: recordId });
    }
  }
  await saveRecords(
    query,
    portalId,
    kind,
    [...records].map(([subjectId, record]) => ({ subjectId, record })),
  );
  await putUnderContacts(query, portalId, moved);
  await clearLate(query, portalId, late);
}

/** Under the portal's lock. */
export async function saveFacts(
  query: Query,
  portalId: number,
  entries: { personId: number; facts: HubspotFacts }[],
  factsAt: number,
): Promise<void> {
  const changed = await putFacts(
    query,
    portalId,
    entries.map((entry) => ({ ...entry, factsAt })),
  );
  await markDirty(query, portalId, changed, factsAt);
}

/** Keeps what HubSpot said, true as of `factsAt`, with the contact it said it of. Returns of whom facts were kept. */
export async function putFacts(
  query: Query,
  portalId: number,
  entries: { personId: number; facts: HubspotFacts; factsAt: number }[],
): Promise<number[]> {
  const there = await whoIsThere(
    query,
    portalId,
    'contact',
    entries.map(({ personId }) => personId),
  );
  const records = await loadRecords(query, portalId, 'contact', [...there]);
  const moved: UnderContact[] = [];
  const elsewhere: { personId: number; at: number }[] = [];
  for (const { personId, facts, factsAt } of entries) {
    if (!there.has(personId)) continue;
    const record = records.get(personId) ?? newRecord;
    if (facts.primaryCompany !== null && facts.primaryCompany.id !== record.facts?.primaryCompany?.id) {
      elsewhere.push({ personId, at: factsAt });
    }
    const recordId = facts.exists ? facts.contactId : record.recordId;
    records.set(personId, { ...record, recordId, facts, factsAt });
    if (facts.exists && facts.contactId !== null && facts.contactId !== record.recordId) {
      moved.push({ personId, contactId: facts.contactId });
    }
  }
  await saveRecords(
    query,
    portalId,
    'contact',
    [...records].map(([subjectId, record]) => ({ subjectId, record })),
  );
  await putUnderContacts(query, portalId, moved);
  await linkCompaniesOf(query, portalId, elsewhere);
  return [...there];
}

/** Another primary company may be the one that their product company has not been found by yet. */
async function linkCompaniesOf(
  query: Query,
  portalId: number,
  people: { personId: number; at: number }[],
): Promise<void> {
  const persons = await loadPersons(
    query,
    portalId,
    people.map(({ personId }) => personId),
  );
  const companyIds = [...persons.values()].flatMap(({ companyId }) => companyId ?? []);
  const records = await loadRecords(query, portalId, 'company', companyIds);
  const wanted = people.flatMap(({ personId, at }) => {
    const companyId = persons.get(personId)?.companyId ?? null;
    if (companyId === null || records.get(companyId)?.recordId != null) return [];
    return [{ at, effect: { ...syncCompany(companyId), priority: priorities.routine } }];
  });
  for (const [at, together] of Map.groupBy(wanted, (one) => one.at)) {
    await enqueueEffects(
      query,
      portalId,
      together.map(({ effect }) => effect),
      at,
    );
  }
}

/** Of somebody erased while HubSpot was answering nothing may be kept. */
async function whoIsThere(
  query: Query,
  portalId: number,
  kind: RecordKind,
  subjectIds: number[],
): Promise<Set<number>> {
  const rows = await query<{ id: number }>(
    kind === 'contact'
      ? 'SELECT person_id AS id FROM persons WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])'
      : 'SELECT company_id AS id FROM companies WHERE portal_id = $1 AND company_id = ANY ($2::bigint[])',
    [portalId, subjectIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Other contacts than before: open handoffs go there with their people, and who was linked too late to be forgotten is now. */
export async function putUnderContacts(query: Query, portalId: number, moved: UnderContact[]): Promise<void> {
  await noteLateLinks(
    query,
    portalId,
    moved.map(({ contactId }) => contactId),
  );
  const handoffs = await loadOpenHandoffs(
    query,
    portalId,
    moved.map(({ personId }) => personId),
  );
  const contacts = new Map(moved.map(({ personId, contactId }) => [personId, contactId]));
  const elsewhere = [...handoffs].flatMap(([personId, handoff]) => {
    const contactId = contacts.get(personId)!;
    return handoff.contactId === contactId ? [] : [{ ...handoff, contactId }];
  });
  await saveHandoffs(query, portalId, elsewhere);
}
