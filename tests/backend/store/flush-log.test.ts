import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqlite, type SqliteConnection } from '../../../backend/store/sqlite/connection.ts';
import { createLogFlusher } from '../../../backend/store/sqlite/flush-log.ts';

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

  it('that could not be flushed stay in force, and everything after them waits for the disk', async () => {
    // The log of another file cannot be opened, as a disk that fails answers nothing.
    const log = createLogFlusher(connection, path.join(folder, 'another.db'));
    await expect(log.commit(() => insert('unsure'))).rejects.toThrow('ENOENT');
    expect(wordsWithoutLog()).toEqual([]);
    expect(words()).toEqual(['unsure']);
    expect(wordsWithoutLog()).toEqual(['unsure']);
    await log.close();
  });

  it('that could not be flushed are refused for as long as somebody keeps the log from being copied', async () => {
    const log = createLogFlusher(connection, path.join(folder, 'another.db'));
    connection.database.pragma('busy_timeout = 10');
    const reader = openSqlite(file);
    reader.database.exec('BEGIN; SELECT * FROM words');
    await expect(log.commit(() => insert('unsure'))).rejects.toThrow('ENOENT');
    expect(() => insert('next')).toThrow('could not be flushed');
    expect(() => words()).toThrow('could not be flushed');
    reader.close();
    insert('next');
    expect(words()).toEqual(['next', 'unsure']);
    await log.close();
  });
});
