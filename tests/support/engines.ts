/** Both databases, for tests of what holds on either. Each opens a store with nothing in it; whoever opened it closes it. */
import { openPostgresStore, type PostgresStore } from '../../backend/store/postgres/open.ts';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import { createTestDatabase } from './postgres.ts';

export type EitherStore = Omit<PostgresStore, 'connection'>;

export const engines: [name: string, open: () => Promise<EitherStore>][] = [
  ['SQLite', () => openSqliteStore(':memory:')],
  ['PostgreSQL', async () => openPostgresStore(await createTestDatabase(), { leaseMs: 0 })],
];
