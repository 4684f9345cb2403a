/**
 * The image, made without Docker: the Dockerfile's own steps in a temporary folder, from exactly the files it copies, and the
 * service started there as somebody who may write nothing but the data folder.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { readConfig } from '../../backend/config.ts';
import { findFreePort } from '../../sandbox/demo/free-port.ts';
import { nodeFlags } from '../../scripts/node-flags.mjs';
import { readCopy, readDockerfile, readEnv, textsOf } from '../support/dockerfile.ts';
import { read, repository } from './source-files.ts';

const stages = readDockerfile(read('Dockerfile'));
const final = stages.at(-1)!;
const packages = stages[0]!;
const packageJson = JSON.parse(read('package.json'));

describe('the Dockerfile', () => {
  it('stands on the Node that the tests run on, by its exact version', () => {
    for (const { image } of stages) expect(image).toBe(`node:${packageJson.devDependencies.node}-slim`);
  });

  it('runs Node as `npm start` does, and compiles its code for just those flags', () => {
    const flags = nodeFlags.join(' ');
    expect(JSON.parse(textsOf(final, 'CMD')[0]!)).toEqual(['node', ...nodeFlags, 'backend/main.ts']);
    const others = textsOf(final, 'RUN').flatMap((text) => [...text.matchAll(/\bnode (--\S+(?: --\S+)*)/g)]);
    expect(others.map(([, words]) => words)).toEqual([flags, flags]);
    expect(read('docs/operating.md')).toContain(`ExecStart=/usr/bin/node ${flags} backend/main.ts`);
  });

  it('compiles the engines of both databases, which are loaded only where they are served', () => {
    const opening = read('backend/store/open-store.ts');
    const engines = [...opening.matchAll(/import\('\.\/(\w+\/open)\.ts'\)/g)].map(([, engine]) => engine);
    expect(engines.toSorted()).toEqual(['postgres/open', 'sqlite/open']);
    const compiles = textsOf(final, 'RUN').at(-1)!;
    expect(engines.filter((engine) => !compiles.includes(`'store/${engine}'`))).toEqual([]);
  });

  it('runs as nobody special, on a volume, with a health check and the settings of a container', () => {
    expect(textsOf(final, 'USER')).toEqual(['node']);
    expect(textsOf(final, 'VOLUME')).toEqual(['/data']);
    expect(textsOf(final, 'HEALTHCHECK')).toHaveLength(1);
    expect(readEnv(textsOf(final, 'ENV'))).toMatchObject({ HOST: '0.0.0.0', DATABASE_URL: 'file:/data/zo.db' });
    const names = final.instructions.map(({ name }) => name);
    expect(names.lastIndexOf('COPY')).toBeLessThan(names.indexOf('USER'));
  });

  it('gets from the build context only what .dockerignore lets through', () => {
    const lines = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines[0]).toBe('*');
    const allowed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const copied = stages
      .flatMap((stage) => textsOf(stage, 'COPY'))
      .map(readCopy)
      .filter(({ from }) => from === null)
      .flatMap(({ sources }) => sources);
    const isAllowed = (source: string) => allowed.some((one) => source === one || source.startsWith(`${one}/`));
    expect(copied.filter((source) => !isAllowed(source))).toEqual([]);
    expect(allowed.filter((one) => !copied.some((source) => source === one || source.startsWith(`${one}/`)))).toEqual(
      [],
    );
  });
});

describe('compose.yaml', () => {
  const { services, volumes, configs } = parse(read('compose.yaml'), { merge: true });

  it('starts the service alone on its SQLite file; PostgreSQL only when asked for', () => {
    const defaults = Object.entries<{ profiles?: string[] }>(services).filter(([, { profiles }]) => !profiles);
    expect(defaults.map(([name]) => name)).toEqual(['zo']);
    const { zo, postgres } = services;
    const { DATABASE_URL: ofTheImage } = readEnv(textsOf(final, 'ENV'));
    expect(zo.environment.DATABASE_URL).toBe(`\${ZO_DATABASE_URL:-${ofTheImage}}`);
    expect(zo).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(zo.image).toBe(`zo-handoff:${packageJson.version}`);
    expect(zo.volumes).toContain('data:/data');
    expect(Object.keys(volumes).toSorted()).toEqual(['data', 'postgres']);
    expect(postgres.profiles).toEqual(['postgres', 'nodes']);
  });

  it('starts two nodes on that PostgreSQL behind a balancer when that is asked for, and nothing beside them', () => {
    const { zo, node, balancer, postgres } = services;
    expect(balancer.profiles).toEqual(['nodes']);
    // What is named on the command line brings what it depends on, and no more.
    expect([balancer.depends_on, node.depends_on]).toEqual([
      { node: { condition: 'service_healthy' } },
      { postgres: { condition: 'service_healthy' } },
    ]);
    expect(node.deploy).toEqual({ replicas: 2 });
    expect(node).toMatchObject({ image: zo.image, read_only: true, cap_drop: ['ALL'], env_file: zo.env_file });
    expect(node.ports).toBeUndefined();
    expect(node.volumes).toEqual(['./playbooks:/app/playbooks:ro']);

    const { content } = configs.balancer;
    expect(content).toContain(`bind :${balancer.ports[0].split(':').at(-1)}\n`);
    expect(content).toContain(`server-template node ${node.deploy.replicas} node:${node.environment.PORT}\n`);
    expect(content).toContain('option httpchk GET /ready\n');
    expect(configs[postgres.configs[0].source]).toBe(configs.roles);
  });

  it('believes the proxy and the balancer, which Docker’s own network is between, about who sends', () => {
    const { zo, node } = services;
    for (const { environment } of [zo, node]) {
      const [, proxies = ''] = /^\$\{TRUST_PROXY:-(.*)\}$/.exec(environment.TRUST_PROXY) ?? [];
      expect(readConfig({ TRUST_PROXY: proxies }).trustedProxies).toEqual(['loopback', 'uniquelocal']);
    }
    expect(configs.balancer.content).toContain('option forwardfor\n');
  });

  it('makes a role for the service that owns its database and is nothing more', () => {
    const { node, postgres } = services;
    expect(postgres.environment).not.toHaveProperty('POSTGRES_USER');
    const statements = configs.roles.content.trim().split('\n');
    expect(statements).toEqual([
      `CREATE ROLE zo LOGIN PASSWORD '\${ZO_DATABASE_PASSWORD:-zo}';`,
      "CREATE DATABASE zo OWNER zo ENCODING 'UTF8' TEMPLATE template0;",
    ]);
    expect(node.environment.DATABASE_URL).toContain(`postgres://zo:\${ZO_DATABASE_PASSWORD:-zo}@postgres:5432/zo`);
  });

  it('shows nothing to the network by itself', () => {
    for (const { ports = [] } of Object.values<{ ports?: string[] }>(services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });
});

describe('the image', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'zo-image-'));
  const app = path.join(root, 'app');
  const data = path.join(root, 'data');
  const compiled = path.join(app, 'compiled');
  const somebody = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};
  let running: ChildProcess | undefined;

  beforeAll(() => {
    const built = path.join(root, 'packages');
    mkdirSync(app, { recursive: true });
    mkdirSync(data);
    mkdirSync(compiled);
    copyAll(packages, repository, built, {});
    for (const command of textsOf(packages, 'RUN')) run(command, built);
    copyAll(final, repository, app, { packages: built });
    rmSync(built, { recursive: true });
    if (somebody.uid !== undefined) {
      chmodSync(root, 0o755);
      chownSync(data, somebody.uid, somebody.gid);
      chownSync(compiled, somebody.uid, somebody.gid);
    }
    // The step that follows USER: what comes before it makes folders of the image's root.
    for (const command of textsOf(final, 'RUN').slice(1)) {
      run(command, app, { ...somebody, env: { NODE_COMPILE_CACHE: compiled } });
    }
  }, 180_000);
  afterAll(() => {
    running?.kill('SIGKILL');
    rmSync(root, { recursive: true, force: true });
  });

  it('is small', () => {
    const megabytes = sizeOf(app) / 1_000_000;
    expect(megabytes).toBeGreaterThan(20);
    expect(megabytes).toBeLessThan(90);
  });

  it('has no package of tests or tools, nor their code', () => {
    expect(readdirSync(app).toSorted()).toEqual([
      'LICENSE',
      'backend',
      'compiled',
      'node_modules',
      'package.json',
      'playbooks',
      'shared',
    ]);
    const there = readdirSync(path.join(app, 'node_modules'));
    expect(there).toEqual(expect.arrayContaining(['better-sqlite3', 'pino', 'zod']));
    expect(there.filter((name) => ['jest', 'typescript', 'react', 'esbuild', 'node'].includes(name))).toEqual([]);
  });

  it('holds its code compiled, by the user who runs it', () => {
    const [folder, ...others] = readdirSync(compiled);
    expect(others).toEqual([]);
    expect(statSync(path.join(compiled, folder!)).uid).toBe(somebody.uid ?? process.getuid?.());
    expect(readdirSync(path.join(compiled, folder!)).length).toBeGreaterThan(300);
  });

  it('starts, is healthy by its own check, answers the operator’s tool, and ends on SIGTERM', async () => {
    const port = String(await findFreePort());
    const env = {
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
      ...readEnv(textsOf(final, 'ENV')),
      PORT: port,
      HOST: '127.0.0.1',
      DATABASE_URL: `file:${data}/zo.db`,
      SQLITE_TMPDIR: data,
      NODE_COMPILE_CACHE: compiled,
    };
    const [command, ...args] = JSON.parse(textsOf(final, 'CMD')[0]!) as string[];
    running = spawn(command!, args, { cwd: app, env, ...somebody, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise((resolve) => running!.once('exit', resolve));
    await new Promise<void>((resolve, reject) => {
      let said = '';
      const listen = (chunk: Buffer) => {
        said += chunk;
        if (said.includes('"listening"')) resolve();
      };
      running!.stdout!.on('data', listen);
      running!.stderr!.on('data', listen);
      running!.once('exit', (code) => reject(new Error(`it ended with ${code}: ${said}`)));
    });

    const [, check] = /CMD (\[.*\])$/.exec(textsOf(final, 'HEALTHCHECK')[0]!)!;
    const [node, ...rest] = JSON.parse(check!) as string[];
    const { NODE_COMPILE_CACHE: _, ...checking } = env;
    expect(spawnSync(node!, rest, { env: checking }).status).toBe(0);
    expect(spawnSync(node!, rest, { env: { ...checking, PORT: '9' } }).status).toBe(1);
    const backup = spawnSync('node', [...nodeFlags, 'backend/cli/zo.ts', 'backup', `${data}/zo.backup`], {
      cwd: app,
      env,
      ...somebody,
    });
    expect({ status: backup.status, said: String(backup.stderr) }).toMatchObject({ status: 0 });

    running.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['zo.backup', 'zo.db']));
    // Code that was compiled for other flags is of no use, and would have been compiled anew.
    expect(readdirSync(compiled)).toHaveLength(1);
  }, 60_000);
});

function copyAll(stage: (typeof stages)[number], context: string, to: string, other: Record<string, string>): void {
  for (const { from, sources, target } of textsOf(stage, 'COPY').map(readCopy)) {
    for (const source of sources) {
      const origin =
        from === null ? path.join(context, source) : path.join(other[from]!, path.relative('/app', source));
      const isFolder = statSync(origin).isDirectory();
      const place = path.join(to, target, isFolder ? '' : path.basename(source));
      mkdirSync(path.dirname(place), { recursive: true });
      const isOurs = (file: string) => from !== null || path.basename(file) !== 'node_modules';
      cpSync(origin, place, { recursive: true, filter: isOurs, verbatimSymlinks: true });
    }
  }
}

function run(command: string, cwd: string, as: { uid?: number; gid?: number; env?: object } = {}): void {
  const env = {
    ...process.env,
    ...as.env,
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
  };
  // What was installed a moment ago is in npm's cache.
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd,
    ...as,
    env: { ...env, npm_config_prefer_offline: 'true' },
  });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stdout}${stderr}`);
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}
