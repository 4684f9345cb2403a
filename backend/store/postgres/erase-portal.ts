/** Deletes everything of one portal. See PrivacyStore.erasePortal. */
import type { PortalErasure } from '../privacy-store.ts';
import type { PostgresConnection, Query } from './connection.ts';

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

export async function erasePortal(
  connection: PostgresConnection,
  portalId: number,
  now: number,
): Promise<PortalErasure> {
  const erasureId = await beginErasure(connection.forPortal(portalId), portalId, now);
  const tables = (await tablesOfPortals(connection.forPortal(portalId))).filter((table) => table !== lastTable);
  do {
    for (const table of tables) while (await deleteSome(connection, erasureId, portalId, table));
  } while (!(await endErasure(connection, erasureId, portalId, tables, now)));
  const [row] = await connection.forPortal(portalId)<ErasureRow>(
    'SELECT * FROM portal_erasures WHERE erasure_id = $1',
    [erasureId],
  );
  return toErasure(row!);
}

export async function loadErasures(query: Query, limit: number): Promise<PortalErasure[]> {
  const rows = await query<ErasureRow>('SELECT * FROM portal_erasures ORDER BY erasure_id DESC LIMIT $1', [limit]);
  return rows.map(toErasure);
}

/** Every table with a column portal_id, the portal itself first: what looks for portals to work for finds it no more. Parts of a table are in it. */
async function tablesOfPortals(query: Query): Promise<string[]> {
  const rows = await query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'portal_id' AND NOT a.attisdropped
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     ORDER BY c.relname NOT IN ('portals', 'write_keys'), c.relname`,
  );
  return rows.map(({ name }) => name);
}

/** The one that was interrupted, else a new one. */
async function beginErasure(query: Query, portalId: number, now: number): Promise<number> {
  await query(
    `INSERT INTO portal_erasures (erased_portal, begun_at, rows_json) VALUES ($1, $2, '{}')
     ON CONFLICT (erased_portal) WHERE ended_at IS NULL DO NOTHING`,
    [portalId, now],
  );
  const [begun] = await query<{ erasure_id: number }>(
    'SELECT erasure_id FROM portal_erasures WHERE erased_portal = $1 ORDER BY erasure_id DESC LIMIT 1',
    [portalId],
  );
  return begun!.erasure_id;
}

/** Whether there may be more. */
function deleteSome(
  connection: PostgresConnection,
  erasureId: number,
  portalId: number,
  table: string,
): Promise<boolean> {
  return connection.portalTransaction(
    portalId,
    async (query) => (await deleteRows(query, erasureId, portalId, table)) >= rowsAtOnce,
  );
}

/** Within a transaction: so many as at once, or a few times as many where the table has parts, each of which has such places. */
async function deleteRows(query: Query, erasureId: number, portalId: number, table: string): Promise<number> {
  const gone = await query(
    `DELETE FROM "${table}"
     WHERE portal_id = $1 AND ctid = ANY (ARRAY (SELECT ctid FROM "${table}" WHERE portal_id = $1 LIMIT $2)) RETURNING 1`,
    [portalId, rowsAtOnce],
  );
  if (gone.length > 0) await addToProof(query, erasureId, table, gone.length);
  return gone.length;
}

async function addToProof(query: Query, erasureId: number, table: string, added: number): Promise<void> {
  const [proof] = await query<ErasureRow>('SELECT * FROM portal_erasures WHERE erasure_id = $1 FOR UPDATE', [
    erasureId,
  ]);
  const { rows } = toErasure(proof!);
  await query('UPDATE portal_erasures SET rows_json = $2 WHERE erasure_id = $1', [
    erasureId,
    JSON.stringify({ ...rows, [table]: (rows[table] ?? 0) + added }),
  ]);
}

/** False: something was written meanwhile. */
function endErasure(
  connection: PostgresConnection,
  erasureId: number,
  portalId: number,
  tables: string[],
  now: number,
): Promise<boolean> {
  return connection.portalTransaction(portalId, async (query) => {
    for (const table of tables) {
      const left = await query(`SELECT FROM "${table}" WHERE portal_id = $1 LIMIT 1`, [portalId]);
      if (left.length > 0) return false;
    }
    await deleteRows(query, erasureId, portalId, lastTable);
    await query('UPDATE portal_erasures SET ended_at = $2 WHERE erasure_id = $1 AND ended_at IS NULL', [
      erasureId,
      now,
    ]);
    return true;
  });
}

function toErasure({ erased_portal, begun_at, ended_at, rows_json }: ErasureRow): PortalErasure {
  return { portalId: erased_portal, begunAt: begun_at, endedAt: ended_at, rows: JSON.parse(rows_json) };
}
