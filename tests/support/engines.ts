/** Both databases, for tests of what holds on either. Each opens a store with nothing in it; whoever opened it closes it. */
import type { Handoff } from '../../backend/handoff/handoff.ts';
import * as postgresRows from '../../backend/store/postgres/handoff-rows.ts';
import { openPostgresStore, type PostgresStore } from '../../backend/store/postgres/open.ts';
import * as sqliteRows from '../../backend/store/sqlite/handoff-rows.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { createTestDatabase, lookInto } from './postgres.ts';

export type EitherStore = Omit<PostgresStore, 'connection'>;

export const engines: [name: string, open: () => Promise<EitherStore>][] = [
  ['SQLite', () => openSqliteStore(':memory:')],
  ['PostgreSQL', async () => openPostgresStore(await createTestDatabase(), { leaseMs: 0 })],
];

/** A store with what stands in its tables, which no command tells. */
export type OpenDatabase = {
  name: string;
  store: EitherStore;
  /** One statement that either database understands. Rows of a statement that gives none are none. */
  ask<Row = Record<string, unknown>>(sql: string): Promise<Row[]>;
  /** As it is, without anything that would follow from it. */
  saveHandoff(portalId: number, handoff: Handoff): Promise<unknown>;
};

export const databases: [name: string, open: () => Promise<OpenDatabase>][] = [
  ['SQLite', async () => sqliteDatabase(await openSqliteStore(':memory:'))],
  ['PostgreSQL', openPostgresDatabase],
];

export function sqliteDatabase(store: SqliteStore): OpenDatabase {
  const { connection } = store;
  return {
    name: 'SQLite',
    store,
    ask: async <Row>(sql: string) => {
      const statement = connection.database.prepare<[], Row>(sql);
      if (statement.reader) return statement.all();
      statement.run();
      return [];
    },
    saveHandoff: async (portalId, handoff) => sqliteRows.saveHandoff(connection, portalId, handoff),
  };
}

async function openPostgresDatabase(): Promise<OpenDatabase> {
  const url = await createTestDatabase();
  const store = await openPostgresStore(url, { leaseMs: 0 });
  const { ask, end } = lookInto(url);
  return {
    name: 'PostgreSQL',
    store: {
      ...store,
      close: async () => {
        await end();
        await store.close();
      },
    },
    ask: async <Row>(sql: string) => (await ask(sql)) as Row[],
    saveHandoff: (portalId, handoff) =>
      postgresRows.saveHandoff(store.connection.forPortal(portalId), portalId, handoff),
  };
}

/** How many rows of the portal there are. */
export async function countRows({ ask }: OpenDatabase, portalId: number, table: string, more = ''): Promise<number> {
  const [row] = await ask<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE portal_id = ${portalId} ${more}`);
  return row!.n;
}
