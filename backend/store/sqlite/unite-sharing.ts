/** Several of our persons, or of our companies, that are one and the same HubSpot record: whose it is, and who joins them. */
import type { United } from '../handoff-store.ts';
import type { Claim, Sharing } from '../sharing.ts';
import { newRecord, type RecordKind } from '../stored-records.ts';
import type { SqliteConnection } from './connection.ts';
import { loadRecord, saveRecord, subjectsOfRecords } from './record-rows.ts';

export type Uniting = {
  kind: RecordKind;
  /** Our id as HubSpot carries it. */
  idProperty: 'zo_user_id' | 'zo_company_id';
  exists: (subjectId: number) => boolean;
  merge: (fromId: number, intoId: number) => void;
};

/** A read, because most records belong to one subject only. */
export function findSharing(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  claims: Claim[],
): Sharing[] {
  const recordIds = claims.map(({ recordId }) => recordId);
  const holders = subjectsOfRecords(connection, portalId, kind, recordIds);
  const byRecord = new Map<string, Sharing>();
  for (const { subjectId, recordId, heldBy } of claims) {
    const holder = heldBy?.subjectId ?? null;
    if (heldBy !== null && (holder === null || isElsewhere(connection, portalId, kind, holder, recordId))) continue;
    const sharing = byRecord.get(recordId) ?? { recordId, subjectIds: new Set(holders.get(recordId)), keeper: null };
    byRecord.set(recordId, sharing);
    sharing.subjectIds.add(subjectId);
    if (holder !== null) sharing.subjectIds.add(holder);
    if (heldBy?.byHubspot) sharing.keeper = holder;
  }
  return [...byRecord.values()].filter(({ subjectIds, keeper }) => subjectIds.size > 1 || keeper !== null);
}

/** We know another record for this subject: which of the two is right, only a person can say. */
function isElsewhere(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  subjectId: number,
  recordId: string,
): boolean {
  const known = loadRecord(connection, portalId, kind, subjectId)?.recordId ?? null;
  return known !== null && known !== recordId;
}

/** Runs in a transaction of the caller's. */
export function uniteSharing(
  connection: SqliteConnection,
  portalId: number,
  { recordId, subjectIds, keeper }: Sharing,
  uniting: Uniting,
): United[] {
  const alive = [...subjectIds].filter(uniting.exists);
  if (alive.length < 2 && keeper === null) return [];
  const intoId = keeper ?? oldestKnown(connection, portalId, alive, uniting);
  const united = alive.filter((fromId) => fromId !== intoId).map((fromId) => ({ fromId, intoId }));
  for (const { fromId } of united) uniting.merge(fromId, intoId);
  linkTo(connection, portalId, uniting.kind, intoId, recordId);
  return united.length > 0 ? united : [{ fromId: intoId, intoId }];
}

/** Whose id was written to the record, else who was seen first. */
function oldestKnown(
  connection: SqliteConnection,
  portalId: number,
  subjectIds: number[],
  { kind, idProperty }: Uniting,
): number {
  const written = subjectIds.filter(
    (subjectId) => (loadRecord(connection, portalId, kind, subjectId)?.written[idProperty] ?? '') !== '',
  );
  return Math.min(...(written.length > 0 ? written : subjectIds));
}

function linkTo(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  subjectId: number,
  recordId: string,
): void {
  const record = loadRecord(connection, portalId, kind, subjectId) ?? newRecord;
  const known =
    record.recordId === recordId ? record : { ...record, recordId, written: {}, facts: null, factsAt: null };
  saveRecord(connection, portalId, kind, subjectId, { ...known, problem: null });
}
