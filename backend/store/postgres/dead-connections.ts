/**
 * Finds connections that went dead without a word, as when a router has lost its tables: both sides keep them open, nothing
 * passes, and whoever waits for an answer would wait for ever, holding the locks of its transaction. A statement that takes
 * long is asked after by another connection: while the server works on it, it goes on; when the server waits for us instead,
 * the connection is dead and is ended on both sides. How long a statement may take is not limited by this.
 */
import pg from 'pg';

export type DeadConnections = {
  /** Runs a statement on the connection, watched. */
  watch<Result>(client: pg.PoolClient, statement: () => Promise<Result>): Promise<Result>;
  stop(): void;
};

export type DeadConnectionOptions = {
  url: string;
  /** The server's process that works for a connection. */
  processOf: (client: pg.PoolClient) => number | null;
  /** After so long without an answer it is asked after for the first time. */
  afterMs?: number;
  everyMs?: number;
};

type Waiting = { since: number; askAt: number };

const answerWithinMs = 5_000;

export class DeadConnectionError extends Error {
  constructor() {
    super('the connection to PostgreSQL was dead: the server waited for us, and we for it');
    this.name = 'DeadConnectionError';
  }
}

/**
 * What the server does when it is our machine that is gone: an open transaction holds its locks no longer than this, and a
 * session, with what its node has claimed, ends half a minute after the last word. (A standby, a pooler or a system may keep to
 * settings of its own.)
 */
export const silenceOnTheServer = `SET idle_in_transaction_session_timeout = '15s'; SET tcp_keepalives_idle = 15;
  SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET tcp_user_timeout = '30s'`;

export function watchForDeadConnections(options: DeadConnectionOptions): DeadConnections {
  const { url, processOf, afterMs = 3_000, everyMs = 1_000 } = options;
  const waiting = new Map<pg.PoolClient, Waiting>();
  let isAsking = false;

  async function look(): Promise<void> {
    const now = performance.now();
    const late = [...waiting].filter(([, { askAt }]) => askAt <= now);
    if (late.length === 0) return;
    for (const [, one] of late) one.askAt = now + Math.max(afterMs, now - one.since);
    const processes = late.flatMap(([client]) => processOf(client) ?? []);
    const atWork = await askWhoWorks(url, processes);
    for (const [client, one] of late) {
      // An answer may have come meanwhile.
      if (waiting.get(client) === one && !atWork.has(processOf(client) ?? 0)) breakOff(client);
    }
  }

  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    look()
      // PostgreSQL cannot be asked: nothing is known of the others then, and it is asked again.
      .catch(() => {})
      .finally(() => {
        isAsking = false;
      });
  }, everyMs);
  timer.unref();

  return {
    async watch(client, statement) {
      const since = performance.now();
      const one: Waiting = { since, askAt: since + afterMs };
      waiting.set(client, one);
      try {
        return await statement();
      } finally {
        if (waiting.get(client) === one) waiting.delete(client);
      }
    },
    stop: () => clearInterval(timer),
  };
}

/** Ends those that wait for us on the server, so that they hold no lock; the numbers of the others. */
async function askWhoWorks(url: string, processes: number[]): Promise<Set<number>> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'zo-handoff',
    connectionTimeoutMillis: answerWithinMs,
    query_timeout: answerWithinMs,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number; ended: boolean }>(
      `SELECT pid, CASE WHEN state <> 'active' AND state_change < clock_timestamp() - interval '1 second'
         THEN pg_terminate_backend(pid) ELSE false END AS ended
       FROM pg_stat_activity WHERE pid = ANY ($1::int[]) AND usename = current_user`,
      [processes],
    );
    return new Set(rows.filter(({ ended }) => !ended).map(({ pid }) => pid));
  } finally {
    client.end().catch(() => {});
  }
}

/** Closes it without a farewell. Whoever waits for an answer on it hears of the error. */
export function breakOff(client: pg.ClientBase, error: Error = new DeadConnectionError()): void {
  // The types of the package name nothing of the socket.
  const { connection } = client as unknown as { connection: { stream: { destroy(error: Error): void } } };
  connection.stream.destroy(error);
}
