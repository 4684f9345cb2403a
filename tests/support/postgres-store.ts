import { openPostgresStore, type PostgresStore } from '../../backend/store/postgres/open.ts';
import { createTestDatabase } from './postgres.ts';

/**
 * A store on a new database of the run's PostgreSQL, closed after the file's tests. No lease outlives its claim, so that a
 * restart finds everything at once, as it does on SQLite.
 */
export function postgresStore(): () => Promise<PostgresStore> {
  let store: PostgresStore;
  beforeAll(async () => {
    store = await openPostgresStore(await createTestDatabase(), { leaseMs: 0 });
  }, 60_000);
  afterAll(() => store?.close());
  return async () => store;
}
