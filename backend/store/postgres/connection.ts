/**
 * A pool of PostgreSQL connections, prepared statements by their text, and how a transaction runs. Whatever runs says for which
 * portal: the database shows and takes rows of that one alone (row-level security, migration 0006), whatever a statement says.
 */
import pg from 'pg';
import { storableText } from '../storable-text.ts';
import { silenceOnTheServer, watchForDeadConnections } from './dead-connections.ts';
import { createCommitFlusher, flushText } from './flush-commits.ts';
import { acrossPortals, prepareScopes, runScoped, type Scope, scopeText } from './portal-statement.ts';
import { createPortalTurns } from './portal-turns.ts';

/**
 * Runs one statement: prepared once per connection and text, so pass constant SQL only. Statements of a transaction that are
 * asked for without waiting for each other go to the server together and run there in the order asked for.
 */
export type Query = <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** Runs a whole script. */
export type Exec = (script: string) => Promise<void>;

/** Runs `work` in one transaction; whatever it throws rolls everything back. */
export type PortalTransaction = <Result>(portalId: number, work: (query: Query) => Promise<Result>) => Promise<Result>;

/** `onCommitted`: it is in force and on its way to the disk. `isSoon`: nobody waits until it is there. */
export type SharedFlush = { onCommitted?: (() => void) | undefined; isSoon?: boolean };

export type PostgresConnection = {
  /** Single statements about this portal. */
  forPortal(portalId: number): Query;
  transaction: PortalTransaction;
  /**
   * The same while no other of these of the portal runs: for commands that read, decide and write usage. `shared`: the next one
   * need not wait until this one is on disk, though whoever called this does; see flush-commits.ts.
   */
  portalTransaction<Result>(
    portalId: number,
    work: (query: Query) => Promise<Result>,
    shared?: SharedFlush,
  ): Promise<Result>;
  /** Reads only what was there at one moment, however many statements it takes. */
  snapshot: PortalTransaction;
  /**
   * Single statements of the few commands that look for portals: they see portals, keys, credentials and begun flows of all,
   * and no row of any other table that belongs to portals.
   */
  acrossPortals: Query;
  /** The same in a transaction, which may go on for one portal: from `enter` on it sees that one alone. */
  transactionAcrossPortals<Result>(
    work: (query: Query, enter: (portalId: number) => Promise<void>) => Promise<Result>,
  ): Promise<Result>;
  /**
   * For the schema. A statement that would meet rows of portals fails instead of passing them over. What waits for a lock
   * longer than `lockMs` fails.
   */
  schemaTransaction<Result>(
    work: (query: Query, exec: Exec) => Promise<Result>,
    options?: { lockMs?: number },
  ): Promise<Result>;
  /** Resolves when everything that is in force now is on disk, whichever node committed it. */
  flushed(): Promise<void>;
  /** Whether the server's process of that number works for one of these connections. */
  isOurs(processId: number): boolean;
  close(): Promise<void>;
};

/** Texts as PostgreSQL takes them, also within arrays. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  return Array.isArray(value) ? value.map(storable) : value;
}

const mostConnections = 10;

/**
 * One portal has at most five of them: its turn, the one that comes next, and three statements besides. Turns of all portals leave
 * two to what is no turn: looking up keys, reading, and flushing what turns have committed.
 */
const turnLimits = { mostTurns: 8, mostFew: 3, withinMs: 30_000 };

/**
 * Longer than the server lets an open transaction stand still (see `silenceOnTheServer`): what another node leaves locked is waited
 * for, and nothing for ever.
 */
const longestLockMs = 20_000;
const lockNotAvailable = '55P03';

export class LockedError extends Error {
  readonly code = lockNotAvailable;

  constructor(lockMs: number, cause: unknown) {
    super(`PostgreSQL: another transaction has held what this one needs for more than ${lockMs / 1000} s`, { cause });
    this.name = 'LockedError';
  }
}

/** Our bigints are times, ids and counts, all well below 2^53. */
const parsers = new Map([[pg.types.builtins.INT8, Number]]);

/** `lockMs`: what waits for a lock longer than that fails with LockedError. */
export function openPostgres(
  url: string,
  onError: (error: Error) => void,
  { lockMs = longestLockMs }: { lockMs?: number } = {},
): PostgresConnection {
  const named = (error: unknown) =>
    (error as { code?: unknown } | null)?.code === lockNotAvailable ? new LockedError(lockMs, error) : error;
  const settings: pg.PoolConfig & { pipeline: boolean } = {
    connectionString: url,
    max: mostConnections,
    connectionTimeoutMillis: 5000,
    application_name: 'zo-handoff',
    types: { getTypeParser: (oid, format) => parsers.get(oid) ?? pg.types.getTypeParser(oid, format) },
    keepAlive: true,
    // Whoever has the connection sends what it has to say, and does not wait for an answer between two statements.
    pipeline: true,
    async onConnect(client) {
      await client.query(`${silenceOnTheServer}; SET lock_timeout = ${lockMs}`);
      await prepareScopes(client);
    },
  };
  const pool = new pg.Pool(settings);
  // An idle connection that breaks is replaced; without a listener it would end the process.
  pool.on('error', onError);
  const processes = new Set<number | null>();
  pool.on('connect', (client) => {
    processes.add(processOf(client));
    // So that one that breaks between two statements of a transaction fails the transaction and not the process.
    client.on('error', onError);
  });
  pool.on('remove', (client) => processes.delete(processOf(client)));
  const { watch, stop } = watchForDeadConnections({ url, processOf });

  const names = new Map<string, string>();
  const prepared = (text: string, values: unknown[]) => {
    let name = names.get(text);
    if (!name) {
      name = `zo_${names.size}`;
      names.set(text, name);
    }
    return { name, text, values: values.map(storable) };
  };

  const single =
    (scope: Scope): Query =>
    async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) => {
      const client = await pool.connect();
      try {
        return await watch(client, () => runScoped<Row>(client, prepared(text, values), scope));
      } catch (error) {
        throw named(error);
      } finally {
        client.release();
      }
    };

  async function run<Result>(begin: string, work: (query: Query, exec: Exec) => Promise<Result>): Promise<Result> {
    const client = await pool.connect();
    let broken: Error | undefined;
    const say = (script: string) => watch(client, () => client.query(script));
    const query: Query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await watch(client, () => client.query<Row>(prepared(text, values)))).rows;
    try {
      await say(begin);
      const result = await work(query, async (script) => {
        await say(script);
      });
      await say('COMMIT');
      return result;
    } catch (error) {
      await say('ROLLBACK').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /**
   * For one portal: the first statements of the work go to the server together with the beginning. Where that failed and there is no
   * transaction, they run for no portal, find and take nothing, and fail here. Of a work that failed with one statement the others
   * may go on; what they ask for then is refused, because by then the connection may be in somebody else's transaction.
   */
  async function runAhead<Result>(
    begin: string,
    work: (query: Query) => Promise<Result>,
    hasBegun = () => {},
  ): Promise<Result> {
    const client = await pool.connect();
    let broken: Error | undefined;
    let isOver = false;
    /** What failed before everything that was sent with it failed for that reason. */
    let cause: unknown;
    const say = (script: string) => watch(client, () => client.query(script));
    gatherWrites(client);
    const begun = say(begin);
    // That it failed is told by the first statement, and below.
    begun.then(hasBegun, () => {});
    const query: Query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) => {
      if (isOver) throw new Error('the transaction is over');
      gatherWrites(client);
      const answered = watch(client, () => client.query<Row>(prepared(text, values)));
      answered.catch((error) => {
        cause ??= error;
      });
      const [, { rows }] = await Promise.all([begun, answered]);
      return rows;
    };
    try {
      const result = await work(query);
      isOver = true;
      await begun;
      await say('COMMIT');
      return result;
    } catch (error) {
      isOver = true;
      await say('ROLLBACK').catch((failure: Error) => {
        broken = failure;
      });
      throw named(isAftermath(error) ? (cause ?? error) : error);
    } finally {
      client.release(broken);
    }
  }

  const flusher = createCommitFlusher(async () => {
    const client = await pool.connect();
    try {
      await watch(client, () => client.query(flushText));
    } finally {
      client.release();
    }
  });

  const turns = createPortalTurns(turnLimits);
  const beginFor = (portalId: number, begin = 'BEGIN') => `${begin}; ${scopeText({ kind: 'portal', portalId })}`;
  const beginAlone = (portalId: number) => `${beginFor(portalId)}, pg_advisory_xact_lock(${lockOf(portalId)})`;
  return {
    forPortal(portalId) {
      const query = single({ kind: 'portal', portalId });
      return (text, values) => turns.amongFew(portalId, () => query(text, values));
    },
    transaction: (portalId, work) => turns.amongFew(portalId, () => runAhead(beginFor(portalId), work)),
    async portalTransaction(portalId, work, shared) {
      const begin = beginAlone(portalId);
      const isShared = shared !== undefined;
      const said = isShared ? `${begin}, set_config('synchronous_commit', 'off', true)` : begin;
      const result = await turns.inTurn(portalId, (hasBegun) => runAhead(said, work, hasBegun));
      if (!isShared) return result;
      // Its turn is over, and its connection is free.
      shared.onCommitted?.();
      if (!shared.isSoon) await flusher.flushed();
      return result;
    },
    snapshot: (portalId, work) =>
      turns.amongFew(portalId, () => runAhead(beginFor(portalId, 'BEGIN ISOLATION LEVEL REPEATABLE READ'), work)),
    acrossPortals: single(acrossPortals),
    transactionAcrossPortals: (work) =>
      run(`BEGIN; ${scopeText(acrossPortals)}`, (query, exec) =>
        work(query, (portalId) =>
          exec(`SELECT set_config('zo.across_portals', '', true); ${scopeText({ kind: 'portal', portalId })}`),
        ),
      ),
    schemaTransaction: (work, { lockMs = 0 } = {}) =>
      run(`BEGIN; SET LOCAL row_security = off; SET LOCAL lock_timeout = ${lockMs}`, work),
    flushed: flusher.flushed,
    isOurs: (processId) => processes.has(processId),
    async close() {
      await pool.end();
      stop();
    },
  };
}

/** Which the types of the package do not tell of a connection. */
function processOf(client: pg.PoolClient & { processID?: number | null }): number | null {
  return client.processID ?? null;
}

const gathering = new WeakSet<object>();

/** What is sent to the server from now on in this turn of the program goes out in one piece. */
function gatherWrites(client: pg.PoolClient): void {
  // The types of the package name nothing of the socket.
  const { stream } = (client as unknown as { connection: pg.Connection }).connection;
  if (gathering.has(stream)) return;
  gathering.add(stream);
  stream.cork();
  process.nextTick(() => {
    gathering.delete(stream);
    stream.uncork();
  });
}

/** Said of every statement after the one that failed, until the transaction ends. */
function isAftermath(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '25P02';
}

/** Advisory locks share one space of numbers: portals are the odd ones, the schema's is 2. */
function lockOf(portalId: number): string {
  return String(BigInt(portalId) * 2n + 1n);
}

export const schemaLock = 2;
