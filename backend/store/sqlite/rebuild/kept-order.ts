/**
 * Which kept events are whose, so that each person's can be folded at once and nobody else's usage is in memory. In temporary
 * tables of the connection: a rebuild that does not end leaves nothing behind.
 */
import type { EventSource } from '../../../ingest/event.ts';
import type { SqliteConnection } from '../connection.ts';
import { textReader } from '../event-blocks.ts';

/** Forgets what an earlier rebuild of the portal on this connection left, and learns who became whom. */
export function beginOrder(connection: SqliteConnection, portalId: number): void {
  connection.database.exec(
    `CREATE TEMP TABLE IF NOT EXISTS kept (
       portal_id INTEGER NOT NULL, person_id INTEGER NOT NULL, seq INTEGER NOT NULL,
       PRIMARY KEY (portal_id, person_id, seq)
     ) WITHOUT ROWID;
     CREATE TEMP TABLE IF NOT EXISTS survivors (
       portal_id INTEGER NOT NULL, from_id INTEGER NOT NULL, into_id INTEGER NOT NULL, PRIMARY KEY (portal_id, from_id)
     ) WITHOUT ROWID;
     CREATE INDEX IF NOT EXISTS temp.survivors_by_into ON survivors (portal_id, into_id);`,
  );
  dropOrder(connection, portalId);
  connection
    .statement(
      `INSERT INTO temp.survivors SELECT portal_id, from_id, into_id FROM merges WHERE portal_id = ? AND kind = 'person'`,
    )
    .run(portalId);
  const shorten = connection.statement(
    `UPDATE temp.survivors AS s SET into_id = next.into_id FROM temp.survivors AS next
     WHERE s.portal_id = ? AND next.portal_id = s.portal_id AND next.from_id = s.into_id`,
  );
  while (shorten.run(portalId).changes > 0);
}

export function dropOrder(connection: SqliteConnection, portalId: number): void {
  connection.statement('DELETE FROM temp.kept WHERE portal_id = ?').run(portalId);
  connection.statement('DELETE FROM temp.survivors WHERE portal_id = ?').run(portalId);
}

/** Takes in the events after `from` up to `to`. Returns how many have a person. */
export function addToOrder(connection: SqliteConnection, portalId: number, from: number, to: number): number {
  return connection
    .statement(
      `INSERT INTO temp.kept
       SELECT e.portal_id, coalesce(s.into_id, e.person_id), e.seq FROM events e
       LEFT JOIN temp.survivors s ON s.portal_id = e.portal_id AND s.from_id = e.person_id
       WHERE e.portal_id = ? AND e.seq > ? AND e.seq <= ? AND e.person_id IS NOT NULL`,
    )
    .run(portalId, from, to).changes;
}

/** The one's events are the other's from now on. */
export function moveInOrder(connection: SqliteConnection, portalId: number, fromId: number, intoId: number): void {
  const run = (sql: string, ...values: number[]) => connection.statement(sql).run(...values);
  run('UPDATE temp.kept SET person_id = ? WHERE portal_id = ? AND person_id = ?', intoId, portalId, fromId);
  run('UPDATE temp.survivors SET into_id = ? WHERE portal_id = ? AND into_id = ?', intoId, portalId, fromId);
  run('INSERT OR REPLACE INTO temp.survivors VALUES (?, ?, ?)', portalId, fromId, intoId);
}

export type KeptRow = {
  person_id: number;
  seq: number;
  received_at: number;
  source: EventSource;
  body_json: string;
};

/** The kept events of the persons from one to the other, person by person, in order of acceptance. */
export function* keptEvents(
  connection: SqliteConnection,
  portalId: number,
  fromPerson: number,
  toPerson: number,
): IterableIterator<KeptRow> {
  const rows = connection
    .statement<KeptRow>(
      `SELECT k.person_id, e.seq, e.received_at, e.source, e.body_json
       FROM temp.kept k CROSS JOIN events e ON e.portal_id = k.portal_id AND e.seq = k.seq
       WHERE k.portal_id = ? AND k.person_id BETWEEN ? AND ? ORDER BY k.person_id, k.seq`,
    )
    .iterate(portalId, fromPerson, toPerson);
  const withText = textReader(connection, portalId);
  for (const row of rows) yield withText(row);
}

/** What events that are no longer kept added up to, of the persons from one to the other and of whoever became one of them. */
export function usagesBefore(
  connection: SqliteConnection,
  portalId: number,
  fromPerson: number,
  toPerson: number,
): { person_id: number; usage_json: string }[] {
  return connection
    .statement<{ person_id: number; usage_json: string }>(
      `SELECT u.person_id, u.usage_json FROM usage_before u
       WHERE u.portal_id = ? AND u.person_id BETWEEN ? AND ?
         AND NOT EXISTS (SELECT 1 FROM temp.survivors s WHERE s.portal_id = u.portal_id AND s.from_id = u.person_id)
       UNION ALL
       SELECT s.into_id, u.usage_json
       FROM temp.survivors s CROSS JOIN usage_before u ON u.portal_id = s.portal_id AND u.person_id = s.from_id
       WHERE s.portal_id = ? AND s.into_id BETWEEN ? AND ?`,
    )
    .all(portalId, fromPerson, toPerson, portalId, fromPerson, toPerson);
}
