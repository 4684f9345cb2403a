/**
 * (m) Everything moved from SQLite to a PostgreSQL on the same machine, and compared. That PostgreSQL is the tests' own, which
 * does not flush its commits to disk.
 */
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import pg from 'pg';
import { startPostgres } from '../support/postgres-server.mjs';
import { fillDatabase } from './fill-database.ts';
import { round } from './median.ts';
import { beginPortal, removeDatabase, type Surroundings } from './product.ts';
import type { Settings } from './settings.ts';
import { repositoryRoot } from './start-process.ts';

const run = promisify(execFile);
type Ran = { rows: number; differences: number; seconds: number; moveSeconds: number; peakMemoryMegabytes: number };

export async function measureMove(surroundings: Surroundings, { move: population, say }: Settings) {
  const database = path.join(surroundings.folder, 'move.db');
  const playbook = path.join(repositoryRoot, 'playbooks/acme.yaml');
  await beginPortal(surroundings, { database, playbook });
  await fillDatabase(database, await readFile(playbook, 'utf8'), population, say);
  const postgres = await startPostgres();
  try {
    say('move: the events are stored, PostgreSQL runs');
    const to = await createDatabase(postgres.url);
    const script = path.join(import.meta.dirname, 'run-move.ts');
    const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', script, database, to]);
    const { rows, differences, seconds, moveSeconds, peakMemoryMegabytes } = JSON.parse(stdout) as Ran;
    return {
      measure: 'move to PostgreSQL',
      events: countEvents(database),
      rows,
      megabytes: round((await stat(database)).size / 1_000_000),
      seconds: round(seconds),
      moveSeconds: round(moveSeconds),
      movedPerSecond: round(rows / moveSeconds),
      comparedPerSecond: round(rows / (seconds - moveSeconds)),
      peakMemoryMegabytes: round(peakMemoryMegabytes),
      problems: differences === 0 ? [] : [`${differences} differences`],
    };
  } finally {
    await postgres.stop();
    await removeDatabase(database);
  }
}

/** Of a role as a service has it, for whom row-level security holds. */
async function createDatabase(server: string): Promise<string> {
  const client = new pg.Client(`${server}/postgres`);
  await client.connect();
  await client.query('CREATE ROLE zo_service LOGIN');
  await client.query('CREATE DATABASE zo OWNER zo_service');
  await client.end();
  const url = new URL(`${server}/zo`);
  url.username = 'zo_service';
  return url.href;
}

function countEvents(file: string): number {
  const database = new Database(file, { readonly: true });
  const events = database.prepare<[], number>('SELECT count(*) FROM events').pluck().get()!;
  database.close();
  return events;
}
