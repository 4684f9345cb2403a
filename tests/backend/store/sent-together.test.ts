/** Statements of a transaction on PostgreSQL go to the server together; what that may not change. */
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { createCommitFlusher } from '../../../backend/store/postgres/flush-commits.ts';
import { openPostgresStore, type PostgresStore } from '../../../backend/store/postgres/open.ts';
import { event } from '../../support/events.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { asSuperuser, createTestDatabase } from '../../support/postgres.ts';
import { startPostgres } from '../../support/postgres-server.mjs';

const rules = { playbook: acmePlaybook(), timeZone: 'UTC' };
const portalId = 7;
const insert = 'INSERT INTO counters (portal_id, name, value) VALUES ($1, $2, 1)';

describe('statements that are sent together', () => {
  let url: string;
  let store: PostgresStore;
  beforeAll(async () => {
    url = await createTestDatabase();
    store = await openPostgresStore(url);
  }, 60_000);
  afterAll(() => store?.close());

  const names = async () => {
    const rows = await store.connection.forPortal(portalId)<{ name: string }>(
      'SELECT name FROM counters WHERE portal_id = $1 ORDER BY name',
      [portalId],
    );
    return rows.map(({ name }) => name);
  };

  it('run in the order asked for', async () => {
    await store.connection.portalTransaction(portalId, (query) =>
      Promise.all([
        query(insert, [portalId, 'first']),
        query("UPDATE counters SET name = 'second' WHERE portal_id = $1 AND name = 'first'", [portalId]),
      ]),
    );
    expect(await names()).toEqual(['second']);
  });

  it('are all undone when one of them fails, which is the one that is told of', async () => {
    const failed = store.connection.portalTransaction(portalId, (query) =>
      Promise.all([
        query(insert, [portalId, 'before']),
        query('SELECT 1 / value FROM (SELECT $1::bigint * 0 AS value) AS none', [portalId]),
        query(insert, [portalId, 'behind']),
      ]),
    );
    await expect(failed).rejects.toThrow('division by zero');
    expect(await names()).toEqual(['second']);
  });

  it('send nothing more once one of them has failed: the connection is in another transaction by then', async () => {
    const late = Promise.withResolvers<void>();
    const failed = store.connection.portalTransaction(portalId, (query) =>
      Promise.all([
        query('SELECT 1 / value FROM (SELECT $1::bigint * 0 AS value) AS none', [portalId]),
        late.promise.then(() => query(insert, [portalId, 'late'])),
      ]),
    );
    await expect(failed).rejects.toThrow('division by zero');
    // The pool gives out the connection that was used last.
    await store.connection.portalTransaction(portalId, async (query) => {
      await query(insert, [portalId, 'of another transaction']);
      late.resolve();
      await setTimeout(50);
    });
    expect(await names()).toEqual(['of another transaction', 'second']);
  });

  it('take nothing when the transaction could not begin', async () => {
    const admin = new pg.Client(asSuperuser(url));
    await admin.connect();
    const { held, release } = holdLock();
    const holder = store.connection.portalTransaction(portalId, () => held);
    const failed = store.connection.portalTransaction(portalId, (query) => query(insert, [portalId, 'early']));
    const isCancelled = expect(failed).rejects.toThrow('canceling statement');
    const cancel = `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event = 'advisory' AND query LIKE 'BEGIN%'`;
    for (let cancelled = 0; cancelled === 0; await setTimeout(20))
      cancelled = (await admin.query(cancel)).rowCount ?? 0;
    await isCancelled;
    release();
    await holder;
    await admin.end();
    expect(await names()).toEqual(['of another transaction', 'second']);
  });
});

function holdLock(): { held: Promise<void>; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { held: promise, release: resolve };
}

describe('commits that are flushed together', () => {
  it('wait for a flush that began after them, and share it', async () => {
    const flushes: PromiseWithResolvers<void>[] = [];
    const { flushed } = createCommitFlusher(() => {
      flushes.push(Promise.withResolvers<void>());
      return flushes.at(-1)!.promise;
    });
    const order: string[] = [];
    const commits = ['first', 'second', 'third'].map((name) => flushed().then(() => order.push(name)));
    expect(flushes).toHaveLength(1);
    flushes[0]!.resolve();
    await commits[0];
    expect([order, flushes.length]).toEqual([['first'], 2]);
    flushes[1]!.resolve();
    await Promise.all(commits);
    expect([order, flushes.length]).toEqual([['first', 'second', 'third'], 2]);
  });

  it('fail with the flush they waited for, and the next one is tried', async () => {
    let flushes = 0;
    const { flushed } = createCommitFlusher(async () => {
      flushes += 1;
      if (flushes === 1) throw new Error('the connection broke');
    });
    const [first, second] = await Promise.allSettled([flushed(), flushed()]);
    expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('are there after the server crashed the moment it was said that all that is in force is on disk', async () => {
    // Which otherwise may do it by itself in time.
    const server = await startPostgres({ wal_writer_delay: '10s' });
    try {
      const url = `${server.url}/postgres`;
      const [one, other] = [await openPostgresStore(url), await openPostgresStore(url)];
      await one.connection.portalTransaction(portalId, (query) => query(insert, [portalId, 'soon']), { isSoon: true });
      // Whoever read it may be another node.
      await other.flushed();
      await server.restartAtOnce();
      const counters = () =>
        other.connection.forPortal(portalId)('SELECT name FROM counters WHERE portal_id = $1', [portalId]);
      expect(await again(counters)).toEqual([{ name: 'soon' }]);
      await Promise.all([one.close(), other.close()]);
    } finally {
      await server.stop();
    }
  }, 60_000);

  it('are there after the server crashed the moment it was said that events are kept', async () => {
    const server = await startPostgres();
    try {
      const store = await openPostgresStore(`${server.url}/postgres`);
      for (let group = 0; group < 20; group += 1) await store.acceptEvents(portalId, [[event({})]], rules);
      await server.restartAtOnce();
      const sarah = await again(() => store.personByIdentity(portalId, 'u:sarah'));
      expect(sarah?.usage.signals['key action']?.total).toBe(20);
      await store.close();
    } finally {
      await server.stop();
    }
  }, 60_000);
});

/** Connections that broke with the server are replaced one by one. */
async function again<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let left = 20; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      await setTimeout(100);
    }
  }
}
