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

  it('answers when it is on disk, and whoever can do without at once', async () => {
    const disk = Promise.withResolvers<void>();
    const slow = createSharedCommits(connection, { soon: (work) => work(), flushed: () => disk.promise });
    const order: string[] = [];
    const all = Promise.all([
      slow.share(() => insert('one')).then(() => order.push('on disk')),
      slow.shareSoon(() => insert('two')).then(() => order.push('in force')),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect([order, words().length]).toEqual([['in force'], 2]);
    disk.resolve();
    await all;
    expect(order).toEqual(['in force', 'on disk']);
  });

  it('refuses what could not be flushed, and it is in force', async () => {
    const broken = createSharedCommits(connection, {
      soon: (work) => work(),
      flushed: () => Promise.reject(new Error('EIO')),
    });
    await expect(broken.share(() => insert('unsure'))).rejects.toThrow('EIO');
    expect(words()).toEqual([{ word: 'unsure' }]);
  });

  it('lets others have the thread when there is much to do', async () => {
    const waitMs = (ms: number) => {
      const until = performance.now() + ms;
      while (performance.now() < until);
    };
    let turns = 0;
    const count = setInterval(() => (turns += 1), 1);
    const seen = await Promise.all(
      Array.from({ length: 6 }, () =>
        commits.share(() => {
          waitMs(4);
          return turns;
        }),
      ),
    );
    clearInterval(count);
    expect(new Set(seen).size).toBeGreaterThan(1);
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

  it('rejects every command of a shared commit that is lost, and runs the others in the next', async () => {
    const settled = await Promise.allSettled([
      commits.share(() => insert('lost')),
      commits.share(() => connection.database.exec('ROLLBACK')),
      commits.share(() => insert('next')),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(words()).toEqual([{ word: 'next' }]);
  });

  it('rejects all that wait when no commit can begin, and runs what comes later', async () => {
    const cannotBegin = new Error('SQLITE_BUSY');
    let isBusy = true;
    const busy = createSharedCommits(connection, {
      soon(work) {
        if (isBusy) throw cannotBegin;
        return work();
      },
      flushed: async () => {},
    });
    const settled = await Promise.allSettled([busy.share(() => insert('one')), busy.shareSoon(() => insert('two'))]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const atTheEnd = busy.share(() => insert('at the end'));
    busy.flush();
    await expect(atTheEnd).rejects.toThrow(cannotBegin);
    isBusy = false;
    await busy.share(() => insert('three'));
    expect(words()).toEqual([{ word: 'three' }]);
  });

  it('waits for no disk when all that would have waited for it are refused', async () => {
    let flushes = 0;
    const slow = createSharedCommits(connection, {
      soon: (work) => work(),
      async flushed() {
        flushes += 1;
      },
    });
    const refused = slow.share(() => {
      throw new Error('no');
    });
    await expect(Promise.all([slow.shareSoon(() => insert('soon')), refused])).rejects.toThrow('no');
    expect(flushes).toBe(0);
  });

  it('commits all that waits when it is told to, also after one that is lost', async () => {
    const lost = commits.share(() => connection.database.exec('ROLLBACK'));
    const next = commits.share(() => insert('next'));
    commits.flush();
    expect(words()).toEqual([{ word: 'next' }]);
    expect((await Promise.allSettled([lost, next])).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('commits what waits when it is told to', async () => {
    const waiting = commits.share(() => insert('last'));
    commits.flush();
    expect(words()).toEqual([{ word: 'last' }]);
    await waiting;
  });
});
