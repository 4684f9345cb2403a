/**
 * The service runs on SQLite, is stopped in the middle of its work, moved by `zo migrate-store`, and started on PostgreSQL: whatever
 * was open goes on there, nobody is alerted twice, and nothing counts twice.
 */
import type { Handoff } from '../../backend/handoff/handoff.ts';
import { runCommand } from '../../sandbox/demo/run-command.ts';
import { createTestDatabase } from '../support/postgres.ts';
import type { RunningProduct } from '../support/running-product.ts';
import { expectAlert, press, type Somebody, startWithButtons } from '../support/slack-hands.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlerts,
  expectHandoff,
  expectValues,
  handoffsOf,
  inventCompany,
  lastStep,
  pass,
  type TrialCompany,
  track,
  useBefore,
} from '../support/trial-company.ts';

let product: RunningProduct;
let to: string;

beforeAll(async () => {
  to = await createTestDatabase();
  product = await startWithButtons();
}, 120_000);
afterAll(() => product?.stop());

const migrateStore = () => {
  const args = ['migrate-store', '--from', `file:${product.databaseFile}`, '--to', to];
  return runCommand('backend/cli/zo.ts', args, {}, 60_000);
};

async function invented(words: string): Promise<TrialCompany> {
  const company = inventCompany(words);
  await addToHubspot(product, company);
  return company;
}

const isPosted = ({ alerts }: Handoff) => Object.values(alerts).filter(({ state }) => state === 'posted').length === 2;

it('goes on with what was open, alerts nobody twice and counts nothing twice', async () => {
  // One has been alerted about; the alert of one waits, because Slack asks to slow down; one lacks the last step.
  const told = await invented('Told');
  await cross(product, told);
  const before = await expectHandoff(product, told, 'alerted', isPosted);
  const telling = await invented('Telling');
  const next = await invented('Next');
  const slowDown = { match: { method: 'chat.postMessage' }, mode: 'rate-limit', retryAfterSeconds: 1, times: 1_000 };
  await product.slack('POST', '/sandbox/failures', slowDown);
  await cross(product, telling);
  await expectHandoff(product, telling, 'assigned', ({ alerts }) => Object.keys(alerts).length === 2);
  await product.send(useBefore(product, next));
  await expectValues(product, next.champion.email, { zo_pql_score: '65' });
  const sent = track(told.teammate, 'Dashboard Viewed', new Date(product.clock.now()).toISOString());
  expect(await product.send([sent])).toMatchObject({ accepted: 1, duplicates: 0 });

  expect(await migrateStore()).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining(`A server runs on ${product.databaseFile}: stop it`),
  });
  await product.end();
  expect(await migrateStore()).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining('moved and compared: both databases hold the same.'),
  });
  await product.slack('DELETE', '/sandbox/failures');
  await product.start({ DATABASE_URL: to });

  expect(await product.send([sent])).toMatchObject({ accepted: 0, duplicates: 1 });
  await product.send([lastStep(product, next)]);
  for (let round = 0; round < 5; round += 1) {
    await pass(250);
    await product.clock.advance(5_000);
  }
  for (const company of [telling, next]) await expectAlerts(product, company, 2);

  // Who was told before the move takes it on after it: the same handoff, the same message.
  const owner = before.owner!.email.split('@')[0] as Somebody;
  const message = await expectAlert(product, told, `dm:${owner}`);
  expect(await press(product, message, owner, 'zo_accept')).toMatchObject({ acknowledged: true, status: 200 });
  await expectAlert(product, told, '#pql-handoff', 'On it since');
  const [handoff, ...others] = await handoffsOf(product, told.champion.email);
  expect([handoff!.handoffId, others]).toEqual([before.handoffId, []]);
  expect(handoff!.acceptedAt).toEqual(expect.any(Number));

  await pass(1_500);
  for (const company of [told, telling, next]) {
    expect(await alertsAbout(product, company)).toHaveLength(2);
    expect(await handoffsOf(product, company.champion.email)).toHaveLength(1);
  }

  // Nobody takes the others on: their clocks run on, too.
  await product.clock.advance(3 * 60 * 60_000);
  for (const company of [telling, next]) {
    await expectHandoff(product, company, 'overdue', ({ status }) => status === 'breached');
  }
}, 180_000);
