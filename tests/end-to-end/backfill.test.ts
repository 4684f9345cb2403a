/** History loaded into the running product: listed and not alerted, handed off by what happens next, and safe to interrupt. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Backfill } from '../../backend/store/backfill-store.ts';
import type { Receipt } from '../../backend/store/receipt-store.ts';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import { runCommand } from '../../sandbox/demo/run-command.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { openBeside } from '../support/product-database.ts';
import { portalId, type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  alertsAbout,
  expectAlerts,
  expectValues,
  inventCompany,
  lastStep,
  pass,
  track,
  useBefore,
} from '../support/trial-company.ts';

let product: RunningProduct;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-history-'));
  product = await startProduct();
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

const env = () => ({ ZO_URL: product.backendUrl, ADMIN_TOKEN: 'admin-token-of-the-tests' });
const zo = (...words: string[]) => runCommand('backend/cli/zo.ts', ['backfill', ...words], env(), 120_000);
const backfills = async () => (await product.admin<{ backfills: Backfill[] }>('GET', '/backfills')).backfills;

async function save(name: string, events: Record<string, unknown>[]): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return file;
}

it('alerts nobody about the past, says so, and hands off with the next thing somebody does', async () => {
  const company = inventCompany('History');
  const { champion } = company;
  await addToHubspot(product, company);
  const ago = (ms: number) => new Date(product.clock.now() - ms).toISOString();
  const last = { ...lastStep(product, company), timestamp: ago(3_600_000) };
  const file = await save('history.ndjson', [...useBefore(product, company), last]);

  const printed = await zo(file);
  expect(printed.output).toContain('rows loaded, 0 rejected.');
  expect(printed.output).toContain('1 more person is ready by what was loaded: listed, not alerted');
  await expectValues(product, champion.email, { zo_sql_ready: 'yes', zo_handoff_gate: 'before_go_live' }, 60_000);
  const query = `?email=${encodeURIComponent(champion.email)}`;
  const { receipts } = await product.admin<{ receipts: Receipt[] }>('GET', `/receipts${query}`);
  expect(receipts.map(({ kind, body }) => [kind, (body as { byHistory?: true }).byHistory])).toEqual([
    ['refusal', true],
    ['crossing', true],
  ]);
  await pass(2_000);
  expect(await alertsAbout(product, company)).toEqual([]);

  await product.send([track(champion, 'Report Created', new Date(product.clock.now()).toISOString())]);
  const [alert] = await expectAlerts(product, company, 2, 60_000);
  expect(alert?.shown).toContain('back in the product: Report Created (history had met every condition)');
}, 240_000);

it('goes on after the server and the tool were killed, and counts nothing twice', async () => {
  const rows = 3_000;
  const start = product.clock.now() - 20 * 86_400_000;
  const events = Array.from({ length: rows }, (_, index) => ({
    type: 'track',
    event: 'Walked In',
    userId: `past-${index % 60}`,
    messageId: `past-row-${index}`,
    timestamp: new Date(start + index * 60_000).toISOString(),
  }));
  const file = await save('long.ndjson', events);
  const tool = startTool(file);
  const reached = await untilReached(500);
  await product.kill();
  tool.kill('SIGKILL');
  await once(tool, 'close');
  await product.start();

  const before = (await backfills()).find(({ name }) => name.startsWith('long.ndjson'))!;
  expect(before.reached.line).toBeGreaterThanOrEqual(reached);
  expect(before.reached.line).toBeLessThan(rows);
  const again = await zo('--no-wait', '--json', file);
  const result = JSON.parse(again.output.trim().split('\n').at(-1)!);
  expect(result.files[0].resumedBehindLine).toBe(before.reached.line);
  expect(result.files[0].backfill.counts).toEqual({ accepted: rows, duplicates: 0, rejected: 0, skipped: 0 });
  const store = await openBeside(product.databaseUrl);
  const seen = await store.eventsSeen(portalId);
  await store.close();
  expect(seen.find(({ name }) => name === 'Walked In')?.events).toBe(rows);
}, 240_000);

function startTool(file: string): ChildProcess {
  const tool = path.join(repositoryRoot, 'backend/cli/zo.ts');
  const settings = { ...process.env, NODE_OPTIONS: '', ...env() };
  return spawn(process.execPath, [tool, 'backfill', file], { env: settings, stdio: 'ignore' });
}

function untilReached(line: number): Promise<number> {
  return waitUntil<number>(
    `the file to have come to line ${line}`,
    async () => {
      const [newest] = await backfills();
      const reached = newest?.name.startsWith('long.ndjson') ? newest.reached.line : 0;
      return reached >= line ? { value: reached } : { instead: `line ${reached}` };
    },
    60_000,
    10,
  );
}
