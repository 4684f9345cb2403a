import { openPostgresStore } from '../../../backend/store/postgres/open.ts';
import { createTestDatabase, lookInto } from '../../support/postgres.ts';
import { liveFirst, type OpenedBeside } from './live-first.ts';

async function open(): Promise<OpenedBeside> {
  const url = await createTestDatabase();
  const store = await openPostgresStore(url);
  const looking = lookInto(url);
  return {
    store,
    async markPast(portalId) {
      await looking.ask(
        `INSERT INTO dirty_persons (portal_id, person_id, since, why)
         SELECT portal_id, person_id, 1, 2 FROM identities WHERE portal_id = $1 AND identity LIKE 'u:past-%'
         ON CONFLICT DO NOTHING`,
        [portalId],
      );
    },
    async unmarkPast(portalId) {
      await looking.ask('DELETE FROM dirty_persons WHERE portal_id = $1 AND why = 2', [portalId]);
    },
    async decidedPast(portalId) {
      const [row] = await looking.ask<{ count: number }>(
        `SELECT count(*) AS count FROM decisions d
         JOIN identities i ON i.portal_id = d.portal_id AND i.person_id = d.person_id
         WHERE d.portal_id = $1 AND i.identity LIKE 'u:past-%'`,
        [portalId],
      );
      return row!.count;
    },
    async close() {
      await looking.end();
      await store.close();
    },
  };
}

describe('PostgreSQL', () => liveFirst(open));
