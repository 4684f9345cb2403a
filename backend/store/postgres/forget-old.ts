/** Receipts and audit that are old enough go. In steps, each with what was deleted written down. */
import type { KeptKind } from '../privacy-store.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { noteForgotten } from './forgotten-rows.ts';

const rowsAtOnce = 500;

type Row = { id: number; at: number; handoff_id: number | null };
type Old = { portalId: number; before: number; now: number };
type Rows = {
  find: (query: Query, after: number) => Promise<Row[]>;
  remove: (query: Query, ids: number[]) => Promise<unknown>;
};

export function forgetReceipts(connection: PostgresConnection, old: Old): Promise<number> {
  return forgetNumbered(connection, 'receipts', old, {
    find: (query, after) =>
      query<Row>(
        `SELECT receipt_id AS id, at, handoff_id FROM receipts WHERE portal_id = $1 AND receipt_id > $2
         ORDER BY receipt_id LIMIT $3`,
        [old.portalId, after, rowsAtOnce],
      ),
    remove: (query, ids) =>
      query('DELETE FROM receipts WHERE portal_id = $1 AND receipt_id = ANY ($2::bigint[])', [old.portalId, ids]),
  });
}

export function forgetAudit(connection: PostgresConnection, old: Old): Promise<number> {
  return forgetNumbered(connection, 'audit', old, {
    find: (query, after) =>
      query<Row>(
        `SELECT audit_id AS id, at, NULL AS handoff_id FROM audit WHERE portal_id = $1 AND audit_id > $2
         ORDER BY audit_id LIMIT $3`,
        [old.portalId, after, rowsAtOnce],
      ),
    remove: (query, ids) =>
      query('DELETE FROM audit WHERE portal_id = $1 AND audit_id = ANY ($2::bigint[])', [old.portalId, ids]),
  });
}

/** In the order in which they were written: the first page without an old one ends it. What is about an open handoff stays. */
async function forgetNumbered(
  connection: PostgresConnection,
  kind: KeptKind,
  { portalId, before, now }: Old,
  { find, remove }: Rows,
): Promise<number> {
  let forgotten = 0;
  for (let after: number | null = 0; after !== null; ) {
    const from: number = after;
    after = await connection.portalTransaction(portalId, async (query) => {
      const rows = await find(query, from);
      const old = rows.filter(({ at }) => at < before);
      const open = await openOf(query, portalId, old);
      const ids = old.filter(({ handoff_id }) => !open.has(handoff_id)).map(({ id }) => id);
      // Before they go: the database refuses it otherwise.
      if (ids.length > 0) await noteForgotten(query, portalId, kind, before, ids.length, now);
      await remove(query, ids);
      forgotten += ids.length;
      return old.length > 0 ? rows.at(-1)!.id : null;
    });
  }
  return forgotten;
}

/** The open handoffs that these rows are about. */
async function openOf(query: Query, portalId: number, rows: Row[]): Promise<Set<number | null>> {
  const ids = new Set(rows.flatMap(({ handoff_id }) => handoff_id ?? []));
  const open = await query<{ handoff_id: number }>(
    'SELECT handoff_id FROM handoffs WHERE portal_id = $1 AND handoff_id = ANY ($2::bigint[]) AND is_open = 1',
    [portalId, [...ids]],
  );
  return new Set(open.map(({ handoff_id }) => handoff_id));
}
