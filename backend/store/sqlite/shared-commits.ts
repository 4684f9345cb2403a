/**
 * Commands that are wanted at about the same time share one commit, because each commit is a flush to disk. Every command
 * stays a whole: one that throws is undone alone, and each resolves only when the shared commit is in force: on disk, unless
 * all who share it can do without.
 */
import type { SqliteConnection } from './connection.ts';
import type { LogFlusher } from './flush-log.ts';

/** Runs `work`, which must be synchronous, in the next shared commit. */
export type ShareCommit = <Result>(work: () => Result) => Promise<Result>;

export type SharedCommits = {
  share: ShareCommit;
  /** For what may be on disk a little later; see `soon` in flush-log.ts. */
  shareSoon: ShareCommit;
  /** Commits what waits, at once: for closing. */
  flush(): void;
};

type Waiting = { isSoon: boolean; run(): void; succeed(): void; fail(error: unknown): void; error?: { thrown: unknown } };

export function createSharedCommits(connection: SqliteConnection, log: Pick<LogFlusher, 'soon'>): SharedCommits {
  let waiting: Waiting[] = [];

  function wait<Result>(isSoon: boolean, work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      let result: Result;
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({
        isSoon,
        run: () => {
          result = work();
        },
        succeed: () => resolve(result),
        fail: reject,
      });
    });
  }

  function flush(): void {
    const commands = waiting;
    waiting = [];
    if (commands.length === 0) return;
    const commit = () =>
      connection.transaction(() => {
        for (const command of commands) runAlone(command);
      });
    try {
      if (commands.every(({ isSoon }) => isSoon)) log.soon(commit);
      else commit();
    } catch (error) {
      for (const command of commands) command.fail(command.error?.thrown ?? error);
      return;
    }
    for (const command of commands) {
      if (command.error) command.fail(command.error.thrown);
      else command.succeed();
    }
  }

  /** Within the shared transaction: what fails is rolled back to where it began, unless the whole is lost with it. */
  function runAlone(command: Waiting): void {
    try {
      connection.transaction(command.run);
    } catch (thrown) {
      command.error = { thrown };
      if (!connection.database.inTransaction) throw thrown;
    }
  }

  return { share: (work) => wait(false, work), shareSoon: (work) => wait(true, work), flush };
}
