/** `zo migrate-store` as an operator sees it. */
import { runCommand } from '../../../sandbox/demo/run-command.ts';
import { askPostgres, databaseFolder, fillEveryTable, makeDatabase } from '../../support/moved-store.ts';
import { createTestDatabase } from '../../support/postgres.ts';

const newFile = databaseFolder();
let file: string;
let to: string;
beforeAll(async () => {
  file = newFile();
  await makeDatabase(file, (store) => fillEveryTable(store, [1], 12));
  to = await createTestDatabase();
}, 180_000);

const secret = 'correct-horse-battery';
const withPassword = (url: string) => url.replace('@', `:${secret}@`);
const placeOf = (url: string) => url.slice(url.indexOf('@') + 1);

const zo = async (args: string[], env: Record<string, string> = {}) => {
  const { exitCode, output } = await runCommand('backend/cli/zo.ts', ['migrate-store', ...args], env, 120_000);
  expect(output).not.toContain(secret);
  return { exitCode, output };
};

it('shows what would be moved, moves it with progress, says so when asked again, and compares once more', async () => {
  const args = ['--from', `file:${file}`, '--to', withPassword(to)];
  const preview = await zo([...args, '--dry-run']);
  expect(preview).toMatchObject({
    exitCode: 0,
    output: expect.stringMatching(/^[\d,]+ rows in \d+ tables of .* would be moved/),
  });
  expect(preview.output).toContain(`${placeOf(to)} is empty.`);
  expect(preview.output).toMatch(/^ {2}events +12$/m);
  expect(preview.output).toContain('Nothing was changed.');

  const moved = await zo([...args, '--chunk', '5']);
  expect(moved.exitCode).toBe(0);
  expect(moved.output).toMatch(/^Moving \w+: \d+ %$/m);
  expect(moved.output).toMatch(/rows in \d+ tables moved and compared: both databases hold the same\.$/m);
  expect(moved.output).toContain(`Set DATABASE_URL to postgres://…@${placeOf(to)} and start the server.`);
  expect(await askPostgres(to, 'SELECT count(*) AS n FROM events')).toEqual([{ n: '12' }]);

  // DATABASE_URL is where from when nothing else is said.
  const again = await zo(['--to', to], { DATABASE_URL: `file:${file}` });
  expect(again).toMatchObject({
    exitCode: 0,
    output: expect.stringMatching(/^Everything was moved and compared already, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.$/m),
  });

  const compared = await zo([...args, '--verify-only', '--json']);
  const json = JSON.parse(compared.output.trim().split('\n').at(-1)!);
  expect(compared.exitCode).toBe(0);
  expect(json).toMatchObject({ from: file, to: placeOf(to), differences: [], seconds: expect.any(Number) });
  expect(json.tables).toContainEqual({ table: 'events', rows: 12 });

  const undone = await zo(['--from', `file:${file}`, '--undo']);
  expect(undone).toMatchObject({ exitCode: 0, output: expect.stringMatching(/ is not marked as moved any more\. /) });
  expect(undone.output).toContain(`Let no server run on ${placeOf(to)}, set DATABASE_URL to file:${file}`);
  const undoneTwice = await zo(['--from', `file:${file}`, '--undo']);
  expect(undoneTwice).toEqual({ exitCode: 1, output: `${file} is not marked as moved: there is nothing to undo.\n` });
}, 300_000);

it('names what differs when both are compared again', async () => {
  const [compared, url] = [newFile(), await createTestDatabase()];
  await makeDatabase(compared, (store) => fillEveryTable(store, [1], 12));
  const args = ['--from', `file:${compared}`, '--to', url];
  expect(await zo(args)).toMatchObject({ exitCode: 0 });
  await askPostgres(
    url,
    'DELETE FROM events WHERE seq = 100007',
    "UPDATE grants SET granted_by = '' WHERE portal_id = 1",
  );
  const differing = await zo([...args, '--verify-only']);
  expect(differing.exitCode).toBe(1);
  expect(differing.output).toContain(
    '  events, portal 1: 12 rows in SQLite, 11 in PostgreSQL; the first: seq 100007 is missing',
  );
  expect(differing.output).toMatch(/ {2}grants, portal 1: 12 rows in both; the first: email .* differs in granted_by/);
}, 300_000);

it.each([
  ['without a database to move into', [], "required option '--to <url>' not specified"],
  ['into what is no PostgreSQL', ['--to', 'file:x.db'], '--to must be postgres://USER@HOST:5432/DATABASE.'],
  ['into a server and no database', ['--to', 'postgres://zo@127.0.0.1'], '--to must be postgres://'],
  ['from what is no file', ['--to', 'postgres://zo@h/zo', '--from', 'zo.db'], '--from must be file:PATH, such as'],
  ['by chunks of nothing', ['--to', 'postgres://zo@h/zo', '--chunk', '0'], 'It must be a whole number from 1'],
  [
    'both looking ahead and back',
    ['--to', 'postgres://zo@h/zo', '--dry-run', '--verify-only'],
    'Say only one of --dry-run, --verify-only and --undo.',
  ],
])(
  'refuses to move %s',
  async (_what, args, words) => {
    const { exitCode, output } = await zo(args, { DATABASE_URL: 'file:/nowhere/zo.db' });
    expect([exitCode, output]).toEqual([1, expect.stringContaining(words)]);
    expect(output).not.toContain('    at ');
  },
  30_000,
);

it('says what to name when DATABASE_URL is the PostgreSQL database already', async () => {
  const { exitCode, output } = await zo(['--to', to], { DATABASE_URL: to });
  expect([exitCode, output]).toEqual([1, 'DATABASE_URL names no SQLite file: say which one with --from file:PATH.\n']);
}, 120_000);

it('never shows the password, wherever it stands and whatever goes wrong', async () => {
  const from = ['--from', `file:${file}`];
  const places = [
    `postgres://zo:${secret}@127.0.0.1:9/zo`,
    `postgres://127.0.0.1:9/zo?user=zo&password=${secret}`,
    `postgres://zo:${secret}@127.0.0.1:port/zo`,
    withPassword(to).replace(/zo_\w+$/, 'no_such_database'),
  ];
  for (const place of places) {
    const { exitCode, output } = await zo([...from, '--to', place]);
    expect([exitCode, output]).toEqual([1, expect.stringMatching(/cannot be used: |--to must be /)]);
  }
}, 180_000);
