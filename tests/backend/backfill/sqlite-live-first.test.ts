import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { liveFirst, type OpenedBeside } from './live-first.ts';

/** In a file, so that commits reach a disk. */
async function open(): Promise<OpenedBeside> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zo-live-first-'));
  const store = await openSqliteStore(path.join(folder, 'zo.db'));
  const { database } = store.connection;
  const mark = database.prepare(
    `INSERT INTO dirty_persons (portal_id, person_id, since, why)
     SELECT portal_id, person_id, 1, 2 FROM identities WHERE portal_id = ? AND identity LIKE 'u:past-%'
     ON CONFLICT DO NOTHING`,
  );
  const unmark = database.prepare('DELETE FROM dirty_persons WHERE portal_id = ? AND why = 2');
  const decided = database
    .prepare(
      `SELECT count(*) FROM decisions d JOIN identities i ON i.portal_id = d.portal_id AND i.person_id = d.person_id
       WHERE d.portal_id = ? AND i.identity LIKE 'u:past-%'`,
    )
    .pluck();
  return {
    store,
    markPast: async (portalId) => void mark.run(portalId),
    unmarkPast: async (portalId) => void unmark.run(portalId),
    decidedPast: async (portalId) => Number(decided.get(portalId)),
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describe('SQLite', () => liveFirst(open));
