/** The HubSpot record of a person or company: what is wanted, what was acknowledged, what HubSpot said. */
import type { RecordState } from '../../handoff/decision.ts';
import { doubted, type LeftEffect, subjectsInDoubt } from '../doubt-written.ts';
import type { LinkedRecord } from '../handoff-store.ts';
import { newRecord, type RecordKind, type RecordRow, toRecord } from '../stored-records.ts';
import type { SqliteConnection } from './connection.ts';

const columns = 'record_id, wanted_json, written_json, facts_json, facts_at, problem, deleted_id, deleted_at';

export function loadRecord(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  subjectId: number,
): RecordState | null {
  const row = connection
    .statement<RecordRow>(`SELECT ${columns} FROM records WHERE portal_id = ? AND kind = ? AND subject_id = ?`)
    .get(portalId, kind, subjectId);
  return row ? toRecord(row) : null;
}

/** Those with a record in HubSpot, in the order of subject ids, from behind `after` on. */
export function loadLinkedRecords(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  after: number,
  limit: number,
): LinkedRecord[] {
  return connection
    .statement<RecordRow & { subject_id: number; record_id: string }>(
      `SELECT subject_id, ${columns} FROM records
       WHERE portal_id = ? AND kind = ? AND subject_id > ? AND record_id IS NOT NULL ORDER BY subject_id LIMIT ?`,
    )
    .all(portalId, kind, after, limit)
    .map((row) => ({ subjectId: row.subject_id, record: { ...toRecord(row), recordId: row.record_id } }));
}

/** Of these persons those with a contact in HubSpot, in the order of their ids. */
export function loadLinkedContacts(
  connection: SqliteConnection,
  portalId: number,
  personIds: readonly number[],
): LinkedRecord[] {
  return [...personIds]
    .sort((one, other) => one - other)
    .flatMap((subjectId) => {
      const record = loadRecord(connection, portalId, 'contact', subjectId);
      return record?.recordId == null ? [] : [{ subjectId, record: { ...record, recordId: record.recordId } }];
    });
}

/** A record that is linked is not deleted. */
export function saveRecord(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  subjectId: number,
  record: RecordState,
): void {
  const deleted = record.recordId === null ? record.deleted : null;
  connection
    .statement(
      `INSERT INTO records (portal_id, kind, subject_id, record_id, wanted_json, written_json, facts_json, facts_at,
         problem, deleted_id, deleted_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (portal_id, kind, subject_id) DO UPDATE SET record_id = excluded.record_id,
         wanted_json = excluded.wanted_json, written_json = excluded.written_json, facts_json = excluded.facts_json,
         facts_at = excluded.facts_at, problem = excluded.problem, deleted_id = excluded.deleted_id,
         deleted_at = excluded.deleted_at`,
    )
    .run(
      portalId,
      kind,
      subjectId,
      record.recordId,
      JSON.stringify(record.wanted),
      JSON.stringify(record.written),
      record.facts === null ? null : JSON.stringify(record.facts),
      record.factsAt,
      record.problem,
      deleted?.id ?? null,
      deleted?.at ?? null,
    );
}

/** Merges values into what is wanted. Returns the record afterwards, and whether anything was new. */
export function wantValues(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  subjectId: number,
  values: Record<string, string>,
): boolean {
  const row = connection
    .statement<{ wanted_json: string }>(
      'SELECT wanted_json FROM records WHERE portal_id = ? AND kind = ? AND subject_id = ?',
    )
    .get(portalId, kind, subjectId);
  const wanted: Record<string, string> = row ? JSON.parse(row.wanted_json) : {};
  const changed = Object.entries(values).some(([name, value]) => (wanted[name] ?? '') !== value);
  if (!changed) return false;
  const merged = { ...wanted, ...values };
  if (row === undefined) saveRecord(connection, portalId, kind, subjectId, { ...newRecord, wanted: merged });
  else {
    connection
      .statement('UPDATE records SET wanted_json = ? WHERE portal_id = ? AND kind = ? AND subject_id = ?')
      .run(JSON.stringify(merged), portalId, kind, subjectId);
  }
  return true;
}

/** The subject linked to a HubSpot record id; null if none. */
export function subjectOfRecord(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  recordId: string,
): number | null {
  const row = connection
    .statement<{ subject_id: number }>(
      // The + keeps SQLite from walking all records in the order of subject_id in place of looking the record id up.
      'SELECT subject_id FROM records WHERE portal_id = ? AND kind = ? AND record_id = ? ORDER BY +subject_id LIMIT 1',
    )
    .get(portalId, kind, recordId);
  return row?.subject_id ?? null;
}

/** As below, with those whose record HubSpot deleted. */
export function subjectsKnownBy(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  recordIds: readonly string[],
): number[] {
  const ids = JSON.stringify(recordIds);
  return connection
    .statement<{ subject_id: number }>(
      // Named, or SQLite walks all records of the portal in the order in which UNION wants them.
      `SELECT subject_id FROM records INDEXED BY records_by_record_id
         WHERE portal_id = ? AND kind = ? AND record_id IN (SELECT value FROM json_each(?))
       UNION
       SELECT subject_id FROM records INDEXED BY records_by_deleted_id
         WHERE portal_id = ? AND kind = ? AND deleted_id IN (SELECT value FROM json_each(?))`,
    )
    .all(portalId, kind, ids, portalId, kind, ids)
    .map(({ subject_id }) => subject_id);
}

/** Every subject linked to each of these HubSpot records. */
export function subjectsOfRecords(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  recordIds: string[],
): Map<string, number[]> {
  const rows = connection
    .statement<{ record_id: string; subject_id: number }>(
      `SELECT record_id, subject_id FROM records
       WHERE portal_id = ? AND kind = ? AND record_id IN (SELECT value FROM json_each(?)) ORDER BY +subject_id`,
    )
    .all(portalId, kind, JSON.stringify(recordIds));
  const subjects = new Map<string, number[]>();
  for (const row of rows) subjects.set(row.record_id, [...(subjects.get(row.record_id) ?? []), row.subject_id]);
  return subjects;
}

/** Within a transaction: what these effects were sending may stand in HubSpot or not. */
export function doubtWritten(connection: SqliteConnection, portalId: number, left: readonly LeftEffect[]): void {
  const subjects = subjectsInDoubt(left);
  for (const kind of ['contact', 'company'] as const) {
    for (const subjectId of subjects[kind]) {
      const record = loadRecord(connection, portalId, kind, subjectId);
      if (record !== null) saveRecord(connection, portalId, kind, subjectId, doubted(record));
    }
  }
}
