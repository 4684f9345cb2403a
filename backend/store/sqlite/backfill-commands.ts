/** Backfills on SQLite. See BackfillStore. */
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
import { acceptEvents } from './accept-events.ts';
import type { SqliteConnection } from './connection.ts';

export function backfillCommands(connection: SqliteConnection): BackfillStore {
  const rows = (where: string, ...values: unknown[]) =>
    connection
      .statement<BackfillRow>(`SELECT ${backfillColumns} FROM backfills WHERE portal_id = ? ${where}`)
      .all(...values)
      .map(toBackfill);
  return {
    beginBackfill: async (portalId, order, restart, now) => begin(connection, portalId, order, restart, now),
    backfill: async (portalId, key) => load(connection, portalId, key),
    backfills: async (portalId, limit) => rows('ORDER BY begun_at DESC, backfill_key LIMIT ?', portalId, limit),
    backfillsOfFile: async (portalId, fileKey) => rows('AND file_key = ? ORDER BY begun_at', portalId, fileKey),
    acceptHistory: async (portalId, history, rules) => acceptHistory(connection, portalId, history, rules),
    endBackfill: async (portalId, key, now) => {
      connection
        .statement('UPDATE backfills SET ended_at = ? WHERE portal_id = ? AND backfill_key = ? AND ended_at IS NULL')
        .run(now, portalId, key);
    },
    isBackfilling: async (portalId, since) =>
      connection
        .statement('SELECT 1 FROM backfills WHERE portal_id = ? AND ended_at IS NULL AND moved_at >= ? LIMIT 1')
        .get(portalId, since) !== undefined,
    historyFigures: async (portalId, most) => historyFigures(connection, portalId, most),
  };
}

function load(connection: SqliteConnection, portalId: number, key: string): Backfill | null {
  const row = connection
    .statement<BackfillRow>(`SELECT ${backfillColumns} FROM backfills WHERE portal_id = ? AND backfill_key = ?`)
    .get(portalId, key);
  return row === undefined ? null : toBackfill(row);
}

function begin(
  connection: SqliteConnection,
  portalId: number,
  { key, fileKey, name }: BackfillOrder,
  restart: boolean,
  now: number,
): Backfill {
  return connection.transaction(() => {
    if (restart) {
      connection.statement('DELETE FROM backfills WHERE portal_id = ? AND backfill_key = ?').run(portalId, key);
    }
    // It counts as moving from now on: the people it touches wait for it.
    connection
      .statement(
        `INSERT INTO backfills (portal_id, ${backfillColumns}) VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, '[]', ?, ?, NULL)
         ON CONFLICT (portal_id, backfill_key) DO UPDATE SET name = excluded.name,
           moved_at = CASE WHEN ended_at IS NULL THEN excluded.moved_at ELSE moved_at END`,
      )
      .run(portalId, key, fileKey, name, now, now);
    return load(connection, portalId, key)!;
  });
}

function acceptHistory(
  connection: SqliteConnection,
  portalId: number,
  history: HistoryRows,
  rules: FoldRules,
): AcceptedHistory {
  return connection.transaction(() => {
    const { key, from, rows, now } = history;
    const before = load(connection, portalId, key);
    if (before === null || before.reached.line !== from.line || before.reached.byte !== from.byte) return null;
    const accepted = acceptEvents(
      connection,
      portalId,
      rows.map(({ events }) => events),
      rules,
    );
    const told = tellRows(rows, accepted);
    const rejected = inOrder([...history.rejected, ...told.rejected]);
    const after = movedBackfill(before, history, { counts: told.counts, rejected });
    const { reached, counts, report } = after;
    connection
      .statement(
        `UPDATE backfills SET reached_line = ?, reached_byte = ?, accepted = ?, duplicates = ?, rejected = ?, skipped = ?,
           report_from = ?, report_json = ?, moved_at = ?, ended_at = NULL
         WHERE portal_id = ? AND backfill_key = ?`,
      )
      .run(
        reached.line,
        reached.byte,
        counts.accepted,
        counts.duplicates,
        counts.rejected,
        counts.skipped,
        report.from,
        JSON.stringify(report.rejected),
        now,
        portalId,
        key,
      );
    return { counts: { ...told.counts, rejected: rowsRejected(rejected), skipped: history.skipped }, rejected };
  });
}

function historyFigures(connection: SqliteConnection, portalId: number, most: number): HistoryFigures {
  return connection
    .statement<HistoryFigures>(
      `SELECT
         (SELECT count(*) FROM (SELECT 1 FROM dirty_persons WHERE portal_id = ? AND why = 2 LIMIT ?)) AS toDecide,
         (SELECT count(*) FROM (SELECT 1 FROM decisions INDEXED BY decisions_by_history WHERE portal_id = ? AND gate = 'before_go_live'
            AND json_extract(decision_json, '$.crossing.byHistory') = 1 LIMIT ?)) AS ready`,
    )
    .get(portalId, most, portalId, most)!;
}
