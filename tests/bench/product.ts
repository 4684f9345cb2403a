/** The product as an operator runs it, on a database file of its own between the sandbox's HubSpot and Slack. */
import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { Agent, fetch } from 'undici';
import { connections } from './load/generate-load.ts';
import { firstActivity, introduction, users } from './load/messages.ts';
import { type MeasuredProcess, repositoryRoot, startProcess } from './start-process.ts';

export const portalId = 4711;
export const writeKey = 'bench-write-key';
export const adminToken = 'bench-admin-token';
export const accessToken = 'bench-access-token';
const slackToken = 'xoxb-bench';

export type Surroundings = { folder: string; hubspot: MeasuredProcess; slack: MeasuredProcess };

/** `tenSecondlyLimit`: how many calls the sandbox HubSpot allows in ten seconds; a real portal allows 110 to 250. */
export async function startSurroundings(folder: string): Promise<Surroundings> {
  const hubspot = await startProcess({
    file: 'sandbox/hubspot/main.ts',
    env: { SANDBOX_SEED: 'empty', SANDBOX_PORTAL_ID: String(portalId), SANDBOX_ACCESS_TOKEN: accessToken },
  });
  const slack = await startProcess({
    file: 'sandbox/slack/main.ts',
    env: { SANDBOX_SEED: 'empty', SANDBOX_SLACK_TOKEN: slackToken, SANDBOX_SLACK_RATE_LIMITS: 'off' },
  });
  return { folder, hubspot, slack };
}

export type ProductOptions = {
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
      DATABASE_URL: `file:${options.database}`,
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

/** A database in which every user is known, by e-mail and company, and everything that follows has been done. */
export async function prepareDatabase(surroundings: Surroundings): Promise<string> {
  const file = path.join(surroundings.folder, 'prepared.db');
  const product = await startProduct(surroundings, { database: file });
  for (const about of [introduction, firstActivity]) {
    await sendBatch(
      product.url,
      Array.from({ length: users }, (_, index) => about(index)),
    );
  }
  await untilQuiet(file);
  await product.stop();
  return file;
}

/** A copy that one round may use up. */
export async function copyDatabase(prepared: string, name: string): Promise<string> {
  const file = path.join(path.dirname(prepared), name);
  await removeDatabase(file);
  await copyFile(prepared, file);
  return file;
}

export async function removeDatabase(file: string): Promise<void> {
  for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true });
}

/** Waits until nobody is to be decided and nothing waits to be sent; says how long that took. */
export async function untilQuiet(file: string, withinMs = 60_000): Promise<number> {
  const from = performance.now();
  const database = new Database(file, { readonly: true });
  const dirty = database.prepare('SELECT count(*) FROM dirty_persons').pluck();
  const ready = database
    .prepare(
      `SELECT count(*) FROM outbox WHERE state IN ('claimed', 'sending') OR (state = 'pending' AND not_before <= ?)`,
    )
    .pluck();
  try {
    while (performance.now() - from < withinMs) {
      if (dirty.get() === 0 && ready.get(Date.now()) === 0) return performance.now() - from;
      await pause(50);
    }
    throw new Error(
      `after ${withinMs / 1000} s there were ${dirty.get()} people to decide and ${ready.get(Date.now())} effects`,
    );
  } finally {
    database.close();
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
