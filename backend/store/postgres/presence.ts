/**
 * This node among those on the database: a session of its own, which lasts as long as the process. While it lasts it holds an
 * advisory lock with the node's number, so that the others see who is there, however a process ended; and it hears what
 * others saved (migration 0007). When the session breaks it is begun anew, under the same number.
 */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { NodesStore, Saved } from '../nodes-store.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { breakOff, silenceOnTheServer } from './dead-connections.ts';
import { PooledSessionError } from './pooled-session.ts';

export type Presence = Pick<NodesStore, 'onSaved' | 'presence'> & {
  node: number;
  close(): Promise<void>;
};

export type PresenceOptions = {
  onProblem: (error: Error) => void;
  againMs?: number;
  /** How long PostgreSQL may take for an answer. */
  answerMs?: number;
};

/** The first of the two numbers of the lock; the second is the node's. Such pairs share no space with single numbers. */
const nodesLock = 0x5a6f;
const channel = 'zo_saved';
const againAfterMs = 1_000;
/** A session that is dead and has not noticed is found out so. */
const lookEveryMs = 10_000;
const answerWithinMs = 5_000;
const farewellMs = 1_000;

export async function openPresence(
  url: string,
  connection: Pick<PostgresConnection, 'acrossPortals' | 'isOurs'>,
  options: PresenceOptions,
): Promise<Presence> {
  const { onProblem, againMs = againAfterMs, answerMs = answerWithinMs } = options;
  const node = randomInt(1, 2 ** 31 - 1);
  const listeners: ((saved: Saved | null) => void)[] = [];
  /** Something was told and nobody listened yet. */
  let isMissed = false;
  const tell = (saved: Saved | null) => {
    isMissed ||= listeners.length === 0;
    for (const listener of listeners) listener(saved);
  };
  let current: pg.Client;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let sessions = 0;
  let isBroken = false;

  async function begin(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: url,
      application_name: `zo-handoff node ${node}`,
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
      keepAlive: true,
    });
    client.on('error', (error) => beginAgain(client, error));
    client.on('end', () => beginAgain(client, new Error('the session ended')));
    client.on('notification', ({ payload = '', processId }) => {
      const saved = connection.isOurs(processId) ? null : readSaved(payload);
      if (saved !== null) tell(saved);
    });
    try {
      await client.connect();
      // The server gives up as we do, or what it still worked on would hold the lock for a session that nobody has.
      await client.query(`${silenceOnTheServer}; SET statement_timeout = ${answerMs}`);
      await client.query('SELECT pg_advisory_lock_shared($1, $2)', [nodesLock, node]);
      await client.query(`LISTEN ${channel}`);
      return client;
    } catch (error) {
      // Half begun, it would stay, beside those that follow it.
      breakOff(client, error as Error);
      throw error;
    }
  }

  function beginAgain(broken: pg.Client, error: Error): void {
    if (isClosed || broken !== current || timer !== undefined) return;
    isBroken = true;
    onProblem(error);
    // It may be half dead, and would hear no farewell.
    breakOff(broken, error);
    timer = setTimeout(() => {
      begin().then(
        (client) => {
          timer = undefined;
          current = client;
          sessions += 1;
          isBroken = false;
          if (isClosed) client.end().catch(() => {});
          else tell(null);
        },
        (failure) => {
          timer = undefined;
          beginAgain(current, failure);
        },
      );
    }, againMs);
  }

  const look = setInterval(() => {
    const looked = current;
    looked.query('SELECT 1').catch((error) => beginAgain(looked, error));
  }, lookEveryMs);
  look.unref();

  current = await begin();
  try {
    await checkHearing(current, connection.acrossPortals);
  } catch (error) {
    isClosed = true;
    clearInterval(look);
    await current.end();
    throw error;
  }

  return {
    node,
    presence: () => (isBroken ? null : sessions),
    onSaved(listener) {
      listeners.push(listener);
      if (isMissed) listener(null);
      isMissed = false;
    },
    async close() {
      isClosed = true;
      clearInterval(look);
      clearTimeout(timer);
      // A dead one hears no farewell.
      await Promise.race([current.end(), sleep(farewellMs, undefined, { ref: false })]);
    },
  };
}

/** Says something itself, by another session, and waits for it. */
async function checkHearing(client: pg.Client, query: Query): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const word = `hello ${randomInt(2 ** 31)}`;
  const hear = ({ payload }: pg.Notification) => {
    if (payload === word) resolve();
  };
  const patience = setTimeout(() => reject(new PooledSessionError()), answerWithinMs);
  client.on('notification', hear);
  try {
    await query(`SELECT pg_notify('${channel}', $1)`, [word]);
    await promise;
  } finally {
    clearTimeout(patience);
    client.off('notification', hear);
  }
}

const tables: Record<string, Saved['what']> = {
  portals: 'portal',
  playbooks: 'playbook',
  rules_in_force: 'rules',
  credentials: 'credential',
  settings: 'setting',
};

/** "4711 settings lifecycle stages". */
function readSaved(payload: string): Saved | null {
  const [, portalId, table, setting] = /^(\d+) (\w+)(?: (.*))?$/s.exec(payload) ?? [];
  const what = tables[table ?? ''];
  return what === undefined ? null : { portalId: Number(portalId), what, setting: setting ?? null };
}

const presences = `pg_locks WHERE locktype = 'advisory' AND classid = ${nodesLock} AND objsubid = 2 AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** The numbers of the nodes that are there. */
export async function loadNodes(query: Query): Promise<number[]> {
  const rows = await query<{ node: number }>(`SELECT objid::bigint AS node FROM ${presences}`);
  return rows.map((row) => row.node);
}

/**
 * Whether the node of a row is there, for a statement that acts on the answer: it is looked up while the statement runs and has
 * the row before it. A list read beforehand would lack a node that came meanwhile. `node`: the column, with its table.
 */
export function isThere(node: string): string {
  return `EXISTS (SELECT FROM ${presences} AND objid::bigint = ${node})`;
}
