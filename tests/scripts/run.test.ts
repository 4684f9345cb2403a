/** The launcher behind every npm script. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';

const run = path.resolve(import.meta.dirname, '../../scripts/run.mjs');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-run-'));
  await writeFile(path.join(folder, 'program.mjs'), 'console.log(process.pid); setInterval(() => {}, 1000);');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it('ends the program when the shell that npm started it in is gone', async () => {
  const command = `"${process.execPath}" "${run}" "${path.join(folder, 'program.mjs')}"; true`;
  const shell = spawn('/bin/sh', ['-c', command], {
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [first] = (await once(shell.stdout, 'data')) as [Buffer];
  const pid = Number(first.toString().trim());
  expect(isAlive(pid)).toBe(true);
  shell.kill('SIGTERM');
  await waitUntil(
    'the program to end',
    async () => (isAlive(pid) ? { instead: 'it runs on' } : { value: true }),
    5_000,
    50,
  );
}, 20_000);

it('says what the tests take when it is asked, and runs none', async () => {
  const child = spawn(process.execPath, [run, '--jest', 'unit', '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(said).toContain('npm test -- [PATH…] [options]');
  expect(said).toContain('-t WORDS');
}, 20_000);
