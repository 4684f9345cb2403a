/** Starts that must not go on, each with words for whoever started it and without a stack. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { markMoved } from '../../backend/store/sqlite/moved-mark.ts';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import { type StartedProgram, startProgram } from '../../sandbox/demo/child-process.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-start-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (env: Record<string, string>): Promise<StartedProgram> =>
  startProgram({ name: 'Backend', file: 'backend/main.ts', env: { PORT: '0', ...env } });

async function sayingOf(refused: Promise<StartedProgram>): Promise<string> {
  const program = await refused.catch((error: Error) => error.message);
  if (typeof program === 'string') return program;
  await program.stop();
  return 'it started';
}

it('does not share its database with a process that runs, and takes it over from one that was killed', async () => {
  const env = { DATABASE_URL: `file:${path.join(folder, 'zo.db')}` };
  const first = await start(env);
  const said = await sayingOf(start(env));
  expect(said).toContain('Another process of Zo Handoff uses the database');
  expect(said).not.toContain('    at ');

  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  const second = await start(env);
  await second.stop();
  const third = await start(env);
  await third.stop();
}, 120_000);

it.each([
  ['a folder', async () => folder],
  [
    'a file that is no database',
    async () => {
      const file = path.join(folder, 'notes.txt');
      await writeFile(file, 'not a database, and long enough to be read as a header of one '.repeat(40));
      return file;
    },
  ],
])(
  'refuses %s as database, in words',
  async (_what, make) => {
    const file = await make();
    const said = await sayingOf(start({ DATABASE_URL: `file:${file}` }));
    expect(said).toContain(`The database ${file} cannot be used`);
    expect(said).not.toContain('    at ');
  },
  120_000,
);

it.each([
  ['a PostgreSQL that is not there', '127.0.0.1:9/zo', 'ECONNREFUSED'],
  ['a host that is none', 'nowhere.invalid/zo', 'ENOTFOUND'],
])(
  'refuses %s as database, in words and without the password',
  async (_what, server, reason) => {
    const said = await sayingOf(start({ DATABASE_URL: `postgres://zo:very-secret@${server}` }));
    expect(said).toContain(`The database ${server} cannot be used`);
    expect(said).toContain(reason);
    expect(said).toContain('DATABASE_URL must name a database that exists');
    expect(said).not.toContain('very-secret');
    expect(said).not.toContain('    at ');
  },
  60_000,
);

it('refuses a database that was moved to PostgreSQL, in words', async () => {
  const file = path.join(folder, 'zo.db');
  await (await openSqliteStore(file)).close();
  markMoved(file, { to: 'db.acme.test:5432/zo', movedAt: Date.UTC(2026, 10, 3, 9, 30) });
  const said = await sayingOf(start({ DATABASE_URL: `file:${file}` }));
  expect(said).toContain(
    `The database ${file} was moved to PostgreSQL, db.acme.test:5432/zo, 2026-11-03 09:30:00 UTC: `,
  );
  expect(said).toContain('Set DATABASE_URL to postgres://…@db.acme.test:5432/zo.');
  expect(said).not.toContain('    at ');
}, 60_000);

it('says which port is not free', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const said = await sayingOf(start({ PORT: String(port), DATABASE_URL: `file:${path.join(folder, 'zo.db')}` }));
  expect(said).toContain(`Cannot listen on 127.0.0.1, port ${port} (EADDRINUSE)`);
  expect(said).not.toContain('    at ');
  await new Promise((resolve) => taken.close(resolve));
}, 120_000);

it('tells a playbook file that is not there together with what else is wrong with the settings', async () => {
  const said = await sayingOf(
    start({
      DATABASE_URL: `file:${path.join(folder, 'zo.db')}`,
      HUBSPOT_PORTAL_ID: '42',
      HUBSPOT_ACCESS_TOKEN: 'token',
      PLAYBOOK: path.join(folder, 'none.yaml'),
      ADMIN_TOKEN: 'short',
    }),
  );
  expect(said).toContain('ADMIN_TOKEN: must have at least 8 characters');
  expect(said).toContain(`PLAYBOOK: the file ${path.join(folder, 'none.yaml')} does not exist`);
}, 120_000);
