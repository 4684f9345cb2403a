/** Deletes everything of one portal. See PrivacyStore.erasePortal. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { PortalErasure } from '../privacy-store.ts';
import type { SqliteConnection } from './connection.ts';
import { leaveNoTrace } from './leave-no-trace.ts';

const rowsAtOnce = 500;

/** Goes with the end: whoever looks for portals to erase finds them there, after an interruption too. */
const lastTable = 'credentials';

type ErasureRow = {
  erasure_id: number;
  erased_portal: number;
  begun_at: number;
  ended_at: number | null;
  rows_json: string;
};

export async function erasePortal(connection: SqliteConnection, portalId: number, now: number): Promise<PortalErasure> {
  const erasureId = beginErasure(connection, portalId, now);
  await leaveNoTrace(connection, async () => {
    const tables = tablesOfPortals(connection).filter((table) => table !== lastTable);
    do {
      for (const table of tables) {
        while (deleteSome(connection, erasureId, portalId, table)) await letOthersRun();
      }
    } while (!endErasure(connection, erasureId, portalId, tables, now));
  });
  const row = connection.statement<ErasureRow>('SELECT * FROM portal_erasures WHERE erasure_id = ?').get(erasureId);
  return toErasure(row!);
}

export function loadErasures(connection: SqliteConnection, limit: number): PortalErasure[] {
  return connection
    .statement<ErasureRow>('SELECT * FROM portal_erasures ORDER BY erasure_id DESC LIMIT ?')
    .all(limit)
    .map(toErasure);
}

/** Every table with a column portal_id, the portal itself first: what looks for portals to work for finds it no more. */
export function tablesOfPortals(connection: SqliteConnection): string[] {
  return connection
    .statement<{ name: string }>(
      `SELECT m.name FROM sqlite_master m
       WHERE m.type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'portal_id')
       ORDER BY m.name NOT IN ('portals', 'write_keys'), m.name`,
    )
    .all()
    .map(({ name }) => name);
}

/** The one that was interrupted, else a new one. */
function beginErasure(connection: SqliteConnection, portalId: number, now: number): number {
  return connection.transaction(() => {
    const begun = connection
      .statement<{ erasure_id: number }>(
        'SELECT erasure_id FROM portal_erasures WHERE erased_portal = ? AND ended_at IS NULL',
      )
      .get(portalId);
    if (begun) return begun.erasure_id;
    const added = connection
      .statement("INSERT INTO portal_erasures (erased_portal, begun_at, rows_json) VALUES (?, ?, '{}')")
      .run(portalId, now);
    return Number(added.lastInsertRowid);
  });
}

/** Whether there may be more. */
function deleteSome(connection: SqliteConnection, erasureId: number, portalId: number, table: string): boolean {
  return connection.transaction(() => deleteRows(connection, erasureId, portalId, table) === rowsAtOnce);
}

/** Within a transaction: at most so many as at once. How many. */
function deleteRows(connection: SqliteConnection, erasureId: number, portalId: number, table: string): number {
  const { changes } = connection
    .statement(`DELETE FROM "${table}" WHERE portal_id = ? LIMIT ${rowsAtOnce}`)
    .run(portalId);
  if (changes > 0) {
    connection
      .statement(
        `UPDATE portal_erasures SET rows_json =
           json_set(rows_json, '$.' || ?, coalesce(json_extract(rows_json, '$.' || ?), 0) + ?) WHERE erasure_id = ?`,
      )
      .run(table, table, changes, erasureId);
  }
  return changes;
}

/** False: something was written meanwhile. */
function endErasure(
  connection: SqliteConnection,
  erasureId: number,
  portalId: number,
  tables: string[],
  now: number,
): boolean {
  return connection.transaction(() => {
    const isLeft = tables.some((table) =>
      connection.statement(`SELECT 1 FROM "${table}" WHERE portal_id = ? LIMIT 1`).get(portalId),
    );
    if (isLeft) return false;
    deleteRows(connection, erasureId, portalId, lastTable);
    connection.statement('UPDATE portal_erasures SET ended_at = ? WHERE erasure_id = ?').run(now, erasureId);
    return true;
  });
}

function toErasure({ erased_portal, begun_at, ended_at, rows_json }: ErasureRow): PortalErasure {
  return { portalId: erased_portal, begunAt: begun_at, endedAt: ended_at, rows: JSON.parse(rows_json) };
}
