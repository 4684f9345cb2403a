/**
 * From the installation in HubSpot to a first alert, by what the Set up tab offers: nothing but properties is made in HubSpot
 * before somebody provisions, and nothing is switched on before somebody goes live.
 */
import {
  contactCardPath,
  type FirstRunAnswer,
  firstRunPaths,
  type MakeKeyDone,
  type ProvisionDone,
  type SaveAnswer,
  settingsPaths,
  type TestAlertDone,
} from '@zo/shared';
import { addDoctor } from '../../backend/cli/doctor.ts';
import type { Check } from '../../backend/portals/doctor.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/start-slack-sandbox.ts';
import { type OauthWorld, oauthAdminToken, startOauthWorld } from '../support/oauth-world.ts';
import { runZo } from '../support/run-zo.ts';
import { type Connectable, connectSlack, registerApp } from '../support/slack-browser.ts';

const portalId = 7301;
const email = 'maria@acme.test';
let world: OauthWorld;
let slack: SlackSandbox;
let settings: Connectable;
let writeKey = '';
/** As it was when the app had just been installed. */
let before: Held;

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
  await world.addPortal(portalId, email, { seed: 'acme' });
  await world.install(portalId, { userEmail: email });
  await world.untilProvisioned(portalId);
  settings = {
    url: () => world.url,
    slackUrl: slack.url,
    post: async <Answer>(path: string, body: object) =>
      (await world.asPage(portalId, email, path, body)).answer as Answer,
  };
  await registerApp(settings);
}, 90_000);
afterAll(async () => {
  await world?.stop();
  await slack?.close();
}, 30_000);

async function firstRun() {
  const { answer } = (await world.asPage(portalId, email, firstRunPaths.tab)) as { answer: FirstRunAnswer };
  if (answer.status !== 'ready') throw new Error(answer.status);
  return answer;
}
async function step(name: string) {
  return (await firstRun()).steps.find((one) => one.name === name)!;
}
async function done(): Promise<string[]> {
  return (await firstRun()).steps.filter(({ state }) => state === 'done').map(({ name }) => name);
}
let requests = 0;
function write<Answer>(path: string, body: object): Promise<Answer> {
  requests += 1;
  return settings.post<Answer>(path, { requestId: `first-run-${requests}`, ...body });
}

type Held = { flows: { isEnabled: boolean }[]; lists: unknown[]; records: number };
/** What is in HubSpot besides properties. */
async function held(): Promise<Held> {
  type State = Omit<Held, 'records'> & Record<'contacts' | 'companies', unknown[]>;
  const { flows, lists, contacts, companies } = await world.control<State>('GET', `/sandbox/state?portal=${portalId}`);
  return { flows, lists, records: contacts.length + companies.length };
}
/** What was written to HubSpot, by where. */
async function writes(): Promise<string[]> {
  const isWrite = (call: string) =>
    /^(POST|PUT|PATCH|DELETE) /.test(call) && !/search|batch\/read|oauth|lists\/object-type/.test(call);
  return [...new Set((await world.calls(portalId)).filter(isWrite))];
}

it('just installed, only properties were made, and everything is to do', async () => {
  expect(await done()).toEqual([]);
  before = await held();
  expect(before).toMatchObject({ flows: [], lists: [] });
  expect((await writes()).filter((call) => !call.includes('/properties'))).toEqual([]);
  const { starter } = await firstRun();
  expect(starter).toMatchObject({ name: 'acme.yaml', source: expect.stringContaining(email) });
}, 30_000);

it('Slack is connected with a link', async () => {
  expect(await step('slack')).toMatchObject({ state: 'to do', canDo: true });
  expect((await connectSlack(settings, { user: 'U0MARIA01' })).title).toBe('Connected to Acme');
  expect(await step('slack')).toMatchObject({ state: 'done', words: 'Connected to Acme.' });
}, 30_000);

it('a key is made, and the first event is seen as soon as it came', async () => {
  const made = await write<MakeKeyDone>(settingsPaths.makeKey, { source: 'server', name: 'Segment' });
  if (made.status !== 'done') throw new Error(made.status);
  writeKey = made.writeKey!;
  expect(await step('events')).toMatchObject({ state: 'waiting' });
  const event = { type: 'track', messageId: 'first', userId: 'u1', event: 'Onboarding Completed' };
  expect(await world.send(writeKey, [{ ...event, timestamp: new Date(world.clock.now()).toISOString() }])).toBe(200);
  expect(await step('events')).toMatchObject({ state: 'done', words: expect.stringContaining('First event received') });
}, 30_000);

it('the shipped playbook is saved when somebody presses, and not before', async () => {
  const { starter } = await firstRun();
  expect(await step('playbook')).toMatchObject({ state: 'to do' });
  const saved = await write<SaveAnswer>(settingsPaths.save, {
    source: starter!.source,
    expectedVersion: 0,
    reason: 'the shipped playbook',
    alertReady: false,
    allowEveryone: false,
  });
  expect(saved).toMatchObject({ status: 'saved', version: 1 });
  expect(await step('playbook')).toMatchObject({ state: 'done', words: expect.stringContaining(`saved by ${email}`) });
  expect((await firstRun()).starter).toBeNull();
}, 30_000);

it('until somebody provisions nothing but properties and values is in HubSpot', async () => {
  expect(await held()).toEqual(before);
  const isOfValues = (call: string) => /\/properties|objects\/(contacts|companies)\/batch\/update/.test(call);
  expect((await writes()).filter((call) => !isOfValues(call))).toEqual([]);
  expect(await step('provision')).toMatchObject({ state: 'to do', canDo: true });
  expect(await provision(false)).toMatchObject({ status: 'done', switchedOn: 0, liveSince: null });
  const { flows, lists } = await held();
  expect([flows.length, lists.length]).toEqual([2, 2]);
  expect(flows.filter(({ isEnabled }) => isEnabled)).toEqual([]);
  expect(await step('provision')).toMatchObject({ state: 'done', words: expect.stringContaining('switched off') });
}, 60_000);

it('the card was put on the contact view once HubSpot asks for it, signed', async () => {
  const contact = `${contactCardPath}?contactId=151`;
  await fetch(`${world.url}${contact}&portalId=${portalId}`);
  expect(await step('card')).toMatchObject({ state: 'to do' });
  expect((await world.asPage(portalId, email, contact)).status).toBe(200);
  await waitUntil(
    'the card to be seen',
    async () => {
      const { state } = await step('card');
      return state === 'done' ? { value: true } : { instead: state };
    },
    10_000,
    50,
  );
}, 30_000);

it('a test alert is in the channel, says that it is one, and mentions nobody', async () => {
  expect(await step('testAlert')).toMatchObject({ state: 'to do', canDo: true });
  const request = { requestId: 'the-test-alert' };
  const sent = await settings.post<TestAlertDone>(firstRunPaths.testAlert, request);
  expect(sent).toMatchObject({ status: 'done', place: '#pql-handoff' });
  expect(await settings.post<TestAlertDone>(firstRunPaths.testAlert, request)).toEqual(sent);
  const { messages } = (await (await fetch(`${slack.url}/sandbox/state`)).json()) as { messages: { text: string }[] };
  const tests = messages.filter(({ text }) => text.startsWith('[Test] New SQL: Sam Example (sample)'));
  expect(tests).toHaveLength(1);
  expect(tests[0]!.text).not.toContain('<@');
  expect(await step('testAlert')).toMatchObject({ state: 'done', words: expect.stringContaining(email) });
}, 30_000);

it('going live switches the workflow on, and the first run is done', async () => {
  expect((await held()).flows.filter(({ isEnabled }) => isEnabled)).toEqual([]);
  expect(await provision(true)).toMatchObject({ status: 'done', mode: 'workflow', liveSince: expect.any(Number) });
  expect((await held()).flows.some(({ isEnabled }) => isEnabled)).toBe(true);
  const { steps } = await firstRun();
  expect(steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'slack done',
    'events done',
    'playbook done',
    'provision done',
    'card done',
    'testAlert done',
    'goLive done',
  ]);
}, 60_000);

it('zo doctor says the same from a terminal, and is briefer about several portals', async () => {
  const fresh = 7302;
  const zo = (...words: string[]) => runZo(world.url, [addDoctor], ['doctor', ...words], oauthAdminToken);
  const whole = await zo('--portal', String(portalId), '--json');
  const { checks } = JSON.parse(whole.stdout) as { checks: Check[] };
  expect(Object.fromEntries(checks.map(({ name, detail }) => [name, detail]))).toMatchObject({
    'HubSpot scopes': 'all required scopes granted',
    Properties: expect.stringMatching(/^all \d+ are there$/),
    Tier: 'the account lets us make workflows',
    Clock: 'agrees with HubSpot’s within a minute',
    Provisioned: 'handoff workflow switched on, return workflow switched on',
    'Action ids': expect.stringContaining('all 4 known'),
    Slack: 'connected to Acme',
    'Slack scopes': 'all granted',
    'Slack channel': expect.stringContaining('the app is in it'),
    Arriving: expect.stringContaining('1 event so far'),
    Card: expect.stringContaining('first asked for'),
    Backlog: expect.stringContaining('in the outbox'),
    Database: expect.stringContaining('writable and whole'),
    Disk: expect.stringContaining('free where the database is'),
  });
  expect(checks.filter(({ state }) => state === 'problem')).toEqual([]);
  expect(whole.code).toBe(0);
  for (const { state, remedy, name } of checks) if (state === 'ok') expect([name, remedy]).toEqual([name, null]);

  await world.addPortal(fresh, email);
  await world.install(fresh, { userEmail: email });
  await world.untilProvisioned(fresh);
  const brief = await zo();
  expect(brief.code).toBe(1);
  expect(brief.stdout.split('\n').slice(0, 2)).toEqual([
    expect.stringMatching(/^(ok|warning) +portal 7301: 0 problems, /),
    expect.stringMatching(/^PROBLEM portal 7302: \d problems, \d+ warnings; first Slack: not connected$/),
  ]);
  const all = JSON.parse((await zo('--json')).stdout) as { portals: { portalId: number }[] };
  expect(all.portals.map((one) => one.portalId)).toEqual([portalId, fresh]);
}, 90_000);

/** As the page does: asked again with the same id until it has ended. */
async function provision(goLive: boolean): Promise<ProvisionDone> {
  const request = { requestId: `provision-${goLive}`, goLive, force: [] };
  return waitUntil<ProvisionDone>(
    'provisioning to end',
    async () => {
      const answer = await settings.post<ProvisionDone>(settingsPaths.provision, request);
      return answer.status === 'still working' ? { instead: answer.words } : { value: answer };
    },
    45_000,
    500,
  );
}
