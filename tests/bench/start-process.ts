/**
 * A program under measurement: a process of its own that says where it listens, and answers over its channel what only
 * it knows: how busy its event loop was, what it used of CPU and memory.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { EventLoopUtilization } from 'node:perf_hooks';
import { nodeFlags } from '../../scripts/node-flags.mjs';

export const repositoryRoot = path.resolve(import.meta.dirname, '../..');

export type Figures = {
  loop: EventLoopUtilization;
  cpu: NodeJS.CpuUsage;
  memory: NodeJS.MemoryUsage;
  /** Milliseconds since the epoch. */
  at: number;
};

export type MeasuredProcess = {
  url: string;
  pid: number;
  /** From spawn to the line that says it listens. */
  startMs: number;
  /** Asks the preloaded module; see answer-figures.ts and record-statements.ts. */
  ask<Answer = Figures>(question: string): Promise<Answer>;
  stop(): Promise<void>;
};

export type ProcessOptions = {
  file: string;
  env?: Record<string, string>;
  /** Modules of this folder that the process loads first. */
  preload?: string[];
};

const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'NODE_COMPILE_CACHE'];
const stopWithinMs = 12_000;
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export function startProcess({
  file,
  env = {},
  preload = ['answer-figures.ts'],
}: ProcessOptions): Promise<MeasuredProcess> {
  const imports = preload.flatMap((name) => ['--import', `file://${path.join(import.meta.dirname, name)}`]);
  const surrounding = inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const profile = process.env.BENCH_CPU_PROFILE_DIR;
  const profiling = profile && file.startsWith('backend/') ? ['--cpu-prof', '--cpu-prof-dir', profile] : [];
  const spawnedAt = performance.now();
  const child = spawn(process.execPath, [...nodeFlags, ...profiling, ...imports, path.join(repositoryRoot, file)], {
    cwd: repositoryRoot,
    env: { ...Object.fromEntries(surrounding), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void ended.then(() => running.delete(child));
  const last: string[] = [];

  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with exit code ${code}:\n${last.join('')}`)));
    child.stderr!.on('data', (chunk) => {
      last.push(String(chunk));
      if (last.length > 20) last.shift();
    });
    let said = '';
    child.stdout!.on('data', (chunk) => {
      if (said === 'listening') return;
      said += String(chunk);
      const line = said.split('\n').find((one) => one.includes('"listening"'));
      if (line === undefined) return;
      said = 'listening';
      child.removeAllListeners('exit');
      resolve({
        url: JSON.parse(line).url,
        pid: child.pid!,
        startMs: performance.now() - spawnedAt,
        ask: (question) => ask(child, question),
        stop: () => stop(child, ended),
      });
    });
  });
}

function ask<Answer>(child: ChildProcess, question: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`the process ended before it answered ${question}`));
    const onMessage = (answer: { question?: string; answer?: Answer }) => {
      if (answer.question !== question) return;
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(answer.answer as Answer);
    };
    child.on('message', onMessage);
    child.once('exit', onExit);
    child.send(question);
  });
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (!running.has(child)) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await ended;
  clearTimeout(timer);
}
