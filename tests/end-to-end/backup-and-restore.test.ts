/** `zo backup` while events come in and alerts go out, a lost disk, `zo restore`: no acknowledged event, no second alert. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { runCommand } from '../../sandbox/demo/run-command.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { portalId, type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlarm,
  expectAlerts,
  expectHandoff,
  inventCompany,
  lastStep,
  pass,
  type TrialCompany,
  useBefore,
} from '../support/trial-company.ts';

let product: RunningProduct;
let folder: string;
const dayMs = 86_400_000;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-backups-'));
  product = await startProduct();
}, 60_000);
afterAll(async () => {
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

const zo = (...args: string[]) =>
  runCommand('backend/cli/zo.ts', args, { DATABASE_URL: `file:${product.databaseFile}` }, 60_000);

async function inventCompanies(words: string, count: number): Promise<TrialCompany[]> {
  const companies = Array.from({ length: count }, () => inventCompany(words));
  for (const company of companies) await addToHubspot(product, company);
  return companies;
}

it('brings back every event acknowledged before the backup, and posts no alert twice', async () => {
  const file = path.join(folder, 'zo.backup');
  // Their alerts are out; theirs wait, because Slack asks to slow down, while the backup is made; theirs are to come.
  const told = await inventCompanies('Told', 1);
  const telling = await inventCompanies('Telling', 4);
  const next = await inventCompanies('Next', 2);
  await cross(product, told[0]!);
  await expectAlerts(product, told[0]!, 2);
  for (const company of next) await product.send(useBefore(product, company));
  const slowDown = { match: { method: 'chat.postMessage' }, mode: 'rate-limit', retryAfterSeconds: 1, times: 1_000 };
  await product.slack('POST', '/sandbox/failures', slowDown);
  for (const company of telling) {
    await cross(product, company);
    await expectHandoff(product, company, 'assigned', ({ alerts }) => Object.keys(alerts).length === 2);
  }

  const load = startLoad();
  const isLoaded = () => (load.acknowledged.length > 20 ? { value: true } : { instead: `${load.acknowledged.length}` });
  await waitUntil('events to come in', isLoaded, 10_000);
  const acknowledgedBefore = [...load.acknowledged];
  const backup = await zo('backup', file, '--json');
  const acknowledgedLater = await load.end();
  expect(backup).toMatchObject({ exitCode: 0 });
  expect(await zo('backup', file)).toMatchObject({ exitCode: 1, output: expect.stringContaining('exists already') });

  await product.slack('DELETE', '/sandbox/failures');
  for (const company of next) await product.send([lastStep(product, company)]);
  for (const company of [...telling, ...next]) await expectAlerts(product, company, 2, 30_000);
  const messagesBefore = (await product.slack<{ messages: unknown[] }>('GET', '/sandbox/state')).messages.length;

  expect(await zo('restore', file)).toMatchObject({ exitCode: 1, output: expect.stringContaining('A server runs on') });
  await product.kill();
  const restored = await zo('restore', file);
  expect(restored).toMatchObject({ exitCode: 0, output: expect.stringContaining('Start the server.') });
  await product.start();

  const kept = messageIdsIn(product.databaseFile);
  expect(acknowledgedBefore.filter((id) => !kept.has(id))).toEqual([]);
  expect(acknowledgedLater.length).toBeGreaterThan(acknowledgedBefore.length);

  await expectAlarm(product, 'The database was restored from a backup');
  const { checks } = await product.admin<{ checks: { detail: string; remedy: string }[] }>('GET', '/doctor');
  const restoring = checks.find(({ detail }) => detail.startsWith('The database was restored from a backup'));
  expect(restoring?.remedy).toMatch(
    /^It ends by itself\. Settle what is unconfirmed with `zo unconfirmed`.*`zo replay FILE`/,
  );
  // Whoever crossed after the backup crosses again, from events that their senders send again.
  for (const company of next) await product.send([lastStep(product, company)]);
  await pass(4_000);
  for (let minute = 0; minute < 8; minute += 1) {
    await product.clock.advance(30_000);
    await pass(300);
  }
  for (const company of [...told, ...telling, ...next]) expect(await alertsAbout(product, company)).toHaveLength(2);
  const { messages } = await product.slack<{ messages: unknown[] }>('GET', '/sandbox/state');
  expect(messages).toHaveLength(messagesBefore);
  await expectAlarm(product, /the alert of handoff \d+ .*may or may not have been posted: the database was restored/i);

  await product.clock.advance(10 * 60_000);
  const [fresh] = await inventCompanies('Fresh', 1);
  await cross(product, fresh!);
  await expectAlerts(product, fresh!, 2);
  await waitUntil(
    'the alarm of the restore to end',
    async () => {
      const { alarms } = await product.portal();
      const left = alarms.filter(({ key }) => key === 'restored');
      return left.length === 0 ? { value: true } : { instead: left[0]!.message };
    },
    5_000,
  );
}, 120_000);

function messageIdsIn(databaseFile: string): Set<string> {
  const database = new Database(databaseFile, { readonly: true });
  try {
    const rows = database.prepare('SELECT message_id FROM message_ids WHERE portal_id = ?').all(portalId);
    return new Set((rows as { message_id: string }[]).map((row) => row.message_id));
  } finally {
    database.close();
  }
}

/** Events of people who never cross, one request after the other. */
function startLoad() {
  const acknowledged: string[] = [];
  let ended = false;
  const sending = (async () => {
    for (let count = 0; !ended; count += 1) {
      const messageId = `load-${count}`;
      const timestamp = new Date(product.clock.now() - 30 * dayMs).toISOString();
      await product.send([{ type: 'track', userId: `user-${count % 50}`, event: 'Idle', messageId, timestamp }]);
      acknowledged.push(messageId);
    }
  })();
  return {
    acknowledged,
    async end(): Promise<string[]> {
      ended = true;
      await sending;
      return acknowledged;
    },
  };
}
