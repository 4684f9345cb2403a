/** `zo backfill` against a server with a real database, over real HTTP. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { addBackfill } from '../../../backend/cli/backfill.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { repository } from '../../repository/source-files.ts';
import { type BackfillServer, backfillPortal, startBackfillServer } from '../../support/backfill-server.ts';
import { posthogEvent, segmentTrack, warehouseTrack } from '../../support/export-samples.ts';
import { readCsv } from '../../support/read-csv.ts';
import { runZo } from '../../support/run-zo.ts';

let folder: string;
let server: BackfillServer;
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-backfill-'));
});
beforeEach(async () => {
  server = await startBackfillServer();
});
afterEach(() => server.close());
afterAll(() => rm(folder, { recursive: true, force: true }));

const zo = (...words: string[]) => runZo(server.url, [addBackfill], ['backfill', '--no-wait', ...words]);
/** In a process of its own. */
function alone(...words: string[]): Promise<{ code: number; stderr: string }> & { interrupt(): void } {
  const tool = path.join(repository, 'backend/cli/zo.ts');
  const env = { ...process.env, NODE_OPTIONS: '', ZO_URL: server.url, ADMIN_TOKEN: 'token' };
  const child = spawn(process.execPath, [tool, 'backfill', '--no-wait', ...words], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, stderr }));
  return Object.assign(ended, { interrupt: () => void child.kill('SIGINT') });
}
async function file(content: string | Buffer, name = `export-${made}.ndjson`): Promise<string> {
  made += 1;
  const at = path.join(folder, `${made}-${name}`);
  await writeFile(at, content);
  return at;
}
const totalOf = async (userId: string) =>
  (await server.store.personByIdentity(backfillPortal, `u:${userId}`))?.usage.signals['key action']?.total ?? 0;

/** Rows of a Segment export: every tenth is broken. */
function lines(count: number, user = 'sarah'): string[] {
  return Array.from({ length: count }, (_, index) => {
    const timestamp = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString();
    const row = { type: 'track', event: 'Report Created', userId: user, messageId: `${user}-${index}`, timestamp };
    return JSON.stringify(index % 10 === 9 ? { ...row, timestamp: 'yesterday' } : row);
  });
}

it('loads a file, says what it is, sums up what was rejected and why, and ends with 0', async () => {
  const at = await file(lines(25).join('\n'));
  const { code, stdout, stderr } = await zo(at);
  expect(stderr).toContain(`${at}: a Segment export, one JSON object a line`);
  expect(stdout).toContain(`${at}: 23 rows loaded, 2 rejected.`);
  expect(stdout).toContain('2 × timestamp is not an ISO 8601 date');
  expect(stdout).toContain(`${at}, line 10: timestamp is not an ISO 8601 date`);
  expect([code, await totalOf('sarah')]).toEqual([0, 23]);
});

it('a row whose e-mail address is none is told by its line, and loaded without it', async () => {
  const row = (email: string, day: number) => ['Report Created', `user-${day}`, email, `2026-01-0${day}`].join(',');
  const rows = [row('sarah@finpilot.test', 1), row('not an address', 2), row('', 3), row('null', 4)];
  const at = await file(['event,user_id,email,timestamp', ...rows].join('\n'), 'export.csv');
  const words = 'its e-mail address is none; the row is taken without it';
  const looked = await runZo('http://127.0.0.1:1', [addBackfill], ['backfill', '--dry-run', at], '');
  expect(looked.stdout).toContain('4 rows could be loaded');
  expect(looked.stdout).toContain(`${at}, line 3: ${words}`);
  const report = path.join(folder, 'addresses.ndjson');
  const { stdout, code } = await zo('--strict', '--rejected', report, at);
  expect(stdout).toContain(`${at}: 4 rows loaded, 0 rejected.`);
  expect(stdout).toContain(`1 × ${words}`);
  expect(JSON.parse(await readFile(report, 'utf8'))).toEqual({ file: at, line: 3, reason: words });
  expect(await Promise.all([1, 2, 3, 4].map((day) => totalOf(`user-${day}`)))).toEqual([1, 1, 1, 1]);
  expect(code).toBe(1);
});

it('run again says when it was loaded, and with --restart counts nothing twice', async () => {
  const at = await file(lines(25).join('\n'));
  await zo(at);
  const again = await zo(at);
  expect(again.stderr).toContain('loaded on');
  expect(server.rowRequests()).toBe(1);
  const restarted = await zo('--restart', at);
  expect(restarted.stdout).toContain('0 rows loaded, 23 known already, 2 rejected.');
  expect(await totalOf('sarah')).toBe(23);
});

it.each([
  [
    'CSV',
    (rows: Record<string, string>[]) =>
      `event,user_id,timestamp\r\n${rows.map((row) => `${row.event},"${row.userId}",${row.timestamp}\r\n`).join('')}`,
  ],
  ['a JSON array', (rows: Record<string, string>[]) => JSON.stringify(rows)],
  ['JSON lines', (rows: Record<string, string>[]) => rows.map((row) => JSON.stringify(row)).join('\n')],
])(
  'rows of %s that have no id of their own count once, in whatever order files with them are loaded',
  async (_name, print) => {
    const rows = Array.from({ length: 9 }, (_, index) => ({
      event: 'Report Created',
      userId: 'sarah',
      timestamp: `2026-01-0${index + 1}T10:00:00Z`,
    }));
    await zo(await file(print(rows.slice(0, 6))));
    await zo(await file(print(rows.slice(3))));
    expect(await totalOf('sarah')).toBe(9);
  },
);

it('tells exports of PostHog and of warehouses, gzipped or not, several at once', async () => {
  const posthog = await file(gzipSync(`${JSON.stringify(posthogEvent)}\n`), 'events.jsonl.gz');
  const warehouse = await file(JSON.stringify(warehouseTrack), 'tracks.json');
  const segment = await file(JSON.stringify([segmentTrack]), 'segment.json');
  const { stdout } = await zo('--json', posthog, warehouse, segment);
  const { files } = JSON.parse(stdout);
  expect(
    files.map((one: { format: string; backfill: { counts: object } }) => [one.format, one.backfill.counts]),
  ).toEqual([
    ['a PostHog export, one JSON object a line', { accepted: 1, duplicates: 0, rejected: 0, skipped: 0 }],
    [
      'a Segment export from a warehouse, one JSON object a line',
      { accepted: 1, duplicates: 0, rejected: 0, skipped: 0 },
    ],
    ['a Segment export, a JSON array', { accepted: 1, duplicates: 0, rejected: 0, skipped: 0 }],
  ]);
  const person = await server.store.personByIdentity(backfillPortal, 'u:sarah');
  expect(person?.usage.signals['key action']?.total).toBe(3);
  expect(person?.profile).toMatchObject({ email: 'sarah@finpilot.test', plan: 'free' });
  expect((await server.store.company(backfillPortal, person!.companyId!))?.profile.groupIds).toEqual(['finpilot']);
});

it('writes every rejected line to a file, of several files, as JSON lines or as CSV that no spreadsheet takes for formulas', async () => {
  const one = await file(lines(25).join('\n'));
  const two = await file('=cmd,user_id,timestamp\n=1+1,u,2026-01-01\nA,u\n', '=cmd.csv');
  const [report, table] = [path.join(folder, 'rejected.ndjson'), path.join(folder, 'rejected.csv')];
  await zo('--rejected', report, one);
  expect(
    (await readFile(report, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { file: one, line: 10, reason: 'timestamp is not an ISO 8601 date' },
    { file: one, line: 20, reason: 'timestamp is not an ISO 8601 date' },
  ]);
  const before = process.cwd();
  process.chdir(folder);
  const name = path.basename(two).replace(/^\d+-/, '');
  await writeFile(path.join(folder, name), await readFile(two));
  await zo('--rejected', table, '--restart', one);
  await zo('--rejected', table, '--map', 'event==cmd', name);
  process.chdir(before);
  expect(readCsv(await readFile(table, 'utf8'))).toEqual([
    ['file', 'line', 'reason'],
    [one, '10', 'timestamp is not an ISO 8601 date'],
    [one, '20', 'timestamp is not an ISO 8601 date'],
    ["'=cmd.csv", '3', 'has 2 values, and the header 3 columns'],
  ]);
});

it('--strict ends with 1 where anything was rejected, and with 0 where nothing was', async () => {
  expect((await zo('--strict', await file(lines(25).join('\n')))).code).toBe(1);
  expect((await zo('--strict', await file(lines(9, 'tim').join('\n')))).code).toBe(0);
});

it('--dry-run needs no server, loads nothing, and says which events there are', async () => {
  const at = await file(lines(25).join('\n'));
  const { stdout, code } = await runZo('http://127.0.0.1:1', [addBackfill], ['backfill', '--dry-run', at], '');
  expect(stdout).toContain('23 rows could be loaded, from 2026-01-01 to 2026-01-01 (UTC); 0 left out, 2 rejected.');
  expect(stdout).toContain('23 × Report Created');
  expect(code).toBe(0);
  expect(server.rowRequests()).toBe(0);
});

it.each([
  ['needs a column', 'event,time\nA,2026-01-01\n', 'has no column that says whose each event is (name it with --map'],
  ['has no header', 'A,u,2026-01-01\nB,u,2026-01-02\n', 'Its first line must name the columns.'],
  ['is Latin-1', Buffer.from('événement,user_id\n', 'latin1'), 'is not UTF-8: save the file as UTF-8'],
  ['is something else', Buffer.from([1, 0, 2, 3, 0, 10, 4]), 'is no text: export it as JSON lines or CSV'],
  ['has old line ends', 'event,user_id,timestamp\rA,u,2026-01-01\r', 'end with a carriage return alone'],
  ['is one JSON object over many lines', '{\n  "type": "track"\n}\n', 'no JSON object in any of its first lines'],
  ['is a JSON array that is cut off', '[{"type":"track","event":"A"}, {', 'holds a JSON array that ends in the middle'],
  ['is empty', '', 'is empty'],
  ['is Parquet', Buffer.from('PAR1xxxx'), 'is a Parquet file: export it as JSON lines or CSV'],
  ['is UTF-16', Buffer.from('\ufeffevent', 'utf16le'), 'is UTF-16: save it as UTF-8'],
  [
    'is cut off',
    gzipSync(Buffer.from(lines(2_000).join('\n'))).subarray(0, 4_000),
    'ends in the middle of what is compressed',
  ],
])('a file that %s is refused with its name and what to do', async (_what, content, words) => {
  const at = await file(content);
  const { code, stderr } = await zo(at);
  expect(stderr).toContain(`${at} `);
  expect(stderr).toContain(words);
  expect(code).toBe(1);
});

it('a row of another encoding is rejected, not kept garbled', async () => {
  const rows = Buffer.from(
    'event,user_id,timestamp\nCafé,sarah,2026-01-01\nReport Created,sarah,2026-01-01\n',
    'latin1',
  );
  const { stdout } = await zo(await file(rows, 'latin1.csv'));
  expect(stdout).toContain('1 row loaded, 1 rejected.');
  expect(stdout).toContain('line 2: not UTF-8: save the file as UTF-8, and load it again');
});

it('a file that cannot be read, or not to its end, keeps none of the others from being loaded', async () => {
  const [empty, cut, good] = [
    await file('', 'part-0.ndjson'),
    await file(`[${lines(2, 'cut').join(',')},{"type":`, 'part-1.json'),
    await file(lines(9).join('\n'), 'part-2.ndjson'),
  ];
  const { code, stdout, stderr } = await zo(empty, cut, good);
  expect(stdout).toContain(`${good}: 9 rows loaded, 0 rejected.`);
  expect(stderr).toContain(`${empty} is empty.`);
  expect(stderr).toContain(`${cut} holds a JSON array that ends in the middle`);
  expect([code, await totalOf('sarah')]).toEqual([1, 9]);
});

it('a table of a spreadsheet may have empty columns behind the last', async () => {
  const rows = 'event,user_id,timestamp,,\nReport Created,sarah,2026-01-01,,\nReport Created,sarah,2026-01-02,,,,\n';
  const { stdout } = await zo(await file(rows, 'sheet.csv'));
  expect(stdout).toContain('2 rows loaded, 0 rejected.');
});

it('a file that does not exist is told so', async () => {
  const { code, stderr } = await zo(path.join(folder, 'nowhere.csv'));
  expect([code, stderr]).toEqual([1, expect.stringContaining('nowhere.csv does not exist.')]);
});

it('stops between two requests on Ctrl-C, with 130, and the same command goes on from there', async () => {
  const at = await file(lines(10_000).join('\n'));
  const run = alone(at);
  await waitUntil(
    'rows to have been loaded',
    async () => ((await totalOf('sarah')) > 0 ? { value: true } : { instead: 'none' }),
    20_000,
    10,
  );
  run.interrupt();
  const { code, stderr } = await run;
  expect([code, stderr]).toEqual([130, expect.stringContaining('Stopped. The same command goes on from there.')]);
  const [stopped] = await server.store.backfills(backfillPortal, 1);
  expect(stopped!.endedAt).toBeNull();
  expect(stopped!.reached.line).toBeLessThan(10_000);
  const again = await zo(at);
  expect(again.stderr).toContain(`goes on behind line ${stopped!.reached.line.toLocaleString('en-US')}`);
  expect(again.stdout).toContain('9,000 rows loaded, 1,000 rejected.');
  expect(await totalOf('sarah')).toBe(9_000);
}, 60_000);

it('goes on where an earlier run stood, tells so, and the report has every rejected line once', async () => {
  const all = lines(3_000);
  const at = await file(all.join('\n'));
  const report = path.join(folder, 'resumed.ndjson');
  // The first 1,200 rows are loaded; then the tool is gone, before it had heard of the last 500 of them.
  const half = await file(`${all.slice(0, 1_200).join('\n')}\n`);
  const order = await import('../../../backend/cli/backfill/open-export.ts');
  const options = { format: 'auto' as const, map: [], wait: false };
  const key = order.orderOf(await order.openExport(at, options), options);
  const first = order.orderOf(await order.openExport(half, options), options);
  await zo('--rejected', report, half);
  server.store.connection.database
    .prepare('UPDATE backfills SET backfill_key = ?, file_key = ?, ended_at = NULL WHERE backfill_key = ?')
    .run(key.key, key.fileKey, first.key);
  const told = (await readFile(report, 'utf8')).replaceAll(half, at).trim().split('\n');
  await writeFile(report, `${told.slice(0, 107).join('\n')}\n{"file":"${at}","line":99`);

  const { stdout, stderr } = await zo('--rejected', report, at);
  expect(stderr).toContain('goes on behind line 1,200');
  expect(stdout).toContain('2,700 rows loaded, 300 rejected.');
  expect(await totalOf('sarah')).toBe(2_700);
  const reported = (await readFile(report, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).line);
  expect(reported).toEqual(Array.from({ length: 300 }, (_, index) => 10 + index * 10));
});

it('answers and requests that are lost on their way, in any order, change nothing', async () => {
  const rows = lines(1_600).join('\n');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('answer', 'request'), { minLength: 1, maxLength: 2 }), async (losses) => {
      await server.close();
      server = await startBackfillServer();
      server.loseAnswers(losses.filter((loss) => loss === 'answer').length);
      server.loseRequests(losses.filter((loss) => loss === 'request').length);
      const at = await file(rows);
      const report = path.join(folder, `lost-${made}.ndjson`);
      const { stdout } = await zo('--rejected', report, at);
      expect(stdout).toContain('1,440 rows loaded, 160 rejected.');
      const reported = (await readFile(report, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).line);
      expect(reported).toEqual(Array.from({ length: 160 }, (_, index) => 10 + index * 10));
      expect(await totalOf('sarah')).toBe(1_440);
    }),
    { numRuns: 6 },
  );
}, 60_000);

it('history that may have come while its ids are forgotten is refused until it is left out, or said to be new', async () => {
  const { database } = server.store.connection;
  const at = Date.UTC(2026, 0, 1, 0, 10);
  database.prepare('UPDATE portals SET created_at = ? WHERE portal_id = ?').run(at, backfillPortal);
  database
    .prepare("INSERT INTO forgotten VALUES (?, 'messageIds', ?, 1, ?)")
    .run(backfillPortal, Date.UTC(2026, 1, 1), Date.UTC(2026, 1, 15));
  const rows = await file(lines(25).join('\n'));
  const refused = await zo(rows);
  expect([refused.code, server.rowRequests()]).toEqual([1, 0]);
  expect(refused.stderr).toContain('Leave them out with --before 2026-01-01');
  expect(refused.stderr).toContain('If none of its rows has come before, say --new');

  const before = await zo('--before', '2026-01-01T00:10:00Z', rows);
  expect(before.stdout).toContain('9 rows loaded, 14 left out, 2 rejected.');
  const isNew = await zo('--new', rows);
  expect(isNew.stdout).toContain('14 rows loaded, 9 known already, 2 rejected.');
  expect(await totalOf('sarah')).toBe(23);
});

it('two runs of one command at once count everything once, and the later one says what is up', async () => {
  const at = await file(lines(2_500).join('\n'));
  const runs = await Promise.all([alone(at), alone(at), alone(at)]);
  expect(await totalOf('sarah')).toBe(2_250);
  const [backfill] = await server.store.backfills(backfillPortal, 5);
  expect(backfill).toMatchObject({ counts: { accepted: 2_250, duplicates: 0, rejected: 250 } });
  expect(runs.map(({ code }) => code)).toContain(0);
  for (const { code, stderr } of runs.filter((run) => run.code !== 0)) {
    expect([code, stderr]).toEqual([1, expect.stringContaining('another run of the same command is loading it')]);
  }
}, 60_000);

it('the same file read otherwise is told of, and --list tells of both', async () => {
  const at = await file('what,event,user_id,timestamp\nB,A,u,2026-01-01\n');
  await zo(at);
  const { stderr } = await zo('--map', 'event=what', at);
  expect(stderr).toContain('This file was loaded before, read as');
  const { stdout } = await zo('--list');
  expect(stdout.trim().split('\n')).toHaveLength(2);
  expect(stdout).toContain('1 row loaded, 0 rejected');
  const entries = await server.store.auditEntries(backfillPortal, { limit: 5 });
  expect(entries.map(({ deed }) => deed)).toEqual(['backfill', 'backfill']);
});
