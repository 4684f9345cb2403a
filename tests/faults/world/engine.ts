/**
 * A database for the product under test: where it is, what committed data says, and the store through which usage is read
 * once the product has stopped. What the cases do is the same on every engine; how many nodes may share it is not.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { openStore } from '../../../backend/store/open-store.ts';
import { openPostgresStore } from '../../../backend/store/postgres/open.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import type { IngestStore } from '../../../backend/store/store.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.mjs';

export type EngineName = 'sqlite' | 'postgres';
export type ReadableStore = Pick<IngestStore, 'personByIdentity' | 'company'> & { close(): Promise<void> };

export type Engine = {
  name: EngineName;
  /** DATABASE_URL of the nodes. */
  url: string;
  /** SQLite: the file. */
  file: string | null;
  /** PostgreSQL: the server of this database alone. */
  server: PostgresServer | null;
  ask<Row = Record<string, unknown>>(sql: string): Promise<Row[]>;
  /** Only while no node runs. */
  openStore(): Promise<ReadableStore>;
  close(): Promise<void>;
};

export async function startEngine(name: EngineName, folder: string): Promise<Engine> {
  return name === 'sqlite' ? sqliteEngine(path.join(folder, 'zo.db')) : postgresEngine();
}

export function sqliteEngine(file: string): Engine {
  return {
    name: 'sqlite',
    url: `file:${file}`,
    file,
    server: null,
    async ask<Row>(sql: string) {
      const database = new Database(file, { readonly: true, timeout: 10_000 });
      try {
        return database.prepare<[], Row>(sql).all();
      } finally {
        database.close();
      }
    },
    openStore: () => openSqliteStore(file),
    close: async () => {},
  };
}

async function postgresEngine(): Promise<Engine> {
  const server = await startPostgres();
  const database = `zo_${randomBytes(6).toString('hex')}`;
  const once = async <Row>(url: string, sql: string): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(sql)).rows as Row[];
    } finally {
      await client.end().catch(() => {});
    }
  };
  await once(`${server.url}/postgres`, `CREATE DATABASE ${database}`);
  const url = `${server.url}/${database}`;
  return {
    name: 'postgres',
    url,
    file: null,
    server,
    ask: (sql) => once(url, sql),
    openStore: () => openPostgresStore(url),
    close: () => server.stop(),
  };
}

/** Why the whole product does not run on this engine yet; null: it does. Asks the product, of no server. */
export async function whyNotServed(name: EngineName): Promise<string | null> {
  if (name === 'sqlite') return null;
  try {
    // Nobody listens there: a product that serves PostgreSQL tries to connect.
    const store = await openStore('postgres://nobody@127.0.0.1:1/none');
    await store.close();
    return null;
  } catch (error) {
    return error instanceof Error && error.name === 'DatabaseNotSupportedError' ? error.message : null;
  }
}
