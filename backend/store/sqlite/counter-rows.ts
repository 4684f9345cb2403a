/** Sequences per portal. They start at 1, and commands use them within their transaction. */
import type { SqliteConnection } from './connection.ts';

/** Takes `count` numbers and returns the first. */
export function takeCounter(connection: SqliteConnection, portalId: number, name: string, count: number): number {
  const row = connection
    .statement<{ value: number }>(
      `INSERT INTO counters (portal_id, name, value) VALUES (?, ?, ?)
       ON CONFLICT (portal_id, name) DO UPDATE SET value = value + excluded.value RETURNING value`,
    )
    .get(portalId, name, count);
  return row!.value - count + 1;
}

export function nextCounter(connection: SqliteConnection, portalId: number, name: string): number {
  return takeCounter(connection, portalId, name, 1);
}

/** The number taken last; 0 before the first. */
export function readCounter(connection: SqliteConnection, portalId: number, name: string): number {
  const row = connection
    .statement<{ value: number }>('SELECT value FROM counters WHERE portal_id = ? AND name = ?')
    .get(portalId, name);
  return row?.value ?? 0;
}

export function setCounter(connection: SqliteConnection, portalId: number, name: string, value: number): void {
  connection
    .statement(
      `INSERT INTO counters (portal_id, name, value) VALUES (?, ?, ?)
       ON CONFLICT (portal_id, name) DO UPDATE SET value = excluded.value`,
    )
    .run(portalId, name, value);
}
