/** Backfills on PostgreSQL. See BackfillStore. */
import type {
  AcceptedHistory,
  Backfill,
  BackfillOrder,
  BackfillStore,
  HistoryFigures,
  HistoryRows,
} from '../backfill-store.ts';
import { tellRows } from '../backfill-store.ts';
import type { FoldRules } from '../store.ts';
import {
  type BackfillRow,
  backfillColumns,
  inOrder,
  movedBackfill,
  rowsRejected,
  toBackfill,
} from '../stored-backfills.ts';
import { acceptGroup } from './accept-events.ts';
import type { PostgresConnection, Query } from './connection.ts';

export function backfillCommands(connection: PostgresConnection): BackfillStore {
  const { forPortal } = connection;
  const rows = async (where: string, portalId: number, ...values: unknown[]) => {
    const sql = `SELECT ${backfillColumns} FROM backfills WHERE portal_id = $1 ${where}`;
    return (await forPortal(portalId)<BackfillRow>(sql, [portalId, ...values])).map(toBackfill);
  };
  return {
    beginBackfill: (portalId, order, restart, now) =>
      connection.portalTransaction(portalId, (within) => begin(within, portalId, order, restart, now)),
    backfill: (portalId, key) => load(forPortal(portalId), portalId, key),
    backfills: (portalId, limit) => rows('ORDER BY begun_at DESC, backfill_key LIMIT $2', portalId, limit),
    backfillsOfFile: (portalId, fileKey) => rows('AND file_key = $2 ORDER BY begun_at', portalId, fileKey),
    acceptHistory: (portalId, history, rules) =>
      connection.portalTransaction(portalId, (within) => acceptHistory(within, portalId, history, rules)),
    async endBackfill(portalId, key, now) {
      await forPortal(portalId)(
        'UPDATE backfills SET ended_at = $3 WHERE portal_id = $1 AND backfill_key = $2 AND ended_at IS NULL',
        [portalId, key, now],
      );
    },
    async isBackfilling(portalId, since) {
      const moving = await forPortal(portalId)(
        'SELECT 1 FROM backfills WHERE portal_id = $1 AND ended_at IS NULL AND moved_at >= $2 LIMIT 1',
        [portalId, since],
      );
      return moving.length > 0;
    },
    historyFigures: (portalId, most) => historyFigures(forPortal(portalId), portalId, most),
  };
}

async function load(query: Query, portalId: number, key: string): Promise<Backfill | null> {
  const [row] = await query<BackfillRow>(
    `SELECT ${backfillColumns} FROM backfills WHERE portal_id = $1 AND backfill_key = $2`,
    [portalId, key],
  );
  return row === undefined ? null : toBackfill(row);
}

async function begin(
  query: Query,
  portalId: number,
  { key, fileKey, name }: BackfillOrder,
  restart: boolean,
  now: number,
): Promise<Backfill> {
  if (restart) await query('DELETE FROM backfills WHERE portal_id = $1 AND backfill_key = $2', [portalId, key]);
  // It counts as moving from now on: the people it touches wait for it.
  await query(
    `INSERT INTO backfills AS known (portal_id, ${backfillColumns})
     VALUES ($1, $2, $3, $4, 0, 0, 0, 0, 0, 0, 0, '[]', $5, $5, NULL)
     ON CONFLICT (portal_id, backfill_key) DO UPDATE SET name = excluded.name,
       moved_at = CASE WHEN known.ended_at IS NULL THEN excluded.moved_at ELSE known.moved_at END`,
    [portalId, key, fileKey, name, now],
  );
  return (await load(query, portalId, key))!;
}

/** Within the portal's transaction, so that nobody moves the file meanwhile. */
async function acceptHistory(
  query: Query,
  portalId: number,
  history: HistoryRows,
  rules: FoldRules,
): Promise<AcceptedHistory> {
  const { key, from, rows, now } = history;
  const before = await load(query, portalId, key);
  if (before === null || before.reached.line !== from.line || before.reached.byte !== from.byte) return null;
  const accepted = await acceptGroup(
    query,
    portalId,
    rows.map(({ events }) => events),
    rules,
  );
  const told = tellRows(rows, accepted);
  const rejected = inOrder([...history.rejected, ...told.rejected]);
  const { reached, counts, report } = movedBackfill(before, history, { counts: told.counts, rejected });
  await query(
    `UPDATE backfills SET reached_line = $3, reached_byte = $4, accepted = $5, duplicates = $6, rejected = $7,
       skipped = $8, report_from = $9, report_json = $10, moved_at = $11, ended_at = NULL
     WHERE portal_id = $1 AND backfill_key = $2`,
    [
      portalId,
      key,
      reached.line,
      reached.byte,
      counts.accepted,
      counts.duplicates,
      counts.rejected,
      counts.skipped,
      report.from,
      JSON.stringify(report.rejected),
      now,
    ],
  );
  return { counts: { ...told.counts, rejected: rowsRejected(rejected), skipped: history.skipped }, rejected };
}

async function historyFigures(query: Query, portalId: number, most: number): Promise<HistoryFigures> {
  const [figures] = await query<HistoryFigures>(
    `SELECT
       (SELECT count(*) FROM (SELECT 1 FROM dirty_persons WHERE portal_id = $1 AND why = 2 LIMIT $2) m) AS "toDecide",
       (SELECT count(*) FROM (SELECT 1 FROM decisions WHERE portal_id = $1 AND gate = 'before_go_live'
          AND is_by_history LIMIT $2) m) AS ready`,
    [portalId, most],
  );
  return figures!;
}
