/** What routing needs to know in the transaction that assigns: the ledger of fair shares, and how much an owner has. */
import type { Ledger } from '../../handoff/routing/fairness.ts';
import type { OwnerLoad } from '../../handoff/routing/standing.ts';
import type { OwnerTally } from '../handoff-store.ts';
import type { SqliteConnection } from './connection.ts';
import { loadSetting, saveSetting } from './portal-rows.ts';

const ledgerName = 'fairness ledger';

export function loadLedger(connection: SqliteConnection, portalId: number): Ledger {
  return (loadSetting(connection, portalId, ledgerName) as Ledger | null) ?? {};
}

/** Owners who are not in `changed` keep their entries. */
export function saveLedger(connection: SqliteConnection, portalId: number, changed: Ledger, now: number): void {
  saveSetting(connection, portalId, ledgerName, { ...loadLedger(connection, portalId), ...changed }, now);
}

/** When an AE got it; the expression is that of an index of migration 0008. */
const given = `coalesce(json_extract(handoff_json, '$.owner.since'), json_extract(handoff_json, '$.handedOffAt'))`;

/** Both lookups go through indexes of migrations 0007 and 0008, whose expressions these are. */
export function loadOwnerLoad(
  connection: SqliteConnection,
  portalId: number,
  ownerId: string,
  since: number,
): OwnerLoad {
  const open = connection
    .statement<{ count: number }>(
      `SELECT count(*) AS count FROM handoffs INDEXED BY handoffs_open_by_owner
       WHERE portal_id = ? AND json_extract(handoff_json, '$.owner.id') = ? AND is_open = 1`,
    )
    .get(portalId, ownerId);
  const received = connection
    .statement<{ count: number }>(
      `SELECT count(*) AS count FROM handoffs INDEXED BY handoffs_given_by_owner
       WHERE portal_id = ? AND json_extract(handoff_json, '$.owner.id') = ? AND ${given} >= ?`,
    )
    .get(portalId, ownerId, since);
  return { open: open!.count, given: received!.count };
}

export function tallyOwners(
  connection: SqliteConnection,
  portalId: number,
  recently: number,
  lately: number,
): OwnerTally[] {
  return connection
    .statement<OwnerTally>(
      `SELECT json_extract(handoff_json, '$.owner.id') AS ownerId, max(json_extract(handoff_json, '$.owner.email')) AS email,
         json_extract(handoff_json, '$.owner.reason') AS reason, count(*) AS handoffs, sum(is_open) AS open,
         sum(coalesce(${given} >= ?, 0)) AS recently,
         sum(coalesce(${given} >= ?, 0)) AS lately
       FROM handoffs WHERE portal_id = ? AND json_extract(handoff_json, '$.owner.id') IS NOT NULL
       GROUP BY ownerId, reason ORDER BY ownerId, reason`,
    )
    .all(recently, lately, portalId);
}
