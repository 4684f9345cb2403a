/**
 * Commands that are wanted at about the same time share one commit and one flush to disk. Every command stays a whole: one that
 * throws is undone alone. Each resolves when it is on disk, unless it can do without; one that could not be flushed rejects and is
 * in force all the same, as with events: whoever repeats it finds it done.
 */
import type { SqliteConnection } from './connection.ts';
import type { LogFlusher } from './flush-log.ts';

/** Runs `work`, which must be synchronous, in a shared commit. */
export type ShareCommit = <Result>(work: () => Result) => Promise<Result>;

export type SharedCommits = {
  share: ShareCommit;
  /** For what may be on disk a little later; see `soon` in flush-log.ts. */
  shareSoon: ShareCommit;
  /** Commits what waits, at once: for closing. */
  flush(): void;
};

/** Requests wait meanwhile: what is left after so long goes into another commit. */
const longestMs = 5;

type Waiting = {
  isSoon: boolean;
  run(): void;
  succeed(): void;
  fail(error: unknown): void;
  error?: { thrown: unknown };
};

export function createSharedCommits(
  connection: SqliteConnection,
  log: Pick<LogFlusher, 'soon' | 'flushed'>,
): SharedCommits {
  const waiting: Waiting[] = [];

  function wait<Result>(isSoon: boolean, work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      let result: Result;
      if (waiting.length === 0) setImmediate(flushSome);
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

  function flushSome(): void {
    commitSome(longestMs);
    if (waiting.length > 0) setImmediate(flushSome);
  }

  /** Off the main thread, and for everything before it, too. */
  function commitSome(withinMs: number): void {
    if (waiting.length === 0) return;
    const commands: Waiting[] = [];
    const until = performance.now() + withinMs;
    const commit = () =>
      connection.transaction(() => {
        do {
          const command = waiting.shift()!;
          commands.push(command);
          runAlone(command);
        } while (waiting.length > 0 && performance.now() < until);
      });
    try {
      log.soon(commit);
    } catch (error) {
      // Where it could not begin, nobody is among its commands, and whoever waits would wait for as long as it cannot.
      const lost = commands.length > 0 ? commands : waiting.splice(0);
      for (const command of lost) command.fail(command.error?.thrown ?? error);
      return;
    }
    const isAwaited = commands.some(({ isSoon, error }) => !isSoon && error === undefined);
    const flushed = isAwaited ? log.flushed() : null;
    for (const command of commands) {
      if (command.error) command.fail(command.error.thrown);
      else if (command.isSoon || flushed === null) command.succeed();
      else flushed.then(command.succeed, command.fail);
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

  return {
    share: (work) => wait(false, work),
    shareSoon: (work) => wait(true, work),
    flush() {
      // One that is lost leaves those that had not been taken.
      while (waiting.length > 0) commitSome(Number.POSITIVE_INFINITY);
    },
  };
}
