/**
 * Databases on a PostgreSQL of the benchmark's own, on this machine: the one the tests use, but it flushes its commits to disk
 * as a real one does. The product reaches it as a service does, by a role that row-level security holds for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { type PostgresServer, startPostgres } from '../support/postgres-server.mjs';

const serviceRole = 'zo_service';
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };
/** Of one processor, in which the system counts CPU time. */
const ticksPerSecond = 100;

let starting: Promise<PostgresServer> | undefined;

export function isPostgres(database: string): boolean {
  return database.startsWith('postgres:');
}

/** A new, empty database; its url for the product. */
export async function newPostgresDatabase(name: string): Promise<string> {
  return create(name, '');
}

/** Nobody may be connected to the one that is copied. */
export async function copyPostgresDatabase(from: string, name: string): Promise<string> {
  return create(name, ` TEMPLATE ${nameOf(from)}`);
}

export async function removePostgresDatabase(url: string): Promise<void> {
  await onServer((client) => client.query(`DROP DATABASE IF EXISTS ${nameOf(url)} WITH (FORCE)`));
}

/** What the server would have done by itself by the time somebody has worked with it for a while. */
export async function settlePostgres(url: string): Promise<void> {
  await askPostgres(url, 'VACUUM (ANALYZE)');
}

/** Everything in it, whosever it is. */
export async function askPostgres<Row extends pg.QueryResultRow>(url: string, sql: string, values: unknown[] = []) {
  const whole = new URL(url);
  whole.username = 'zo';
  const client = new pg.Client({
    connectionString: whole.href,
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** Microseconds of CPU that the server and its sessions have used; null where the system does not tell. */
export async function postgresCpu(url: string): Promise<number | null> {
  const [row] = await askPostgres<{ text: string }>(url, `SELECT pg_read_file('postmaster.pid', 0, 20) AS text`);
  const server = Number.parseInt(row!.text, 10);
  try {
    let ticks = 0;
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) ticks += ticksOf(Number(pid), server);
    return (ticks / ticksPerSecond) * 1e6;
  } catch {
    return null;
  }
}

/** 0 of a process that is none of the server's. The server counts those that have ended, too. */
function ticksOf(pid: number, server: number): number {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (pid === server) throw error;
    return 0;
  }
  // The name of the program stands in parentheses and may hold anything.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent, own, ended] = [fields[1], fields[11]! + fields[12]!, fields[13]! + fields[14]!];
  if (pid === server) return own + ended;
  return parent === server ? own : 0;
}

export async function stopPostgres(): Promise<void> {
  await (await starting)?.stop();
}

async function create(name: string, more: string): Promise<string> {
  const server = await started();
  await onServer(async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name} OWNER ${serviceRole}${more}`);
    await client.query('CHECKPOINT');
  });
  const url = new URL(`${server.url}/${name}`);
  url.username = serviceRole;
  return url.href;
}

function started(): Promise<PostgresServer> {
  starting ??= startPostgres(durable).then(async (server) => {
    const client = new pg.Client(`${server.url}/postgres`);
    await client.connect();
    await client.query(`CREATE ROLE ${serviceRole} LOGIN`);
    await client.end();
    return server;
  });
  return starting;
}

async function onServer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(`${(await started()).url}/postgres`);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}
