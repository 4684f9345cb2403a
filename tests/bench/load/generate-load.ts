/** Runs a load generator as a process of its own: wrk when it is installed, else one of ours on Node. */
import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { templates, users } from './messages.ts';

const run = promisify(execFile);

export const connections = 64;

export type Load = {
  url: string;
  /** Eight characters, never used before on this database: message ids begin with them. */
  run: string;
  /** Messages a request: 1 goes to /v1/track, more to /v1/batch. */
  each: number;
  seconds: number;
  writeKey: string;
  folder: string;
  /** Whose events these are. */
  among?: Among;
};

/** So many people, each so far from the one before: of everybody in a database of many, these are spread over all. */
export type Among = { users: number; stride: number };

const everybody: Among = { users, stride: 1 };

export type LoadResult = {
  /** Requests answered with 200. */
  answered: number;
  seconds: number;
  refused: number;
  broken: number;
  p50Ms: number;
  p99Ms: number;
};

let generator: 'wrk' | 'node' | undefined;

export function loadGenerator(): 'wrk' | 'node' {
  generator ??= spawnSync('wrk', ['--version']).error ? 'node' : 'wrk';
  return generator;
}

export async function generateLoad(load: Load): Promise<LoadResult> {
  const { stdout } = loadGenerator() === 'wrk' ? await runWrk(load) : await runNode(load);
  const line = stdout.split('\n').findLast((one) => one.startsWith('{'));
  if (line === undefined) throw new Error(`the load generator gave no figures:\n${stdout}`);
  const { answered, microseconds, refused, broken, p50Ms, p99Ms } = JSON.parse(line);
  return { answered: answered - refused, seconds: microseconds / 1e6, refused, broken, p50Ms, p99Ms };
}

async function runWrk({ url, run: name, each, seconds, writeKey, folder, among = everybody }: Load) {
  const file = path.join(folder, 'templates.tsv');
  const lines = templates().map((one) => `${one.beforeId}\t${one.beforeUser}\t${one.afterUser}`);
  await writeFile(file, `${lines.join('\n')}\n`);
  const script = path.join(import.meta.dirname, 'messages.lua');
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, url];
  return run('wrk', [...options, '--', file, name, String(among.users), String(each), writeKey, String(among.stride)]);
}

async function runNode({ url, run: name, each, seconds, writeKey, among = everybody }: Load) {
  const settings = JSON.stringify({ url, run: name, each, seconds, connections, writeKey, among });
  return run(process.execPath, [path.join(import.meta.dirname, 'node-load.ts'), settings]);
}
