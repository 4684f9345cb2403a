import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import { openSqlite, type SqliteConnection } from '../../../backend/store/sqlite/connection.ts';
import { createLogFlusher } from '../../../backend/store/sqlite/flush-log.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

describe('commits that are flushed off the main thread', () => {
  let folder: string;
  let file: string;
  let connection: SqliteConnection;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'zo-flush-'));
    file = path.join(folder, 'zo.db');
    connection = openSqlite(file);
    connection.database.exec('CREATE TABLE words (word TEXT PRIMARY KEY)');
    connection.database.pragma('wal_checkpoint(FULL)');
  });
  afterEach(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });

  const insert = (word: string) =>
    connection.transaction(() => connection.statement('INSERT INTO words (word) VALUES (?)').run(word).changes);
  const words = () =>
    connection
      .statement<{ word: string }>('SELECT word FROM words ORDER BY word')
      .all()
      .map(({ word }) => word);
  /** What the database holds without its log. */
  function wordsWithoutLog() {
    const copy = path.join(folder, 'copy.db');
    copyFileSync(file, copy);
    const copied = openSqlite(copy);
    const rows = copied.statement<{ word: string }>('SELECT word FROM words ORDER BY word').all();
    copied.close();
    return rows.map(({ word }) => word);
  }
  const synchronous = () => connection.database.pragma('synchronous', { simple: true });

  it('are in force before they are on disk, one after the other, and answered in that order', async () => {
    const log = createLogFlusher(connection, file);
    const order: string[] = [];
    const commits = ['one', 'two', 'three'].map((word) =>
      log
        .commit(
          () => insert(word),
          () => order.push(`${word} in force`),
        )
        .then(() => order.push(`${word} on disk`)),
    );
    expect(order).toEqual(['one in force', 'two in force', 'three in force']);
    await Promise.all(commits);
    expect(order.slice(3)).toEqual(['one on disk', 'two on disk', 'three on disk']);
    await log.close();
  });

  it('leave every other commit flushed before it returns', async () => {
    const log = createLogFlusher(connection, file);
    await log.commit(() => expect(synchronous()).toBe(1));
    expect(synchronous()).toBe(2);
    await expect(
      log.commit(() => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(synchronous()).toBe(2);
    await log.close();
  });

  it('make whoever repeats one wait for the same flush', async () => {
    const log = createLogFlusher(connection, file);
    const order: string[] = [];
    const first = log.commit(() => insert('one')).then(() => order.push('first'));
    const repeat = log.commit(() => connection.statement('SELECT word FROM words').all().length);
    expect(await repeat.then((found) => order.push(`repeat finds ${found}`))).toBe(2);
    await first;
    expect(order).toEqual(['first', 'repeat finds 1']);
    await log.close();
  });

  /** A disk of which a test says what it answers, flush by flush. */
  function slowDisk() {
    const flushes: ((error: Error | null) => void)[] = [];
    return { flushes, log: createLogFlusher(connection, file, (_log, done) => void flushes.push(done)) };
  }
  const broken = new Error('EIO: i/o error, fdatasync');

  it('that could not be flushed stay in force, and everything after them waits until they are on disk', async () => {
    const { log, flushes } = slowDisk();
    const unsure = log.commit(() => insert('unsure'));
    flushes[0]!(broken);
    await expect(unsure).rejects.toThrow('EIO');
    expect(wordsWithoutLog()).toEqual([]);
    expect(words()).toEqual(['unsure']);
    expect(wordsWithoutLog()).toEqual(['unsure']);
  });

  it('that were made while a flush failed are refused with it: another flush would seem to succeed', async () => {
    const { log, flushes } = slowDisk();
    const settled = Promise.allSettled([log.commit(() => insert('one')), log.commit(() => insert('two'))]);
    flushes[0]!(broken);
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(flushes).toHaveLength(1);
    const again = log.commit(() => words());
    flushes[1]!(null);
    expect(await again).toEqual(['one', 'two']);
    expect(wordsWithoutLog()).toEqual(['one', 'two']);
  });

  it('that could not be flushed are refused for as long as somebody keeps the log from being copied', async () => {
    const { log, flushes } = slowDisk();
    const unsure = log.commit(() => insert('unsure'));
    connection.database.pragma('busy_timeout = 10');
    const reader = openSqlite(file);
    reader.database.exec('BEGIN; SELECT * FROM words');
    insert('another');
    flushes[0]!(broken);
    await expect(unsure).rejects.toThrow('EIO');
    expect(() => insert('next')).toThrow('could not be flushed');
    expect(() => words()).toThrow('could not be flushed');
    reader.close();
    insert('next');
    expect(words()).toEqual(['another', 'next', 'unsure']);
  });

  it('are flushed before the first answer after a start: who was here before may have been ended in between', async () => {
    const { log, flushes } = slowDisk();
    const order: string[] = [];
    const asked = log.commit(() => words()).then(() => order.push('answered'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push('flushed');
    flushes[0]!(null);
    await asked;
    expect(order).toEqual(['flushed', 'answered']);
  });

  it('tell how long the disk has owed an answer', async () => {
    const { log, flushes } = slowDisk();
    expect(log.waitsMs()).toBe(0);
    const slow = log.commit(() => insert('slow'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(log.waitsMs()).toBeGreaterThan(20);
    flushes[0]!(null);
    await slow;
    expect(log.waitsMs()).toBe(0);
  });

  it('that nobody waits for are in force at once, and flushed by themselves a little later', async () => {
    const { log, flushes } = slowDisk();
    expect(log.soon(() => insert('soon'))).toBe(1);
    expect(flushes).toHaveLength(0);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(flushes).toHaveLength(1);
  });

  it('that nobody waits for are on disk when somebody has asked for everything', async () => {
    const { log, flushes } = slowDisk();
    const order: string[] = [];
    log.soon(() => insert('soon'));
    const asked = log.flushed().then(() => order.push('everything'));
    await new Promise((resolve) => setImmediate(resolve));
    order.push('flushed');
    flushes[0]!(null);
    await asked;
    expect(order).toEqual(['flushed', 'everything']);
    await log.flushed();
    expect(flushes).toHaveLength(1);
  });

  it('leave nothing to flush when they changed nothing, unless something before them did', async () => {
    const { log, flushes } = slowDisk();
    const started = log.flushed();
    flushes[0]!(null);
    await started;
    log.soon(() => connection.transaction(words));
    await log.flushed();
    expect(flushes).toHaveLength(1);
    log.soon(() => insert('soon'));
    log.soon(() => connection.transaction(words));
    const asked = log.flushed();
    expect(flushes).toHaveLength(2);
    flushes[1]!(null);
    await asked;
  });

  /** Nobody was here before. */
  async function startedDisk() {
    const disk = slowDisk();
    const started = disk.log.flushed();
    disk.flushes[0]!(null);
    await started;
    disk.flushes.length = 0;
    return disk;
  }
  const repeat = (word: string) =>
    connection.transaction(
      () => connection.statement('INSERT INTO words (word) VALUES (?) ON CONFLICT DO NOTHING').run(word).changes,
    );
  const atOnce = () => new Promise((resolve) => setImmediate(resolve));

  it('are answered at once when they changed nothing, and everything before them is on disk', async () => {
    const { log, flushes } = await startedDisk();
    const first = log.commit(() => insert('one'));
    flushes[0]!(null);
    await first;
    expect(await log.commit(() => repeat('one'))).toBe(0);
    expect(flushes).toHaveLength(1);
  });

  it('wait for the flush under way when they changed nothing, and are refused with it', async () => {
    for (const [error, status] of [
      [null, 'fulfilled'],
      [broken, 'rejected'],
    ] as const) {
      const { log, flushes } = await startedDisk();
      const word = `then ${status}`;
      const settled: string[] = [];
      const both = [log.commit(() => insert(word)), log.commit(() => repeat(word))].map((one) =>
        one.then(
          () => settled.push('fulfilled'),
          () => settled.push('rejected'),
        ),
      );
      await atOnce();
      expect(settled).toEqual([]);
      flushes[0]!(error);
      await Promise.all(both);
      expect(settled).toEqual([status, status]);
      expect(flushes).toHaveLength(1);
    }
  });

  it('wait for the next flush when they changed nothing, and something was committed during the one under way', async () => {
    const { log, flushes } = await startedDisk();
    const order: string[] = [];
    const all = [
      log.commit(() => insert('one')).then(() => order.push('one')),
      log.commit(() => insert('two')).then(() => order.push('two')),
      log.commit(() => repeat('two')).then(() => order.push('repeat')),
    ];
    flushes[0]!(null);
    await atOnce();
    expect(order).toEqual(['one']);
    flushes[1]!(null);
    await Promise.all(all);
    expect(order).toEqual(['one', 'two', 'repeat']);
    expect(flushes).toHaveLength(2);
  });

  /** As the background thread does; `commit` is not flushed. */
  function openBeside() {
    const beside = openSqlite(file);
    beside.database.pragma('synchronous = NORMAL');
    return {
      commit: (word: string) =>
        beside.transaction(() => beside.statement('INSERT INTO words (word) VALUES (?)').run(word)),
      close: () => beside.close(),
    };
  }

  it('of another connection are flushed before anybody is told that everything is', async () => {
    const { log, flushes } = await startedDisk();
    const beside = openBeside();
    beside.commit('beside');
    let isTold = false;
    const asked = log.flushed().then(() => {
      isTold = true;
    });
    await atOnce();
    expect([flushes.length, isTold]).toEqual([1, false]);
    beside.commit('meanwhile');
    const repeated = log.commit(words);
    flushes[0]!(null);
    await asked;
    await atOnce();
    expect(flushes).toHaveLength(2);
    flushes[1]!(null);
    expect(await repeated).toEqual(['beside', 'meanwhile']);
    await log.flushed();
    await log.commit(() => connection.transaction(words));
    expect(flushes).toHaveLength(2);
    beside.close();
  });

  it('of a group of events that are all repeats change nothing', async () => {
    const store = await openSqliteStore(path.join(folder, 'store.db'));
    const rules = { playbook: acmePlaybook(), timeZone };
    const track = { messageId: 'm1', type: 'track', userId: 'sarah', event: 'Signed In' };
    const read = normaliseMessage(track, { receivedAt: now, source: 'server' });
    if ('rejected' in read) throw new Error(read.rejected);
    const accept = () => store.acceptEvents(1, [[read.event]], rules);
    const changes = () => store.connection.database.prepare('SELECT total_changes()').pluck().get();
    expect(await accept()).toEqual([{ accepted: 1, duplicates: [] }]);
    const before = changes();
    expect(await accept()).toEqual([{ accepted: 0, duplicates: [0] }]);
    expect(changes()).toBe(before);
    await store.close();
  });

  it('that nobody waited for and that could not be flushed are made sure of before anybody is told that all is', async () => {
    const { log, flushes } = slowDisk();
    log.soon(() => insert('soon'));
    const asked = log.flushed();
    flushes[0]!(broken);
    await expect(asked).rejects.toThrow('EIO');
    expect(wordsWithoutLog()).toEqual([]);
    await log.flushed();
    expect(wordsWithoutLog()).toEqual(['soon']);
  });

  it('are flushed by a full copy when the log cannot be opened by itself', async () => {
    const log = createLogFlusher(connection, path.join(folder, 'another.db'));
    await expect(log.commit(() => insert('unsure'))).rejects.toThrow('ENOENT');
    expect(words()).toEqual(['unsure']);
    expect(wordsWithoutLog()).toEqual(['unsure']);
    await log.close();
  });
});
