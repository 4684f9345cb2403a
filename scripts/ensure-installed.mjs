/**
 * Installs what is missing or out of date, so that every command works on a fresh clone. Plain JavaScript that runs on
 * Node 20 or newer and uses nothing but Node itself: it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** The two npm roots: the service, and what HubSpot hosts (kept apart so that React is never hoisted between them). */
const places = [root, path.join(root, 'hubspot-project', 'app')];

function fingerprint(folder) {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json']) {
    const file = path.join(folder, name);
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function installOne(folder) {
  if (!existsSync(path.join(folder, 'package-lock.json'))) return;
  const stamp = path.join(folder, 'node_modules', '.zo-installed');
  const wanted = fingerprint(folder);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const shown = path.relative(root, folder) || 'the repository root';
  console.error(`Installing packages in ${shown} (once; a few minutes on a slow connection) …`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    env: withoutNpmRunVariables(process.env),
  });
  if (result.status !== 0) {
    console.error(`npm ci failed in ${shown}. Check the network, then run the command again.`);
    process.exit(result.status ?? 1);
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** An npm started from an npm script inherits its settings as variables; they must not steer the inner install. */
function withoutNpmRunVariables(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_(lifecycle|package|command|execpath|node_execpath)/.test(name)),
  );
}

export function ensureInstalled() {
  for (const folder of places) installOne(folder);
}
