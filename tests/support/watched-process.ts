/** One of the project's programs with every byte it prints kept, however it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { repositoryRoot, surrounding } from '../../sandbox/demo/child-process.ts';

export type WatchedProcess = {
  pid: number;
  /** Standard output and standard error, as one text. */
  printed: () => string;
  /** The exit code; null when a signal ended it. */
  ended: Promise<number | null>;
  /** Resolves with where it listens; rejects when it ends before. */
  listening: Promise<string>;
  stop(): Promise<void>;
};

export type WatchedOptions = {
  file: string;
  words?: string[];
  env: Record<string, string>;
  /** Options of Node itself. */
  nodeOptions?: string[];
  /** The largest file it may write, in kilobytes: a disk that is full. */
  largestFileKb?: number;
};

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export function watchProcess({
  file,
  words = [],
  env,
  nodeOptions = [],
  largestFileKb,
}: WatchedOptions): WatchedProcess {
  const command = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    ...nodeOptions,
    path.join(repositoryRoot, file),
    ...words,
  ];
  // A write beyond the limit is an error of that write, not the end of the process.
  const limited = ['/bin/sh', '-c', `trap '' XFSZ; ulimit -f ${(largestFileKb ?? 0) * 2}; exec "$@"`, 'sh', ...command];
  const [program = '', ...rest] = largestFileKb === undefined ? command : limited;
  const child = spawn(program, rest, {
    cwd: repositoryRoot,
    env: { ...surrounding(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let text = '';
  const { promise: listening, resolve, reject } = Promise.withResolvers<string>();
  listening.catch(() => {});
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const url = /"msg":"listening","url":"([^"]+)"/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
  }
  const ended = new Promise<number | null>((done) => {
    child.once('close', (code) => {
      running.delete(child);
      reject(new Error(`it ended with ${code}: ${text.slice(-2_000)}`));
      done(code);
    });
  });
  return {
    pid: child.pid ?? 0,
    printed: () => text,
    ended,
    listening,
    async stop() {
      if (!running.has(child)) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 12_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
