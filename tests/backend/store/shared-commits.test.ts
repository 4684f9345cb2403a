import { openSqlite, type SqliteConnection } from '../../../backend/store/sqlite/connection.ts';
import { createLogFlusher } from '../../../backend/store/sqlite/flush-log.ts';
import { createSharedCommits, type SharedCommits } from '../../../backend/store/sqlite/shared-commits.ts';

describe('shared commits', () => {
  let connection: SqliteConnection;
  let commits: SharedCommits;

  beforeEach(() => {
    connection = openSqlite(':memory:');
    connection.database.exec('CREATE TABLE words (word TEXT PRIMARY KEY)');
    commits = createSharedCommits(connection, createLogFlusher(connection, null));
  });
  afterEach(() => connection.close());

  const insert = (word: string) => connection.statement('INSERT INTO words (word) VALUES (?)').run(word);
  const words = () => connection.statement<{ word: string }>('SELECT word FROM words ORDER BY word').all();

  it('gives each command its own answer', async () => {
    const answers = await Promise.all([
      commits.share(() => insert('one').changes),
      commits.share(() => words().length),
    ]);
    expect(answers).toEqual([1, 1]);
  });

  it('are flushed at once, unless all who share one can wait for the disk', async () => {
    const synchronous = () => connection.database.pragma('synchronous', { simple: true });
    const [soon] = await Promise.all([commits.shareSoon(synchronous), commits.shareSoon(() => insert('one'))]);
    const [beside] = await Promise.all([commits.shareSoon(synchronous), commits.share(() => insert('two'))]);
    expect([soon, beside]).toEqual([1, 2]);
  });

  it('undoes a command that throws, alone and as a whole', async () => {
    const settled = await Promise.allSettled([
      commits.share(() => insert('kept before')),
      commits.share(() => {
        insert('undone');
        throw new Error('no');
      }),
      commits.share(() => insert('kept behind')),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(words()).toEqual([{ word: 'kept before' }, { word: 'kept behind' }]);
  });

  it('rolls a part back alone when a command goes on after its failure', async () => {
    await commits.share(() => {
      insert('whole');
      expect(() =>
        connection.transaction(() => {
          insert('part');
          throw new Error('no');
        }),
      ).toThrow('no');
    });
    expect(words()).toEqual([{ word: 'whole' }]);
  });

  it('rejects every command when the shared commit itself is lost', async () => {
    const settled = await Promise.allSettled([
      commits.share(() => insert('lost')),
      commits.share(() => connection.database.exec('ROLLBACK')),
      commits.share(() => insert('never run')),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(words()).toEqual([]);
  });

  it('commits what waits when it is told to', async () => {
    const waiting = commits.share(() => insert('last'));
    commits.flush();
    expect(words()).toEqual([{ word: 'last' }]);
    await waiting;
  });
});
