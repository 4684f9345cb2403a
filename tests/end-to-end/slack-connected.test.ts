/**
 * Slack connected in the settings, lost, and connected again, by the whole product: what was to be said meanwhile waits, is
 * told, and is said once.
 */
import { type SlackTabAnswer, settingsPaths } from '@zo/shared';
import { defaultClientId, defaultClientSecret } from '../../sandbox/slack/slack-app.ts';
import { defaultSigningSecret } from '../../sandbox/slack/start-slack-sandbox.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import { askAsPage } from '../support/signed-call.ts';
import { type Connectable, connectSlack, registerApp } from '../support/slack-browser.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlarm,
  expectAlerts,
  expectHandoff,
  inventCompany,
  pass,
} from '../support/trial-company.ts';

let product: RunningProduct;
let zo: Connectable;
const ops = 'ops@acme.test';

beforeAll(async () => {
  product = await startProduct({
    env: {
      SLACK_BOT_TOKEN: '',
      SLACK_CLIENT_ID: defaultClientId,
      SLACK_CLIENT_SECRET: defaultClientSecret,
      SLACK_SIGNING_SECRET: defaultSigningSecret,
      ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 9).toString('base64')}`,
    },
  });
  zo = {
    url: () => product.backendUrl,
    slackUrl: product.slackUrl,
    post: (path, body, as = ops) => askAsPage(product, path, { userEmail: as, body }),
  };
  await registerApp(zo);
}, 60_000);
afterAll(() => product?.stop());

const tab = () => askAsPage<SlackTabAnswer>(product, settingsPaths.slack, { userEmail: ops });
const checks = async () => {
  const answer = await product.admin<{ checks: { name: string; state: string; detail: string; remedy: string }[] }>(
    'GET',
    '/doctor',
  );
  return answer.checks.filter(({ name }) => name === 'Slack');
};

it('connect, test message, token revoked, alert waits, connect again, alert comes once', async () => {
  expect(await checks()).toMatchObject([{ state: 'problem', remedy: 'Connect it in the settings, under Slack.' }]);
  expect((await connectSlack(zo)).title).toBe('Connected to Acme');
  const test = await zo.post(settingsPaths.testMessage, { requestId: 'first-test-message', use: 'alerts' });
  expect(test).toMatchObject({ status: 'done', place: '#pql-handoff' });
  expect(await checks()).toMatchObject([{ state: 'ok', detail: 'connected to Acme' }]);

  await product.slack('POST', '/sandbox/revoke', {});
  expect(await tab()).toMatchObject({ connection: { status: 'lost', team: 'Acme' } });
  await expectAlarm(product, /^Alerts wait: the token was revoked in Slack/);
  expect(await checks()).toMatchObject([
    { state: 'problem', remedy: 'Connect it again in the settings, under Slack.' },
  ]);

  const company = inventCompany('Waiting');
  await addToHubspot(product, company);
  await cross(product, company);
  await expectHandoff(product, company, 'queued', ({ alerts }) =>
    Object.values(alerts).some(({ state }) => state === 'queued'),
  );
  await pass(1_000);
  expect(await alertsAbout(product, company)).toEqual([]);

  // What waits is on disk: a power cut changes nothing.
  await product.kill();
  await product.start();
  expect((await connectSlack(zo)).title).toBe('Connected to Acme');
  expect((await product.portal()).alarms.filter(({ key }) => key === 'slack')).toEqual([]);
  await product.clock.advance(60_000);
  await expectAlerts(product, company, 2);
  await product.clock.advance(10 * 60_000);
  await pass(2_000);
  const places = (await alertsAbout(product, company)).map(({ place }) => place);
  expect(places.toSorted()).toEqual([expect.stringMatching(/^#pql-handoff$/), expect.stringMatching(/^dm:/)]);
}, 90_000);
