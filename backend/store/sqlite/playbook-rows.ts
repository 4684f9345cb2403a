/** The versions of a portal's playbook. */
import { nextVersion } from '../playbook-versions.ts';
import type { NewPlaybook, StoredPlaybook } from '../store.ts';
import { type PlaybookRow, toPlaybook } from '../stored-rows.ts';
import type { SqliteConnection } from './connection.ts';

export function savePlaybook(
  connection: SqliteConnection,
  portalId: number,
  playbook: NewPlaybook,
  now: number,
  expectedVersion?: number,
): StoredPlaybook {
  return connection.transaction(() => {
    const newest = loadPlaybook(connection, portalId);
    const stored = nextVersion(newest, playbook, now, expectedVersion);
    if (stored === null) return newest!;
    const { version, source, properties, author, reason, alertReady } = stored;
    connection
      .statement(
        `INSERT INTO playbooks (portal_id, version, source, properties_json, author, reason, alert_ready, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(portalId, version, source, JSON.stringify(properties), author, reason, Number(alertReady), now);
    return stored;
  });
}

/** The newest unless a version is named. */
export function loadPlaybook(connection: SqliteConnection, portalId: number, version?: number): StoredPlaybook | null {
  const row = connection
    .statement<PlaybookRow>(
      'SELECT * FROM playbooks WHERE portal_id = ? AND (? IS NULL OR version = ?) ORDER BY version DESC LIMIT 1',
    )
    .get(portalId, version ?? null, version ?? null);
  return row ? toPlaybook(row) : null;
}

/** Newest first. */
export function loadPlaybooks(
  connection: SqliteConnection,
  portalId: number,
  { before, limit }: { before?: number; limit: number },
): StoredPlaybook[] {
  return connection
    .statement<PlaybookRow>('SELECT * FROM playbooks WHERE portal_id = ? AND version < ? ORDER BY version DESC LIMIT ?')
    .all(portalId, before ?? Number.MAX_SAFE_INTEGER, limit)
    .map(toPlaybook);
}
