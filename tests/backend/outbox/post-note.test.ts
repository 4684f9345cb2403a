/** A note waits for Slack as an alert does: with a dead token nothing is given up. */
import { type Effect, type EffectOutcome, priorities } from '../../../backend/outbox/effect.ts';
import { runSlackLane } from '../../../backend/outbox/slack-lane.ts';
import { createRefusingGateway } from '../../../backend/slack/connect/refusing-gateway.ts';
import { createSlackGateway, type SlackGateway } from '../../../backend/slack/slack-gateway.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/start-slack-sandbox.ts';
import { portalState } from '../../support/handoffs.ts';

const portalId = 1234567;
const lane = 'slack:channel:C0MARKET1';
const note = {
  kind: 'post note',
  handoffId: null,
  key: 'note:1',
  lane,
  priority: priorities.routine,
  channel: 'C0MARKET1',
  text: 'Sarah went back to marketing',
} satisfies Effect;
let now: number;
const clock = { now: () => now, plausibleNows: () => [now] };
let slack: SlackSandbox;
let store: SqliteStore;

beforeEach(async () => {
  now = 1_000;
  slack = await startSlackSandbox({ rateLimits: false });
  store = await openSqliteStore(':memory:');
  await store.savePortal(portalState().portal);
  await store.enqueue(portalId, [note], now);
});
afterEach(async () => {
  await slack.close();
  await store.close();
});

const connected = () => createSlackGateway({ token: slack.token, slackApiUrl: slack.apiUrl });

async function run(gateway: SlackGateway): Promise<EffectOutcome[]> {
  const claimed = await store.claimEffects(portalId, lane, 10, now, 'lease');
  const operator = { emails: ['ops@acme.test'], canPress: true };
  const settled = await runSlackLane({ portalId, store, clock, gateway, state: portalState(), operator }, claimed);
  const outcomes = settled.map(({ effect, outcome }) => {
    return { key: effect.key, lease: 'lease', generation: effect.generation, outcome };
  });
  await store.settleEffects(portalId, outcomes, now);
  now += 60_000;
  return settled.map(({ outcome }) => outcome);
}

it('with a token that dies while it is posted, it waits, the operator is told, and it is posted once', async () => {
  slack.workspace.installation.status = 'token_revoked';
  expect(await run(connected())).toEqual([
    { outcome: 'later', afterMs: 30_000, reason: 'the token was revoked (token_revoked)' },
  ]);
  const [alarm] = await store.alarms(portalId);
  expect(alarm).toMatchObject({ key: 'slack', message: 'Alerts wait: the token was revoked (token_revoked).' });
  slack.workspace.installation.status = 'active';
  expect(await run(connected())).toMatchObject([{ outcome: 'done' }]);
  expect(await store.alarms(portalId)).toEqual([]);
  expect(await run(connected())).toEqual([]);
  expect(slack.workspace.messages.map(({ text }) => text)).toEqual([note.text]);
});

it('while the workspace is lost, Slack is asked nothing', async () => {
  expect(await run(createRefusingGateway('the token was revoked in Slack'))).toMatchObject([{ outcome: 'later' }]);
  expect(slack.control.log.entries()).toEqual([]);
  expect(await run(connected())).toMatchObject([{ outcome: 'done' }]);
});
