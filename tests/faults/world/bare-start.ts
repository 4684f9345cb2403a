/**
 * How slow the machine is at this moment: a process that loads the modules of the product and does nothing else. What it takes
 * is nearly all work for a processor, so that it takes longer than that only for want of one.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { repositoryRoot, surrounding } from '../../../sandbox/demo/child-process.ts';
import { nodeFlags } from '../../../scripts/node-flags.mjs';

const script = `
  await import(${JSON.stringify(pathToFileURL(path.join(repositoryRoot, 'backend/app.ts')))});
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1_000);
  process.exit(0);`;

/** In milliseconds: from its start to its end, and what it used of the processors. */
export type BareStart = { ms: number; cpuMs: number };

export async function bareStart(): Promise<BareStart> {
  const words = [...nodeFlags, '--input-type=module', '-e', script];
  const from = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: repositoryRoot, env: surrounding() });
  return { ms: performance.now() - from, cpuMs: Number(stdout) };
}

/** How many times longer than on a machine that does nothing else; never less than once. */
export function slownessOf(starts: BareStart[]): number {
  const sum = (of: keyof BareStart) => starts.reduce((total, start) => total + start[of], 0);
  return Math.max(1, sum('ms') / sum('cpuMs'));
}
