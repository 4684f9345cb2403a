/** One of the demo's programs as a process of its own, configured by its environment only and ended by its own id. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

export const repositoryRoot = path.resolve(import.meta.dirname, '../..');

export type StartedProgram = {
  name: string;
  pid: number;
  /** Where it listens, as it printed itself. */
  url: string;
  /** The last lines it printed, for a message about a failure. */
  lastLines(): string[];
  /** Resolves when it has ended by itself; never rejects. */
  ended: Promise<void>;
  stop(): Promise<void>;
};

export type ProgramOptions = {
  name: string;
  /** Relative to the repository. */
  file: string;
  env: Record<string, string>;
  startWithinMs?: number;
};

const keptLines = 200;
const stopWithinMs = 10_000;

const inherited = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'USERPROFILE', 'NODE_COMPILE_CACHE'];

const running = new Set<ChildProcess>();

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Resolves when the program has printed its `{"msg":"listening","url":…}` line; rejects with its last lines otherwise. */
export function startProgram(options: ProgramOptions): Promise<StartedProgram> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(repositoryRoot, options.file)],
    { cwd: repositoryRoot, env: { ...surrounding(), ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running.add(child);
  const lines: string[] = [];
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      running.delete(child);
      resolve();
    });
  });

  return new Promise((resolve, reject) => {
    const startWithinMs = options.startWithinMs ?? 30_000;
    const timer = setTimeout(() => fail(`did not listen within ${startWithinMs / 1000} s`), startWithinMs);
    const fail = (what: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      const said = lines.length > 0 ? `\nIts last lines:\n  ${lines.slice(-20).join('\n  ')}` : ' and printed nothing';
      reject(new Error(`${options.name} (${options.file}) ${what}${said}`));
    };
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => fail(`ended at start with ${signal ?? `exit code ${code}`}`));

    const onLine = (line: string) => {
      lines.push(line);
      if (lines.length > keptLines) lines.shift();
      const url = readListening(line);
      if (!url) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      resolve({
        name: options.name,
        pid: child.pid ?? 0,
        url,
        lastLines: () => [...lines],
        ended,
        stop: () => stopProgram(child, ended),
      });
    };
    splitLines(child.stdout, onLine);
    splitLines(child.stderr, onLine);
  });
}

/** Variables of the surrounding system a Node program needs; everything else it gets is written by whoever starts it. */
export function surrounding(): Record<string, string> {
  return Object.fromEntries(
    inherited.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function readListening(line: string): string | null {
  if (!line.includes('"listening"')) return null;
  try {
    const said: unknown = JSON.parse(line);
    if (said && typeof said === 'object' && 'msg' in said && said.msg === 'listening' && 'url' in said) {
      return typeof said.url === 'string' ? said.url : null;
    }
  } catch {
    return null;
  }
  return null;
}

function splitLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString('utf8')).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part.trim() !== '') onLine(part);
  });
}

async function stopProgram(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (!running.has(child)) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await ended;
  clearTimeout(timer);
}
