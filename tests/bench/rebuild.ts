/**
 * (g) A signal is changed while a great many people are known and events arrive: how long until usage is counted by it, how
 * long until everybody has been decided again, and what became of the events' latency meanwhile.
 */
import { copyFileSync, existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { countEvents } from './count-events.ts';
import { decideEverybody } from './decide-everybody.ts';
import { fillDatabase } from './fill-database.ts';
import { type SteadyLoad, startSteadyLoad } from './load/steady-load.ts';
import { percentile, round } from './median.ts';
import {
  adminToken,
  pause,
  portalId,
  prepareDatabase,
  removeDatabase,
  type Surroundings,
  startProduct,
  writeKey,
} from './product.ts';
import { changeHubspot } from './sandbox-calls.ts';
import type { Settings } from './settings.ts';
import { type MeasuredProcess, repositoryRoot } from './start-process.ts';
import type { Stalls } from './watch-stalls.ts';

const eventsPerSecond = 200;
const withinMs = 30 * 60_000;
const pollMs = 100;

export async function measureRebuild(surroundings: Surroundings, settings: Settings) {
  const { folder, hubspot } = surroundings;
  const { rebuild: population, idleSeconds, say } = settings;
  const prepared = await prepareFilled(surroundings, settings);
  // Few calls, so that writing to HubSpot what has changed is no part of what is measured.
  await changeHubspot(hubspot.url, { tenSecondlyLimit: 10 });
  const database = prepared;
  const filled = await countEvents(database, 'fill-');
  const before = await readFile(path.join(repositoryRoot, 'playbooks/acme.yaml'), 'utf8');
  const changed = path.join(folder, 'changed.yaml');
  await writeFile(
    changed,
    before.replace('key action: [Report Created,', 'key action: [Chart Resized, Report Created,'),
  );

  const preload = ['answer-figures.ts', 'watch-stalls.ts'];
  const idle = await startProduct(surroundings, { database, preload });
  const idleLoad = startSteadyLoad(idle.url, 'idle----', writeKey, eventsPerSecond);
  await pause(2_000);
  idleLoad.take();
  await idle.ask('stalls');
  await pause(idleSeconds * 1000);
  const quiet = { ...latencyOf(idleLoad), ...(await idle.ask<Stalls>('stalls')) };
  const sentIdle = await idleLoad.stop();
  await idle.stop();

  const product = await startProduct(surroundings, { database, preload, playbook: changed });
  const load = startSteadyLoad(product.url, 'rebuild-', writeKey, eventsPerSecond);
  await product.ask('stalls');
  const times = await followProgress(product, load, say);
  const sent = await load.stop();
  const { peakMemoryMegabytes } = await product.ask<Stalls>('stalls');
  await product.stop();

  const stored = (await countEvents(database, 'idle----')).events + (await countEvents(database, 'rebuild-')).events;
  const after = await countEvents(database, 'fill-');
  const problems: string[] = [];
  if (stored !== sentIdle.answered + sent.answered)
    problems.push(`${sentIdle.answered + sent.answered} events answered 200, ${stored} stored`);
  if (after.inUsage !== filled.inUsage + stored)
    problems.push(`usage holds ${after.inUsage} events, the database ${filled.inUsage + stored}`);
  const left = readCounts(database);
  if (left.undecided > 0) problems.push(`${left.undecided} people were not decided by the new version`);
  await removeDatabase(database);
  const { persons } = left;
  return {
    measure: 'rebuild',
    persons,
    events: left.events,
    ...times.seconds,
    decidedPerSecond: round(persons / times.seconds.decideSeconds),
    eventsPerSecond,
    p50IdleMs: quiet.p50Ms,
    p99IdleMs: quiet.p99Ms,
    p99CountingMs: times.counting.p99Ms,
    p99DecidingMs: times.deciding.p99Ms,
    p50DecidingMs: times.deciding.p50Ms,
    p99Ratio: round(Math.max(times.counting.p99Ms, times.deciding.p99Ms) / quiet.p99Ms, 2),
    longestAnswerIdleMs: quiet.longestAnswerMs,
    longestAnswerMs: Math.max(times.counting.longestAnswerMs, times.deciding.longestAnswerMs),
    longestStallIdleMs: round(quiet.longestStallMs, 1),
    longestStallMs: round(Math.max(times.counting.longestStallMs, times.deciding.longestStallMs), 1),
    contactsToWrite: left.contactsToWrite,
    peakMemoryMegabytes: round(peakMemoryMegabytes),
    people: population.people,
    problems,
  };
}

/** BENCH_FILLED names a database that an earlier run filled; where it does not exist it is kept there. */
async function prepareFilled(surroundings: Surroundings, { rebuild: population, say }: Settings): Promise<string> {
  const kept = process.env.BENCH_FILLED;
  if (kept && existsSync(kept)) return copyInto(surroundings.folder, kept);
  const file = await prepareDatabase(surroundings);
  const playbook = await readFile(path.join(repositoryRoot, 'playbooks/acme.yaml'), 'utf8');
  await fillDatabase(file, playbook, population, say);
  await decideEverybody(file, say);
  if (kept) copyFileSync(file, kept);
  return file;
}

function copyInto(folder: string, kept: string): string {
  const file = path.join(folder, 'prepared.db');
  copyFileSync(kept, file);
  return file;
}

type Progress = { step: string; done: number; total: number } | null;

async function followProgress(product: MeasuredProcess, load: SteadyLoad, say: (line: string) => void) {
  const from = performance.now();
  const url = `${product.url}/admin/portals/${portalId}/rules`;
  let swappedAt: number | null = null;
  let decidingFrom: number | null = null;
  let counting: Awaited<ReturnType<typeof figuresOf>> | null = null;
  let saidAt = from;
  while (performance.now() - from < withinMs) {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${adminToken}` } });
    const { playbookVersion, progress } = (await answer.json()) as { playbookVersion: number; progress: Progress };
    const now = performance.now();
    if (now - saidAt > 10_000 && progress) {
      saidAt = now;
      say(`rebuild: ${progress.step}, ${progress.done} of ${progress.total} after ${round((now - from) / 1000)} s`);
    }
    if (playbookVersion === 2) {
      swappedAt ??= now;
      counting ??= await figuresOf(product, load);
      if (decidingFrom === null && (progress === null || progress.step === 'deciding')) decidingFrom = now;
      if (progress === null) {
        const deciding = await figuresOf(product, load);
        const seconds = {
          countSeconds: round((swappedAt - from) / 1000, 1),
          settleSeconds: round((decidingFrom! - swappedAt) / 1000, 1),
          decideSeconds: round((now - decidingFrom!) / 1000, 1),
          seconds: round((now - from) / 1000, 1),
        };
        return { seconds, counting, deciding };
      }
    }
    await pause(pollMs);
  }
  throw new Error('everybody was not decided again in time');
}

async function figuresOf(product: MeasuredProcess, load: SteadyLoad) {
  return { ...latencyOf(load), ...(await product.ask<Stalls>('stalls')) };
}

function latencyOf(load: SteadyLoad) {
  const { latencies } = load.take();
  return {
    p50Ms: round(percentile(latencies, 0.5), 1),
    p99Ms: round(percentile(latencies, 0.99), 1),
    longestAnswerMs: round(percentile(latencies, 1), 1),
  };
}

function readCounts(file: string) {
  const database = new Database(file, { readonly: true });
  const count = (sql: string) => database.prepare(sql).pluck().get() as number;
  try {
    return {
      persons: count('SELECT count(*) FROM persons'),
      events: count('SELECT count(*) FROM events'),
      undecided: count('SELECT count(*) FROM decisions WHERE playbook_version <> 2'),
      contactsToWrite: count(`SELECT count(*) FROM outbox WHERE kind = 'sync contact' AND priority = 2`),
    };
  } finally {
    database.close();
  }
}
