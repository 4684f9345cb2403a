/**
 * One node of the product: a process that is started, told to fail at some point, ended in every way there is, and started
 * again on the same address. How long each start took until it was ready is kept.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot, surrounding } from '../../../sandbox/demo/child-process.ts';
import { nodeFlags } from '../../../scripts/node-flags.mjs';
import type { FaultOrder, FaultReport } from '../preload/orders.ts';
import { patienceMs } from './patience.ts';

export type NodeOptions = {
  env: Record<string, string>;
  /** Modules of tests/faults/preload that the process loads first. */
  preload?: string[];
  /** A program that runs it, such as strace. */
  under?: string[];
  /** Out of reach of the machine's load: how long a start may take. */
  startWithinMs?: number;
};

/** In milliseconds. */
export type Start = { ms: number; cpuMs: number };

export type Node = {
  url: string;
  /** Of Node itself, also under another program. */
  pid(): number;
  isRunning(): boolean;
  /** Resolves when it is ready; rejects with what it printed when it ends before. */
  start(more?: Partial<NodeOptions>): Promise<void>;
  /** The exit code when it ends by itself instead; null when a signal ended it. */
  startOrEnd(more?: Partial<NodeOptions>): Promise<'ready' | number | null>;
  /** Starts it and does not wait; `ended` tells when it has ended by itself. */
  launch(more?: Partial<NodeOptions>): void;
  signal(signal: NodeJS.Signals): void;
  /** As a power cut of its machine would. */
  kill(): Promise<void>;
  /** SIGTERM, as systemd and Docker end it. Resolves with the exit code and how long it took. */
  stop(): Promise<{ code: number | null; ms: number }>;
  /** The exit code once it has ended, however; null when a signal ended it. */
  ended(): Promise<number | null>;
  /** Tells the preloaded modules something and resolves with their answer. */
  order(order: FaultOrder): Promise<FaultReport>;
  /** Of every start that became ready: how long it took from spawn, and what it used of the processors until then. */
  starts: Start[];
  printed(): string;
};

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

const keptText = 200_000;

export function createNode(url: string, usual: NodeOptions): Node {
  let child: ChildProcess | null = null;
  let ended: Promise<number | null> = Promise.resolve(null);
  let text = '';
  let isUnder = false;

  function launch(more: Partial<NodeOptions> = {}): void {
    const { env, preload = [], under = [] } = { ...usual, ...more, env: { ...usual.env, ...more.env } };
    const imports = preload.flatMap((name) => [
      '--import',
      `file://${path.join(import.meta.dirname, '../preload', name)}`,
    ]);
    const [program = '', ...words] = [
      ...under,
      process.execPath,
      ...nodeFlags,
      ...imports,
      path.join(repositoryRoot, 'backend/main.ts'),
    ];
    isUnder = under.length > 0;
    const started = spawn(program, words, {
      cwd: repositoryRoot,
      env: { ...surrounding(), PORT: new URL(url).port, ...env },
      stdio: ['ignore', 'pipe', 'pipe', ...(preload.length > 0 ? (['ipc'] as const) : [])],
    });
    child = started;
    running.add(started);
    for (const stream of [started.stdout!, started.stderr!]) {
      stream.on('data', (chunk: Buffer) => {
        text = (text + chunk.toString('utf8')).slice(-keptText);
      });
    }
    ended = new Promise((resolve) => {
      started.once('close', (code) => {
        running.delete(started);
        if (child === started) child = null;
        resolve(code);
      });
    });
  }

  async function startOrEnd(more: Partial<NodeOptions> = {}): Promise<'ready' | number | null> {
    const spawnedAt = performance.now();
    const within = more.startWithinMs ?? usual.startWithinMs ?? patienceMs;
    text = '';
    launch(more);
    const mine = child;
    const mineEnded = ended;
    while (child === mine) {
      if (await isReady(url)) {
        // Under another program it is slow for a reason of the test's.
        if (!isUnder) starts.push({ ms: performance.now() - spawnedAt, cpuMs: cpuMsOf(pid()) });
        return 'ready';
      }
      if (performance.now() - spawnedAt > within) throw new Error(`neither ready nor ended: ${text.slice(-2_000)}`);
      await sleep(10);
    }
    return mineEnded;
  }

  async function start(more: Partial<NodeOptions> = {}): Promise<void> {
    const end = await startOrEnd(more);
    if (end !== 'ready') throw new Error(`the product ended with ${end} instead of serving:\n${text.slice(-3_000)}`);
  }

  function pid(): number {
    if (child?.pid === undefined) throw new Error('the product does not run');
    return isUnder ? childOf(child.pid) : child.pid;
  }

  const starts: Start[] = [];
  return {
    url,
    pid,
    starts,
    isRunning: () => child !== null,
    start,
    startOrEnd,
    launch,
    signal: (signal) => void process.kill(pid(), signal),
    async kill() {
      if (child === null) return;
      try {
        process.kill(pid(), 'SIGKILL');
      } catch (error) {
        // It ended a moment ago.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
      await ended;
    },
    async stop() {
      if (child === null) return { code: await ended, ms: 0 };
      const from = performance.now();
      process.kill(pid(), 'SIGTERM');
      const patience = setTimeout(() => child?.kill('SIGKILL'), 60_000);
      const code = await ended;
      clearTimeout(patience);
      return { code, ms: performance.now() - from };
    },
    ended: () => ended,
    order: (order) => give(child, ended, order),
    printed: () => text,
  };
}

const msPerTick = 10;

/** By Linux's own count; 0 elsewhere. */
function cpuMsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * msPerTick;
  } catch {
    return 0;
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

let orders = 0;

function give(child: ChildProcess | null, ended: Promise<unknown>, order: FaultOrder): Promise<FaultReport> {
  if (child === null) return Promise.reject(new Error('the product does not run'));
  orders += 1;
  const id = orders;
  return new Promise((resolve, reject) => {
    const listen = (report: { id: number; report: FaultReport }) => {
      if (report.id !== id) return;
      child.off('message', listen);
      resolve(report.report);
    };
    child.on('message', listen);
    void ended.then(() => reject(new Error('the product ended before it took the order')));
    child.send({ id, order }, (error) => {
      if (error) reject(new Error('the product ended before it could be told', { cause: error }));
    });
  });
}

/** The program that another program, such as strace, runs. */
function childOf(pid: number): number {
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    const [first] = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ');
    if (first) return Number(first);
  }
  throw new Error(`process ${pid} has no child`);
}
