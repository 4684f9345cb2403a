/** What HubSpot took, and what it told us. */
import type { HubspotFacts } from '../../handoff/hubspot-facts.ts';
import type { Acknowledgement } from '../handoff-store.ts';
import { newRecord, type RecordKind } from '../stored-records.ts';
import type { Query } from './connection.ts';
import { loadOpenHandoffs, saveHandoff } from './handoff-rows.ts';
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
  for (const { subjectId, recordId, written, problem, isGone } of acknowledgements) {
    if (!there.has(subjectId)) continue;
    const record = records.get(subjectId) ?? newRecord;
    const base = isGone ? { ...record, recordId: null, written: {}, facts: null, factsAt: null } : record;
    records.set(subjectId, {
      ...base,
      recordId: recordId ?? base.recordId,
      written: { ...base.written, ...written },
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
  for (const { personId, facts, factsAt } of entries) {
    if (!there.has(personId)) continue;
    const record = records.get(personId) ?? newRecord;
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
  return [...there];
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

/** An open handoff follows its person to the contact it is linked to. */
export async function putUnderContacts(query: Query, portalId: number, moved: UnderContact[]): Promise<void> {
  const handoffs = await loadOpenHandoffs(
    query,
    portalId,
    moved.map(({ personId }) => personId),
  );
  const contacts = new Map(moved.map(({ personId, contactId }) => [personId, contactId]));
  for (const [personId, handoff] of handoffs) {
    const contactId = contacts.get(personId)!;
    if (handoff.contactId !== contactId) await saveHandoff(query, portalId, { ...handoff, contactId });
  }
}
