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
  hasSeenOne = order.point.afterOne === undefined;
  return { calls: 0, failed: null };
});

type Statements = { texts: string[] };

/** What one connection is told of: every statement before it runs, and the commit before and after. */
function watch(statements: Statements) {
  const isIt = () => {
    if (point === null) return false;
    if (!hasSeenOne) return false;
    return statements.texts.some((text) => text.includes(point!.of));
  };
  return {
    statement(sql: string): 'begin' | 'commit' | 'rollback' | 'other' {
      const text = sql.replace(/\s+/g, ' ').trim();
      if (/^BEGIN/i.test(text)) statements.texts = [];
      if (/^COMMIT/i.test(text)) return 'commit';
      statements.texts.push(text);
      return 'other';
    },
    beforeCommit() {
      if (isIt() && point!.when === 'before the commit') dieOrSkip();
    },
    afterCommit() {
      if (isIt() && point!.when === 'after the commit') dieOrSkip();
      if (point?.afterOne !== undefined && statements.texts.some((text) => text.includes(point!.afterOne!))) {
        hasSeenOne = true;
      }
      statements.texts = [];
    },
  };
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
  const byDatabase = new WeakMap<object, ReturnType<typeof watch>>();
  Database.prototype.prepare = function prepareWatched(this: object, sql: string) {
    let watching = byDatabase.get(this);
    if (watching === undefined) {
      watching = watch({ texts: [] });
      byDatabase.set(this, watching);
    }
    return watchStatement(prepare.call(this, sql), sql, watching);
  };
}

/** `run`, `get` and `all` of this statement alone. */
function watchStatement(statement: Record<string, (...args: unknown[]) => unknown>, sql: string, watching: ReturnType<typeof watch>) {
  for (const name of ['run', 'get', 'all'] as const) {
    const original = statement[name]!.bind(statement);
    statement[name] = (...args: unknown[]) => {
      if (watching.statement(sql) !== 'commit') return original(...args);
      watching.beforeCommit();
      const result = original(...args);
      watching.afterCommit();
      return result;
    };
  }
  return statement;
}

function watchPostgres(): void {
  const { Client } = require('pg');
  const { query } = Client.prototype;
  const byClient = new WeakMap<object, ReturnType<typeof watch>>();
  Client.prototype.query = function queryWatched(this: object, ...args: unknown[]) {
    let watching = byClient.get(this);
    if (watching === undefined) {
      watching = watch({ texts: [] });
      byClient.set(this, watching);
    }
    const [first] = args;
    const sql = typeof first === 'string' ? first : String((first as { text?: string })?.text ?? '');
    if (watching.statement(sql) !== 'commit') return query.apply(this, args);
    watching.beforeCommit();
    const result = query.apply(this, args) as Promise<unknown>;
    return result.then((rows) => {
      watching.afterCommit();
      return rows;
    });
  };
}

if (isMainThread) {
  watchSqlite();
  watchPostgres();
}
