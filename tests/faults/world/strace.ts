/** strace, where it is installed: what the system was asked for, and answers put in the system's place. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { NotRun } from '../case.ts';

export function needStrace(): void {
  if (spawnSync('strace', ['--version']).error === undefined) return;
  throw new NotRun('strace is not installed (Debian: apt-get install strace)');
}

/** Every one of these calls of the process fails from now on, until it is ended. */
export async function failCalls(pid: number, calls: string[], error: string): Promise<() => Promise<void>> {
  needStrace();
  const names = calls.join(',');
  const words = [
    '-f',
    '-p',
    String(pid),
    '-e',
    `trace=${names}`,
    '-e',
    `inject=${names}:error=${error}`,
    '-o',
    '/dev/null',
  ];
  const strace = spawn('strace', words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => strace.once('close', () => resolve()));
  await untilAttached(strace);
  return async () => {
    strace.kill('SIGINT');
    await ended;
  };
}

function untilAttached(strace: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    strace.stderr!.on('data', (chunk) => {
      said += String(chunk);
      if (/attached/.test(said)) resolve();
    });
    strace.once('close', () => reject(new NotRun(`strace could not attach: ${said.trim()}`)));
  });
}
