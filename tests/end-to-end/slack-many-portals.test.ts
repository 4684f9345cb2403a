/** Portals of one service, installed by OAuth, that share a Slack workspace: each connects, loses and keeps it for itself. */
import { type SlackTabAnswer, settingsPaths } from '@zo/shared';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/start-slack-sandbox.ts';
import { type OauthWorld, startOauthWorld } from '../support/oauth-world.ts';
import { askForLink, type Connectable, connectSlack, registerApp, slackBrowser } from '../support/slack-browser.ts';

const acme = { portalId: 7001, email: 'ops@acme.test', user: 'U0OPS0001' };
const sister = { portalId: 7002, email: 'maria@acme.test', user: 'U0MARIA01' };
type Member = typeof acme;

let world: OauthWorld;
let slack: SlackSandbox;

beforeAll(async () => {
  slack = await startSlackSandbox({ rateLimits: false, clock: { now: () => world?.clock.now() ?? Date.now() } });
  const { clientId, clientSecret, signingSecret } = slack.control.app;
  world = await startOauthWorld({
    SLACK_API_URL: slack.apiUrl,
    SLACK_APP_URL: slack.url,
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    SLACK_SIGNING_SECRET: signingSecret,
  });
  for (const { portalId, email } of [acme, sister]) {
    await world.addPortal(portalId, email);
    await world.install(portalId, { userEmail: email });
    await world.untilProvisioned(portalId);
  }
  await registerApp(settingsOf(acme));
}, 90_000);
afterAll(async () => {
  await world?.stop();
  await slack?.close();
}, 30_000);

function settingsOf({ portalId, email }: Member): Connectable {
  return {
    url: () => world.url,
    slackUrl: slack.url,
    async post<Answer>(path: string, body: object, as = email) {
      return (await world.asPage(portalId, as, path, body)).answer as Answer;
    },
  };
}

async function statusOf({ portalId, email }: Member): Promise<string> {
  const { answer } = (await world.asPage(portalId, email, settingsPaths.slack)) as { answer: SlackTabAnswer };
  return answer.status === 'ready' ? answer.connection.status : answer.status;
}
const statuses = () => Promise.all([statusOf(acme), statusOf(sister)]);
const alarms = async ({ portalId }: Member) => {
  const view = await world.admin<{ alarms: { key: string }[] }>('GET', `/portals/${portalId}`);
  return view.alarms.map(({ key }) => key).filter((key) => key === 'slack');
};

it('is connected by each portal’s own people, to the workspace they share', async () => {
  expect(await statuses()).toEqual(['not connected', 'not connected']);
  const foreign = await settingsOf(acme).post(settingsPaths.slackLink, {}, sister.email);
  expect(foreign).toMatchObject({ status: 'refused' });
  expect((await connectSlack(settingsOf(acme), { user: acme.user })).title).toBe('Connected to Acme');
  expect(await statuses()).toEqual(['connected', 'not connected']);
  expect((await connectSlack(settingsOf(sister), { user: sister.user })).title).toBe('Connected to Acme');
  expect(await statuses()).toEqual(['connected', 'connected']);
}, 30_000);

it('two flows in one browser end each at the portal it was begun for', async () => {
  for (const one of [acme, sister]) {
    await settingsOf(one).post(settingsPaths.disconnectSlack, { requestId: `end-${one.portalId}` });
  }
  expect(await statuses()).toEqual(['lost', 'lost']);
  const browser = slackBrowser(settingsOf(acme));
  const first = await browser.visit(await askForLink(settingsOf(acme)));
  const second = await browser.visit(await askForLink(settingsOf(sister)));
  const secondBack = await browser.allow(second.location!, { user: sister.user });
  const firstBack = await browser.allow(first.location!, { user: acme.user });
  const { page } = await browser.visit(secondBack);
  expect(page.text).toContain(`the HubSpot account ${sister.portalId}`);
  expect(await statuses()).toEqual(['lost', 'connected']);
  expect((await browser.visit(firstBack)).page.text).toContain(`the HubSpot account ${acme.portalId}`);
  expect(await statuses()).toEqual(['connected', 'connected']);
}, 30_000);

it('a removal in Slack is told to both; one that connects again leaves the other as it is', async () => {
  await world.clock.advance(5_000);
  await slackControl('/sandbox/uninstall', {});
  expect(await statuses()).toEqual(['lost', 'lost']);
  expect([await alarms(acme), await alarms(sister)]).toEqual([['slack'], ['slack']]);
  await world.clock.advance(5_000);
  await connectSlack(settingsOf(acme), { user: acme.user });
  expect(await statuses()).toEqual(['connected', 'lost']);
  expect([await alarms(acme), await alarms(sister)]).toEqual([[], ['slack']]);
}, 30_000);

it('a portal that leaves HubSpot and comes back has its Slack again, without being asked', async () => {
  const left = await world.admin<unknown>('POST', `/portals/${acme.portalId}/disconnect`, { confirm: true });
  expect(left).toBeDefined();
  expect(await statusOf(acme)).not.toBe('connected');
  await world.install(acme.portalId, { userEmail: acme.email });
  expect(await statusOf(acme)).toBe('connected');
}, 30_000);

it('no token, code or secret is ever logged', () => {
  const tokens = slack.control.workspaces.flatMap(({ installation, formerTokens }) => [
    installation.token,
    ...formerTokens,
  ]);
  const { clientSecret, signingSecret } = slack.control.app;
  const text = world.logged.join('\n');
  for (const secret of [...tokens, clientSecret, signingSecret].filter((one) => one !== '')) {
    expect(text).not.toContain(secret);
  }
});

async function slackControl(route: string, body: object): Promise<void> {
  const response = await fetch(`${slack.url}${route}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}
