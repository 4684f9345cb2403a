/** What became of each unit, one JSON object a line, so that a run that was stopped is gone on with. */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import type { Outcome, Size, Unit } from './case.ts';

export const resultsFolder = path.join(repositoryRoot, 'data/faults');

export type Header = {
  what: 'run';
  date: string;
  size: Size;
  seed: number;
  command: string;
  processors: number;
  model: string | null;
  memoryGigabytes: number;
  node: string;
};

export type Result = {
  what: 'unit';
  id: string;
  group: string;
  title: string;
  engine: string;
  seed: number;
  verdict: 'held' | 'broken' | 'not run';
  /** Why it was not run. */
  reason?: string;
  seconds: number;
  /** Of the machine, over the last minute, when it ended. */
  load: number;
  outcome?: Outcome;
};

/** `commands`: by which it was run, and gone on with. */
export type Run = { header: Header; commands: string[]; results: Result[] };

export function headerOf(size: Size, seed: number, command: string): Header {
  return {
    what: 'run',
    date: new Date().toISOString(),
    size,
    seed,
    command,
    processors: cpus().length,
    model: cpus()[0]?.model ?? null,
    memoryGigabytes: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
  };
}

export function fileOf(size: Size, seed: number): string {
  return path.join(resultsFolder, `${size}-${seed}.jsonl`);
}

export function append(file: string, line: Header | Result): void {
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

export function resultOf(unit: Unit, seed: number, seconds: number): Omit<Result, 'verdict'> {
  const { id, group, title, engine } = unit;
  const rounded = (number: number) => Math.round(number * 10) / 10;
  return { what: 'unit', id, group, title, engine, seed, seconds: rounded(seconds), load: rounded(loadavg()[0] ?? 0) };
}

/** Of several results of one unit the newest counts. Null: there is no such file. */
export function readRun(file: string): Run | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  let header: Header | null = null;
  const commands: string[] = [];
  const results = new Map<string, Result>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const read = JSON.parse(line) as Header | Result;
    if (read.what === 'run') {
      header ??= read;
      commands.push(read.command);
    } else results.set(read.id, read);
  }
  return header === null ? null : { header, commands, results: [...results.values()] };
}

/** The run that was written to last, of this size. */
export function newestRun(size: Size): Run | null {
  let names: string[];
  try {
    names = readdirSync(resultsFolder);
  } catch {
    return null;
  }
  const files = names.filter((name) => name.startsWith(`${size}-`)).map((name) => path.join(resultsFolder, name));
  files.sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  return files[0] === undefined ? null : readRun(files[0]);
}
