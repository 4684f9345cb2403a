/**
 * Preloaded into the product: ends it with SIGKILL exactly before or after a commit, known by a statement of its
 * transaction. It stands around the database drivers, so that the product holds nothing of it.
 */
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { listenForOrders } from './listen.ts';
import type { CommitPoint } from './orders.ts';

const require = createRequire(new URL('../../../backend/package.json', import.meta.url));
let point: CommitPoint | null = null;
let hasSeenOne = false;

listenForOrders((order) => {
  if (order.order !== 'kill at') return null;
  point = order.point;
  hasSeenOne = order.point?.afterOne === undefined;
  return { calls: 0, failed: null };
});

/** What one connection is told of: each statement before it runs, and after. */
function watchConnection() {
  let texts: string[] = [];
  let isOpen = false;
  const has = (part: string | undefined) => part !== undefined && texts.some((text) => text.includes(part));
  const isIt = (when: CommitPoint['when']) =>
    point !== null && point.when === when && hasSeenOne && has(point.of) && !has(point.without);

  return {
    /** Whether it ends a transaction. */
    before(sql: string): boolean {
      const text = sql.replace(/\s+/g, ' ').trim();
      if (/^(BEGIN|ROLLBACK$)/i.test(text) || !isOpen) texts = [];
      if (/^BEGIN/i.test(text)) isOpen = true;
      if (/^ROLLBACK$/i.test(text)) isOpen = false;
      if (isOpen && !/^COMMIT/i.test(text)) {
        texts.push(text);
        return false;
      }
      if (!isOpen) texts.push(text);
      isOpen = false;
      if (isIt('before the commit')) dieOrSkip();
      return true;
    },
    after() {
      if (isIt('after the commit')) dieOrSkip();
      if (has(point?.afterOne)) hasSeenOne = true;
      texts = [];
    },
  };
}

type Watched = ReturnType<typeof watchConnection>;

function watchedBy(all: WeakMap<object, Watched>, connection: object): Watched {
  let watched = all.get(connection);
  if (watched === undefined) {
    watched = watchConnection();
    all.set(connection, watched);
  }
  return watched;
}

function dieOrSkip(): void {
  if (point!.skip > 0) {
    point!.skip -= 1;
    return;
  }
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered on the way back from the call; nothing may happen before.
  for (;;);
}

function watchSqlite(): void {
  const Database = require('better-sqlite3');
  const { prepare } = Database.prototype;
  const connections = new WeakMap<object, Watched>();
  Database.prototype.prepare = function prepareWatched(this: object, sql: string) {
    return watchStatement(prepare.call(this, sql), sql, watchedBy(connections, this));
  };
}

function watchStatement(statement: Record<string, (...args: unknown[]) => unknown>, sql: string, watched: Watched) {
  for (const name of ['run', 'get', 'all'] as const) {
    const original = statement[name]!.bind(statement);
    statement[name] = (...args: unknown[]) => {
      const endsTransaction = watched.before(sql);
      const result = original(...args);
      if (endsTransaction) watched.after();
      return result;
    };
  }
  return statement;
}

function watchPostgres(): void {
  const { Client } = require('pg');
  const { query } = Client.prototype;
  const connections = new WeakMap<object, Watched>();
  Client.prototype.query = function queryWatched(this: object, ...args: unknown[]) {
    const [first] = args;
    const sql = typeof first === 'string' ? first : String((first as { text?: string })?.text ?? '');
    const watched = watchedBy(connections, this);
    if (!watched.before(sql)) return query.apply(this, args);
    const tellFirst =
      (callback: (...answer: unknown[]) => void) =>
      (...answer: unknown[]) => {
        if (!answer[0]) watched.after();
        callback(...answer);
      };
    // One that knows how it is sent, and whom it tells.
    const own = first as { submit?: unknown; callback: (...answer: unknown[]) => void };
    if (typeof own.submit === 'function') {
      own.callback = tellFirst(own.callback);
      return query.apply(this, args);
    }
    const callback = args.at(-1);
    // The pool asks with a callback, whoever holds a connection with a promise.
    if (typeof callback === 'function') {
      return query.apply(this, [...args.slice(0, -1), tellFirst(callback as () => void)]);
    }
    return query.apply(this, args).then((rows: unknown) => {
      watched.after();
      return rows;
    });
  };
}

if (isMainThread) {
  watchSqlite();
  watchPostgres();
}
