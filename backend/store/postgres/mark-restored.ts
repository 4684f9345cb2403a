/** After the database was put back with PostgreSQL's own tools: what may have been sent since is not sent a second time. */
import { type RestoredMark, restoredSetting, skippedNumbers } from '../restored-mark.ts';
import { openPostgres, type Query } from './connection.ts';
import { migratePostgres } from './migrate.ts';
import { loadNodes } from './presence.ts';

export class NodesRunError extends Error {
  constructor(nodes: number) {
    super(
      `${nodes === 1 ? 'A server runs' : `${nodes} servers run`} on the database: stop every one, and do this again.`,
    );
    this.name = 'NodesRunError';
  }
}

/** Returns how many portals were marked. Throws NodesRunError. */
export async function markPostgresRestored(url: string, now: number): Promise<number> {
  const connection = openPostgres(url, () => {});
  try {
    const nodes = new Set(await loadNodes(connection.acrossPortals));
    if (nodes.size > 0) throw new NodesRunError(nodes.size);
    await migratePostgres(connection);
    const mark: RestoredMark = { takenAt: null, restoredAt: now };
    return await connection.transactionAcrossPortals(async (query, enter) => {
      const portals = await query<{ portal_id: number }>('SELECT portal_id FROM portals');
      for (const { portal_id } of portals) {
        await enter(portal_id);
        await markPortal(query, portal_id, mark);
      }
      return portals.length;
    });
  } finally {
    await connection.close();
  }
}

async function markPortal(query: Query, portalId: number, mark: RestoredMark): Promise<void> {
  await query(
    `INSERT INTO settings (portal_id, name, value_json, updated_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (portal_id, name) DO UPDATE SET value_json = excluded.value_json, updated_at = excluded.updated_at`,
    [portalId, restoredSetting, JSON.stringify(mark), mark.restoredAt],
  );
  await query(`UPDATE counters SET value = value + $2 WHERE portal_id = $1 AND name IN ('handoff', 'receipt')`, [
    portalId,
    skippedNumbers,
  ]);
}
