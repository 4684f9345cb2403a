/** Several of our persons, or of our companies, that are one and the same HubSpot record: whose it is, and who joins them. */
import type { United } from '../handoff-store.ts';
import type { Claim, Sharing } from '../sharing.ts';
import { newRecord, type RecordKind } from '../stored-records.ts';
import type { Query } from './connection.ts';
import { loadRecord, loadRecords, saveRecords, subjectsOfRecords } from './record-rows.ts';

export type Uniting = {
  kind: RecordKind;
  /** Our id as HubSpot carries it. */
  idProperty: 'zo_user_id' | 'zo_company_id';
  exists: (subjectId: number) => Promise<boolean>;
  merge: (fromId: number, intoId: number) => Promise<void>;
};

/** A read, because most records belong to one subject only. */
export async function findSharing(
  query: Query,
  portalId: number,
  kind: RecordKind,
  claims: Claim[],
): Promise<Sharing[]> {
  const recordIds = claims.map(({ recordId }) => recordId);
  const holders = await subjectsOfRecords(query, portalId, kind, recordIds);
  const heldBy = claims.flatMap((claim) => claim.heldBy?.subjectId ?? []);
  const known = await loadRecords(query, portalId, kind, heldBy);
  /** We know another record for this subject: which of the two is right, only a person can say. */
  const isElsewhere = (subjectId: number, recordId: string) => {
    const has = known.get(subjectId)?.recordId ?? null;
    return has !== null && has !== recordId;
  };
  const byRecord = new Map<string, Sharing>();
  for (const { subjectId, recordId, heldBy } of claims) {
    const holder = heldBy?.subjectId ?? null;
    if (heldBy !== null && (holder === null || isElsewhere(holder, recordId))) continue;
    const sharing = byRecord.get(recordId) ?? { recordId, subjectIds: new Set(holders.get(recordId)), keeper: null };
    byRecord.set(recordId, sharing);
    sharing.subjectIds.add(subjectId);
    if (holder !== null) sharing.subjectIds.add(holder);
    if (heldBy?.byHubspot) sharing.keeper = holder;
  }
  return [...byRecord.values()].filter(({ subjectIds, keeper }) => subjectIds.size > 1 || keeper !== null);
}

/** Runs in a transaction of the caller's. */
export async function uniteSharing(
  query: Query,
  portalId: number,
  { recordId, subjectIds, keeper }: Sharing,
  uniting: Uniting,
): Promise<United[]> {
  const alive: number[] = [];
  for (const subjectId of subjectIds) if (await uniting.exists(subjectId)) alive.push(subjectId);
  if (alive.length < 2 && keeper === null) return [];
  const intoId = keeper ?? (await oldestKnown(query, portalId, alive, uniting));
  const united = alive.filter((fromId) => fromId !== intoId).map((fromId) => ({ fromId, intoId }));
  for (const { fromId } of united) await uniting.merge(fromId, intoId);
  await linkTo(query, portalId, uniting.kind, intoId, recordId);
  return united.length > 0 ? united : [{ fromId: intoId, intoId }];
}

/** Whose id was written to the record, else who was seen first. */
async function oldestKnown(
  query: Query,
  portalId: number,
  subjectIds: number[],
  { kind, idProperty }: Uniting,
): Promise<number> {
  const records = await loadRecords(query, portalId, kind, subjectIds);
  const written = subjectIds.filter((subjectId) => (records.get(subjectId)?.written[idProperty] ?? '') !== '');
  return Math.min(...(written.length > 0 ? written : subjectIds));
}

async function linkTo(
  query: Query,
  portalId: number,
  kind: RecordKind,
  subjectId: number,
  recordId: string,
): Promise<void> {
  const record = (await loadRecord(query, portalId, kind, subjectId)) ?? newRecord;
  const known =
    record.recordId === recordId ? record : { ...record, recordId, written: {}, facts: null, factsAt: null };
  await saveRecords(query, portalId, kind, [{ subjectId, record: { ...known, problem: null } }]);
}
