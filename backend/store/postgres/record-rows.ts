/** The HubSpot record of a person or company: what is wanted, what was acknowledged, what HubSpot said. */
import type { RecordState } from '../../handoff/decision.ts';
import { doubted, type LeftEffect, subjectsInDoubt } from '../doubt-written.ts';
import type { LinkedRecord } from '../handoff-store.ts';
import { newRecord, type RecordKind, type RecordRow, toRecord } from '../stored-records.ts';
import { columns } from './columns.ts';
import type { Query } from './connection.ts';

const recordColumns =
  'subject_id, record_id, wanted_json, written_json, facts_json, facts_at, problem, deleted_id, deleted_at';

type SubjectRow = RecordRow & { subject_id: number };

/** Those that are there, by subject. */
export async function loadRecords(
  query: Query,
  portalId: number,
  kind: RecordKind,
  subjectIds: readonly number[],
): Promise<Map<number, RecordState>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await query<SubjectRow>(
    `SELECT ${recordColumns} FROM records WHERE portal_id = $1 AND kind = $2 AND subject_id = ANY ($3::bigint[])`,
    [portalId, kind, subjectIds],
  );
  return new Map(rows.map((row) => [row.subject_id, toRecord(row)]));
}

export async function loadRecord(
  query: Query,
  portalId: number,
  kind: RecordKind,
  subjectId: number,
): Promise<RecordState | null> {
  return (await loadRecords(query, portalId, kind, [subjectId])).get(subjectId) ?? null;
}

/** Those with a record in HubSpot, in the order of subject ids, from behind `after` on. */
export async function loadLinkedRecords(
  query: Query,
  portalId: number,
  kind: RecordKind,
  after: number,
  limit: number,
): Promise<LinkedRecord[]> {
  const rows = await query<SubjectRow & { record_id: string }>(
    `SELECT ${recordColumns} FROM records
     WHERE portal_id = $1 AND kind = $2 AND subject_id > $3 AND record_id IS NOT NULL ORDER BY subject_id LIMIT $4`,
    [portalId, kind, after, limit],
  );
  return rows.map((row) => ({ subjectId: row.subject_id, record: { ...toRecord(row), recordId: row.record_id } }));
}

/** Of these persons those with a contact in HubSpot, in the order of their ids. */
export async function loadLinkedContacts(
  query: Query,
  portalId: number,
  personIds: readonly number[],
): Promise<LinkedRecord[]> {
  const records = await loadRecords(query, portalId, 'contact', personIds);
  return [...records.entries()]
    .sort(([one], [other]) => one - other)
    .flatMap(([subjectId, record]) =>
      record.recordId === null ? [] : [{ subjectId, record: { ...record, recordId: record.recordId } }],
    );
}

/** A record that is linked is not deleted. */
export async function saveRecords(
  query: Query,
  portalId: number,
  kind: RecordKind,
  records: { subjectId: number; record: RecordState }[],
): Promise<void> {
  if (records.length === 0) return;
  await query(
    `INSERT INTO records (portal_id, kind, subject_id, record_id, wanted_json, written_json, facts_json, facts_at, problem,
       deleted_id, deleted_at, primary_company_id)
     SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[],
       $10::text[], $11::bigint[], $12::text[])
     ON CONFLICT (portal_id, kind, subject_id) DO UPDATE SET record_id = excluded.record_id,
       wanted_json = excluded.wanted_json, written_json = excluded.written_json, facts_json = excluded.facts_json,
       facts_at = excluded.facts_at, problem = excluded.problem, deleted_id = excluded.deleted_id,
       deleted_at = excluded.deleted_at, primary_company_id = excluded.primary_company_id`,
    [
      portalId,
      kind,
      ...columns<(typeof records)[number], unknown>(
        records,
        ({ subjectId }) => subjectId,
        ({ record }) => record.recordId,
        ({ record }) => JSON.stringify(record.wanted),
        ({ record }) => JSON.stringify(record.written),
        ({ record }) => (record.facts === null ? null : JSON.stringify(record.facts)),
        ({ record }) => record.factsAt,
        ({ record }) => record.problem,
        ({ record }) => (record.recordId === null ? (record.deleted?.id ?? null) : null),
        ({ record }) => (record.recordId === null ? (record.deleted?.at ?? null) : null),
        ({ record }) => record.facts?.primaryCompany?.id ?? null,
      ),
    ],
  );
}

export type Want = { subjectId: number; values: Record<string, string> };

/** Of the records loaded by subject, those in which anything is wanted that was not, with it. */
export function withWanted(records: ReadonlyMap<number, RecordState>, wants: Want[]) {
  return wants.flatMap(({ subjectId, values }) => {
    const record = records.get(subjectId) ?? newRecord;
    const isNew = Object.entries(values).some(([name, value]) => (record.wanted[name] ?? '') !== value);
    return isNew ? [{ subjectId, record: { ...record, wanted: { ...record.wanted, ...values } } }] : [];
  });
}

/** Merges values into what is wanted of each. Returns the subjects of which anything was new. */
export async function wantValues(
  query: Query,
  portalId: number,
  kind: RecordKind,
  wants: Want[],
): Promise<Set<number>> {
  const records = await loadRecords(
    query,
    portalId,
    kind,
    wants.map(({ subjectId }) => subjectId),
  );
  const changed = withWanted(records, wants);
  await saveRecords(query, portalId, kind, changed);
  return new Set(changed.map(({ subjectId }) => subjectId));
}

/** As below, with those whose record HubSpot deleted. */
export async function subjectsKnownBy(
  query: Query,
  portalId: number,
  kind: RecordKind,
  recordIds: readonly string[],
): Promise<number[]> {
  const found = await subjectsKnownByEach(query, portalId, kind, recordIds);
  return [...new Set([...found.values()].flat())].sort((one, other) => one - other);
}

export async function subjectsKnownByEach(
  query: Query,
  portalId: number,
  kind: RecordKind,
  recordIds: readonly string[],
): Promise<Map<string, number[]>> {
  const subjects = new Map<string, number[]>(recordIds.map((recordId) => [recordId, []]));
  if (subjects.size === 0) return subjects;
  const rows = await query<{ record_id: string; subject_id: number }>(
    `SELECT record_id, subject_id FROM records WHERE portal_id = $1 AND kind = $2 AND record_id = ANY ($3::text[])
     UNION
     SELECT deleted_id, subject_id FROM records
       WHERE portal_id = $1 AND kind = $2 AND deleted_id = ANY ($3::text[]) AND deleted_id IS NOT NULL
     ORDER BY subject_id`,
    [portalId, kind, recordIds],
  );
  for (const row of rows) subjects.get(row.record_id)?.push(row.subject_id);
  return subjects;
}

/** Every subject linked to each of these HubSpot records. */
export async function subjectsOfRecords(
  query: Query,
  portalId: number,
  kind: RecordKind,
  recordIds: string[],
): Promise<Map<string, number[]>> {
  const rows = await query<{ record_id: string; subject_id: number }>(
    `SELECT record_id, subject_id FROM records
     WHERE portal_id = $1 AND kind = $2 AND record_id = ANY ($3::text[]) ORDER BY subject_id`,
    [portalId, kind, recordIds],
  );
  const subjects = new Map<string, number[]>();
  for (const row of rows) subjects.set(row.record_id, [...(subjects.get(row.record_id) ?? []), row.subject_id]);
  return subjects;
}

/** The subject linked to a HubSpot record id; null if none. */
export async function subjectOfRecord(
  query: Query,
  portalId: number,
  kind: RecordKind,
  recordId: string,
): Promise<number | null> {
  return (await subjectsOfRecords(query, portalId, kind, [recordId])).get(recordId)?.[0] ?? null;
}

/** Under the portal's lock: what these effects were sending may stand in HubSpot or not. */
export async function doubtWritten(query: Query, portalId: number, left: readonly LeftEffect[]): Promise<void> {
  const subjects = subjectsInDoubt(left);
  for (const kind of ['contact', 'company'] as const) {
    const records = await loadRecords(query, portalId, kind, subjects[kind]);
    const inDoubt = [...records].map(([subjectId, record]) => ({ subjectId, record: doubted(record) }));
    await saveRecords(query, portalId, kind, inDoubt);
  }
}
