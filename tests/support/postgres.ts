import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** What a service runs as: it may log in, and owns the databases that are made for it. */
export const ordinaryRole = 'zo_service';

/**
 * The url of a new, empty database on the run's PostgreSQL, for the role a service has: it owns its database and nothing else,
 * and row-level security holds for it. Each test file takes its own; all go with the server.
 */
export async function createTestDatabase(): Promise<string> {
  const broker = process.env.ZO_TEST_POSTGRES;
  if (!broker) throw new Error('Run the tests with `npm test`: it offers PostgreSQL to them.');
  const answer = await fetch(broker);
  const server = await answer.text();
  if (!answer.ok) throw new Error(`PostgreSQL did not start: ${server}`);
  const name = `zo_${randomBytes(6).toString('hex')}`;
  await asked(`${server}/postgres`, makeRole);
  await asked(`${server}/postgres`, `CREATE DATABASE ${name} OWNER ${ordinaryRole}`);
  const url = new URL(`${server}/${name}`);
  url.username = ordinaryRole;
  return url.href;
}

/** The same database as its superuser sees it, whom no policy holds back: every portal's rows. */
export function asSuperuser(url: string): string {
  const whole = new URL(url);
  whole.username = 'zo';
  return whole.href;
}

export type Looking = {
  /** Numbers as the store reads them. Rows of a statement that gives none are none. */
  ask<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  end(): Promise<void>;
};

/** Looks into the tables of a store's database, whosever rows they are. */
export function lookInto(url: string): Looking {
  const pool = new pg.Pool({
    connectionString: asSuperuser(url),
    max: 2,
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  return {
    ask: async <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) =>
      (await pool.query<Row>(sql, values)).rows,
    end: () => pool.end(),
  };
}

/** Several test files may be the first. */
const makeRole = `DO $$ BEGIN
  CREATE ROLE ${ordinaryRole} LOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$`;

async function asked(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}
