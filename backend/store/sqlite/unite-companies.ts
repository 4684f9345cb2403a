/** Product companies that are the same HubSpot company become one. See HandoffStore.uniteCompanies. */
import { compileRules } from '../../usage/compile-rules.ts';
import type { CompanyClaim, United } from '../handoff-store.ts';
import type { FoldRules } from '../store.ts';
import { loadCompany } from './company-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { mergeCompanyRows } from './merge-company-rows.ts';
import { loadRecord, newRecord, saveRecord, subjectsOfRecords } from './record-rows.ts';

/** Those who share one HubSpot company. */
type Sharing = { recordId: string; companyIds: Set<number>; keeper: number | null };

export function uniteCompanies(
  connection: SqliteConnection,
  portalId: number,
  claims: CompanyClaim[],
  rules: FoldRules,
  now: number,
): United[] {
  const shared = findShared(connection, portalId, claims);
  if (shared.length === 0) return [];
  return connection.transaction(() => shared.flatMap((sharing) => uniteOne(connection, portalId, sharing, rules, now)));
}

function findShared(connection: SqliteConnection, portalId: number, claims: CompanyClaim[]): Sharing[] {
  const holders = subjectsOfRecords(
    connection,
    portalId,
    'company',
    claims.map(({ recordId }) => recordId),
  );
  const byRecord = new Map<string, Sharing>();
  for (const { companyId, recordId, heldBy } of claims) {
    const holder = heldBy === null ? null : companyOfGroup(connection, portalId, heldBy);
    if (heldBy !== null && (holder === null || isElsewhere(connection, portalId, holder, recordId))) continue;
    const sharing: Sharing = byRecord.get(recordId) ?? {
      recordId,
      companyIds: new Set(holders.get(recordId)),
      keeper: null,
    };
    byRecord.set(recordId, sharing);
    sharing.companyIds.add(companyId);
    if (holder === null) continue;
    sharing.companyIds.add(holder);
    sharing.keeper = holder;
  }
  return [...byRecord.values()].filter(({ companyIds, keeper }) => companyIds.size > 1 || keeper !== null);
}

function companyOfGroup(connection: SqliteConnection, portalId: number, groupId: string): number | null {
  const row = connection
    .statement<{ company_id: number }>('SELECT company_id FROM company_keys WHERE portal_id = ? AND company_key = ?')
    .get(portalId, `g:${groupId}`);
  return row?.company_id ?? null;
}

/** We know another HubSpot company for this group: which of the two is right, only a person can say. */
function isElsewhere(connection: SqliteConnection, portalId: number, companyId: number, recordId: string): boolean {
  const known = loadRecord(connection, portalId, 'company', companyId)?.recordId ?? null;
  return known !== null && known !== recordId;
}

function uniteOne(
  connection: SqliteConnection,
  portalId: number,
  { recordId, companyIds, keeper }: Sharing,
  rules: FoldRules,
  now: number,
): United[] {
  const alive = [...companyIds].filter((companyId) => loadCompany(connection, portalId, companyId) !== null);
  if (alive.length < 2 && keeper === null) return [];
  const intoId = keeper ?? oldestKnown(connection, portalId, alive);
  const united = alive
    .filter((fromId) => fromId !== intoId)
    .map((fromId) => {
      mergeCompanyRows(connection, portalId, { fromId, intoId }, compileRules(rules), now);
      return { fromId, intoId };
    });
  linkTo(connection, portalId, intoId, recordId);
  return united.length > 0 ? united : [{ fromId: intoId, intoId }];
}

/** Whose group id was written to the record, else the one seen first. */
function oldestKnown(connection: SqliteConnection, portalId: number, companyIds: number[]): number {
  const written = companyIds.filter((companyId) => {
    return (loadRecord(connection, portalId, 'company', companyId)?.written.zo_company_id ?? '') !== '';
  });
  return Math.min(...(written.length > 0 ? written : companyIds));
}

function linkTo(connection: SqliteConnection, portalId: number, companyId: number, recordId: string): void {
  const record = loadRecord(connection, portalId, 'company', companyId) ?? newRecord;
  const known =
    record.recordId === recordId ? record : { ...record, recordId, written: {}, facts: null, factsAt: null };
  saveRecord(connection, portalId, 'company', companyId, { ...known, problem: null });
}
