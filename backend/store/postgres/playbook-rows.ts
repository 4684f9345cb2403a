/** The versions of a portal's playbook. */
import { nextVersion } from '../playbook-versions.ts';
import type { NewPlaybook, StoredPlaybook } from '../store.ts';
import { type PlaybookRow, toPlaybook } from '../stored-rows.ts';
import type { PostgresConnection, Query } from './connection.ts';

export function savePlaybook(
  connection: PostgresConnection,
  portalId: number,
  playbook: NewPlaybook,
  now: number,
  expectedVersion?: number,
): Promise<StoredPlaybook> {
  return connection.portalTransaction(portalId, async (query) => {
    const newest = await loadPlaybook(query, portalId);
    const stored = nextVersion(newest, playbook, now, expectedVersion);
    if (stored === null) return newest!;
    const { version, source, properties, author, reason, alertReady } = stored;
    await query(
      `INSERT INTO playbooks (portal_id, version, source, properties_json, author, reason, alert_ready, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [portalId, version, source, JSON.stringify(properties), author, reason, alertReady, now],
    );
    return stored;
  });
}

/** The newest unless a version is named. */
export async function loadPlaybook(query: Query, portalId: number, version?: number): Promise<StoredPlaybook | null> {
  const [row] = await query<PlaybookRow>(
    `SELECT * FROM playbooks WHERE portal_id = $1 AND ($2::bigint IS NULL OR version = $2)
     ORDER BY version DESC LIMIT 1`,
    [portalId, version ?? null],
  );
  return row ? toPlaybook(row) : null;
}

/** Newest first. */
export async function loadPlaybooks(
  query: Query,
  portalId: number,
  { before, limit }: { before?: number; limit: number },
): Promise<StoredPlaybook[]> {
  const rows = await query<PlaybookRow>(
    `SELECT * FROM playbooks WHERE portal_id = $1 AND ($2::bigint IS NULL OR version < $2)
     ORDER BY version DESC LIMIT $3`,
    [portalId, before ?? null, limit],
  );
  return rows.map(toPlaybook);
}
