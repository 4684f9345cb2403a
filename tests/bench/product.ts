/** The product as an operator runs it, on a database of its own between the sandbox's HubSpot and Slack. */
import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { Agent, fetch } from 'undici';
import { beatMs } from '../../backend/outbox/contact-rest.ts';
import { connections } from './load/generate-load.ts';
import { firstActivity, introduction, users } from './load/messages.ts';
import {
  askPostgres,
  copyPostgresDatabase,
  isPostgres,
  newPostgresDatabase,
  removePostgresDatabase,
  settlePostgres,
} from './postgres-databases.ts';
import { type MeasuredProcess, repositoryRoot, startProcess } from './start-process.ts';

export const portalId = 4711;
export const writeKey = 'bench-write-key';
export const adminToken = 'bench-admin-token';
export const accessToken = 'bench-access-token';
const slackToken = 'xoxb-bench';

export type Surroundings = { folder: string; hubspot: MeasuredProcess; slack: MeasuredProcess };

/** `tenSecondlyLimit`: how many calls the sandbox HubSpot allows in ten seconds; a real portal allows 110 to 250. */
export async function startSurroundings(folder: string): Promise<Surroundings> {
  const [hubspot, slack] = await Promise.all([
    startProcess({
      file: 'sandbox/hubspot/main.ts',
      env: { SANDBOX_SEED: 'empty', SANDBOX_PORTAL_ID: String(portalId), SANDBOX_ACCESS_TOKEN: accessToken },
    }),
    startProcess({
      file: 'sandbox/slack/main.ts',
      env: { SANDBOX_SEED: 'empty', SANDBOX_SLACK_TOKEN: slackToken, SANDBOX_SLACK_RATE_LIMITS: 'off' },
    }),
  ]);
  return { folder, hubspot, slack };
}

export type StoreName = 'sqlite' | 'postgres';

export type ProductOptions = {
  /** A file, or the url of a database on PostgreSQL. */
  database: string;
  playbook?: string;
  preload?: string[];
  env?: Record<string, string>;
};

export function startProduct({ hubspot, slack }: Surroundings, options: ProductOptions): Promise<MeasuredProcess> {
  return startProcess({
    file: 'backend/main.ts',
    preload: options.preload,
    env: {
      PORT: '0',
      DATABASE_URL: isPostgres(options.database) ? options.database : `file:${options.database}`,
      HUBSPOT_API_URL: hubspot.url,
      HUBSPOT_PORTAL_ID: String(portalId),
      HUBSPOT_ACCESS_TOKEN: accessToken,
      SLACK_API_URL: `${slack.url}/api/`,
      SLACK_BOT_TOKEN: slackToken,
      WRITE_KEY: writeKey,
      PLAYBOOK: options.playbook ?? path.join(repositoryRoot, 'playbooks/acme.yaml'),
      ADMIN_TOKEN: adminToken,
      LOG_LEVEL: 'warn',
      // What is measured is how much the product takes, not how much a portal may send.
      INGEST_EVENTS_PER_SECOND: '0',
      ...options.env,
    },
  });
}

/**
 * Begins a portal in a new database, and ends. What is filled in afterwards is counted by the rules that the next start finds in
 * force: before HubSpot has told the time zone they are others, and everything would be counted anew while it is measured.
 */
export async function beginPortal(surroundings: Surroundings, options: ProductOptions): Promise<void> {
  const { timeZone } = await ask<{ timeZone: string }>(
    `${surroundings.hubspot.url}/account-info/v3/details`,
    accessToken,
  );
  const product = await startProduct(surroundings, options);
  const until = performance.now() + 30_000;
  for (;;) {
    const rules = await ask<{ timeZone: string | null; progress: unknown }>(
      `${product.url}/admin/portals/${portalId}/rules`,
      adminToken,
    );
    if (rules.timeZone === timeZone && rules.progress === null) break;
    if (performance.now() > until) throw new Error(`the rules are not in force: ${JSON.stringify(rules)}`);
    await pause(50);
  }
  await product.stop();
}

async function ask<Answer>(url: string, token: string): Promise<Answer> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (response.status !== 200) throw new Error(`${url} was answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** As many connections as the load generator keeps; more requests wait here, not in the product. */
const connectionPool = new Agent({ connections });

export async function sendBatch(url: string, batch: object[]): Promise<void> {
  for (let start = 0; start < batch.length; start += 500) {
    const response = await fetch(`${url}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-write-key': writeKey },
      body: JSON.stringify({ batch: batch.slice(start, start + 500) }),
      dispatcher: connectionPool,
    });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`a batch was answered ${response.status}: ${text}`);
  }
}

/** A new database: nothing is in it, or no file there yet. */
export async function newDatabase(folder: string, store: StoreName, name: string): Promise<string> {
  return store === 'postgres' ? newPostgresDatabase(name) : path.join(folder, `${name}.db`);
}

/** A database in which every user is known, by e-mail and company, and everything that follows has been done. */
export async function prepareDatabase(surroundings: Surroundings, store: StoreName = 'sqlite'): Promise<string> {
  const database = await newDatabase(surroundings.folder, store, 'prepared');
  const product = await startProduct(surroundings, { database });
  for (const about of [introduction, firstActivity]) {
    await sendBatch(
      product.url,
      Array.from({ length: users }, (_, index) => about(index)),
    );
  }
  await untilQuiet(database);
  await product.stop();
  if (store === 'postgres') await settlePostgres(database);
  return database;
}

/** A copy that one round may use up. Nobody may be at work on the one that is copied. */
export async function copyDatabase(prepared: string, name: string): Promise<string> {
  if (isPostgres(prepared)) return copyPostgresDatabase(prepared, name);
  const file = path.join(path.dirname(prepared), `${name}.db`);
  await removeDatabase(file);
  await copyFile(prepared, file);
  return file;
}

export async function removeDatabase(database: string): Promise<void> {
  if (isPostgres(database)) return removePostgresDatabase(database);
  for (const end of ['', '-wal', '-shm']) await rm(`${database}${end}`, { force: true });
}

/** Waits until nobody is to be decided and nothing waits to be sent, a contact that rests included; says how long that took. */
export async function untilQuiet(database: string, withinMs = 60_000): Promise<number> {
  const from = performance.now();
  for (;;) {
    const { dirty, ready } = await countWaiting(database);
    if (dirty === 0 && ready === 0) return performance.now() - from;
    if (performance.now() - from >= withinMs) {
      throw new Error(`after ${withinMs / 1000} s there were ${dirty} people to decide and ${ready} effects`);
    }
    await pause(50);
  }
}

type StillWaiting = { dirty: number; ready: number };

async function countWaiting(database: string): Promise<StillWaiting> {
  const sql = `SELECT (SELECT count(*) FROM dirty_persons) AS dirty, (SELECT count(*) FROM outbox
    WHERE state IN ('claimed', 'sending') OR (state = 'pending' AND not_before <= ${Date.now() + beatMs})) AS ready`;
  if (isPostgres(database)) return (await askPostgres<StillWaiting>(database, sql))[0]!;
  const file = new Database(database, { readonly: true });
  try {
    return file.prepare(sql).get() as StillWaiting;
  } finally {
    file.close();
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
