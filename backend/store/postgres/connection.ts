/** A pool of PostgreSQL connections, prepared statements by their text, and how a transaction runs. */
import pg from 'pg';
import { storableText } from '../storable-text.ts';

/** Runs one statement: prepared once per connection and text, so pass constant SQL only. */
export type Query = <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;

export type PostgresConnection = {
  query: Query;
  /** Runs `work` in one transaction; whatever it throws rolls everything back. `exec` runs a whole script. */
  transaction<Result>(
    work: (query: Query, exec: (script: string) => Promise<void>) => Promise<Result>,
  ): Promise<Result>;
  /** The same while no other transaction of this portal runs: for commands that read, decide and write usage. */
  portalTransaction<Result>(portalId: number, work: (query: Query) => Promise<Result>): Promise<Result>;
  /** Reads only what was there at one moment, however many statements it takes. */
  snapshot<Result>(work: (query: Query) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

/** Texts as PostgreSQL takes them, also within arrays. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  return Array.isArray(value) ? value.map(storable) : value;
}

/** Our bigints are times, ids and counts, all well below 2^53. */
const parsers = new Map([[pg.types.builtins.INT8, Number]]);

export function openPostgres(url: string, onError: (error: Error) => void): PostgresConnection {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5000,
    application_name: 'zo-handoff',
    types: { getTypeParser: (oid, format) => parsers.get(oid) ?? pg.types.getTypeParser(oid, format) },
  });
  // An idle connection that breaks is replaced; without a listener it would end the process.
  pool.on('error', onError);

  const names = new Map<string, string>();
  const nameOf = (text: string) => {
    let name = names.get(text);
    if (!name) {
      name = `zo_${names.size}`;
      names.set(text, name);
    }
    return name;
  };
  const queryOn =
    (client: Pick<pg.Pool, 'query'>): Query =>
    async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await client.query<Row>({ name: nameOf(text), text, values: values.map(storable) })).rows;

  async function run<Result>(
    begin: string,
    work: (query: Query, exec: (script: string) => Promise<void>) => Promise<Result>,
  ): Promise<Result> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(begin);
      const result = await work(queryOn(client), async (script) => {
        await client.query(script);
      });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    query: queryOn(pool),
    transaction: (work) => run('BEGIN', work),
    portalTransaction: (portalId, work) => run(`BEGIN; SELECT pg_advisory_xact_lock(${lockOf(portalId)})`, work),
    snapshot: (work) => run('BEGIN ISOLATION LEVEL REPEATABLE READ', work),
    close: () => pool.end(),
  };
}

/** Advisory locks share one space of numbers: portals are the odd ones, the migrations' is 2. */
function lockOf(portalId: number): string {
  return String(BigInt(portalId) * 2n + 1n);
}

export const migrationLock = 2;
