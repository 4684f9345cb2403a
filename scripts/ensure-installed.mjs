/**
 * Installs what is missing or out of date, so that every command works on a fresh clone. Plain JavaScript that runs on
 * Node 20 or newer and uses nothing but Node itself: it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** The two npm roots: the service, and what HubSpot hosts (kept apart so that React is never hoisted between them). */
const places = [root, path.join(root, 'hubspot-project', 'app')];

const lookAgainMs = 500;

/** What decides about the packages: the lock file, and which install scripts may run. */
function fingerprint(folder) {
  const { allowScripts, overrides } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const hash = createHash('sha256').update(JSON.stringify({ allowScripts, overrides }));
  return hash.update(readFileSync(path.join(folder, 'package-lock.json'))).digest('hex');
}

function installOne(folder) {
  if (!existsSync(path.join(folder, 'package-lock.json'))) return;
  const stamp = path.join(folder, 'node_modules', '.zo-installed');
  const wanted = fingerprint(folder);
  const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isInstalled()) return;
  const release = takeTurn(path.join(folder, '.zo-installing'));
  try {
    // Another command may have installed it while this one waited.
    if (!isInstalled()) install(folder, stamp, wanted);
  } finally {
    release();
  }
}

/**
 * Commands started at the same time would remove packages under one another's feet: one installs, the others wait. A turn
 * whose process has ended, however it ended, is over.
 */
function takeTurn(file) {
  for (let isTold = false; ; ) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isOver(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!isTold) console.error(`Another command installs packages; waiting for it (if none does, delete ${file}) …`);
    isTold = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookAgainMs);
  }
}

function isOver(file) {
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  // Empty for the moment between its making and its writing.
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function install(folder, stamp, wanted) {
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
    throw new InstallFailed(`npm ci failed in ${shown}. Check the network, then run the command again.`);
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

class InstallFailed extends Error {}

export function ensureInstalled() {
  try {
    for (const folder of places) installOne(folder);
  } catch (error) {
    if (!(error instanceof InstallFailed)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
