/** Receipts and audit that are old enough go. In steps, each with what was deleted written down. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { KeptKind } from '../privacy-store.ts';
import type { SqliteConnection } from './connection.ts';
import { noteForgotten } from './forgotten-rows.ts';
import { leaveNoTrace } from './leave-no-trace.ts';

export const rowsAtOnce = 500;

/** What one step did; `after`: where the next one begins, null when there is none. */
export type Step = { rows: number; after: number | null };

export async function inSteps(connection: SqliteConnection, forgetSome: (after: number) => Step): Promise<number> {
  let forgotten = 0;
  for (let after: number | null = 0; after !== null; await letOthersRun()) {
    const from: number = after;
    const step = connection.transaction(() => forgetSome(from));
    forgotten += step.rows;
    after = step.after;
  }
  return forgotten;
}

type Row = { id: number; at: number; is_needed: number };
type Old = { portalId: number; before: number; now: number };

export function forgetReceipts(connection: SqliteConnection, old: Old): Promise<number> {
  const find = connection.statement<Row>(
    `SELECT r.receipt_id AS id, r.at, EXISTS (SELECT 1 FROM handoffs h WHERE h.portal_id = r.portal_id
       AND h.handoff_id = r.handoff_id AND h.is_open = 1) AS is_needed
     FROM receipts r WHERE r.portal_id = ? AND r.receipt_id > ? ORDER BY r.receipt_id LIMIT ${rowsAtOnce}`,
  );
  const remove = connection.statement('DELETE FROM receipts WHERE portal_id = ? AND receipt_id = ?');
  return forgetNumbered(connection, 'receipts', old, {
    find: (after) => find.all(old.portalId, after),
    remove: (id) => remove.run(old.portalId, id),
  });
}

export function forgetAudit(connection: SqliteConnection, old: Old): Promise<number> {
  const find = connection.statement<Row>(
    `SELECT audit_id AS id, at, 0 AS is_needed FROM audit WHERE portal_id = ? AND audit_id > ?
     ORDER BY audit_id LIMIT ${rowsAtOnce}`,
  );
  const remove = connection.statement('DELETE FROM audit WHERE portal_id = ? AND audit_id = ?');
  return forgetNumbered(connection, 'audit', old, {
    find: (after) => find.all(old.portalId, after),
    remove: (id) => remove.run(old.portalId, id),
  });
}

type Rows = { find: (after: number) => Row[]; remove: (id: number) => unknown };

/** In the order in which they were written: the first page without an old one ends it. */
async function forgetNumbered(
  connection: SqliteConnection,
  kind: KeptKind,
  { portalId, before, now }: Old,
  { find, remove }: Rows,
): Promise<number> {
  const isOld = ({ at }: Row) => at < before;
  const mayGo = (row: Row) => isOld(row) && row.is_needed === 0;
  const forgetSome = (after: number): Step => {
    const rows = find(after);
    const old = rows.filter(mayGo);
    // Before they go: the database refuses it otherwise.
    if (old.length > 0) noteForgotten(connection, portalId, kind, before, old.length, now);
    for (const { id } of old) remove(id);
    return { rows: old.length, after: rows.some(isOld) ? rows.at(-1)!.id : null };
  };
  if (!find(0).some(isOld)) return 0;
  return leaveNoTrace(connection, () => inSteps(connection, forgetSome));
}
