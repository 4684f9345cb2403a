/** The service as a process, its settings full of canaries, between a HubSpot and a Slack that can fail in every way. */
import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startProgram } from '../../sandbox/demo/child-process.ts';
import { headersV2, headersV3 } from '../../sandbox/hubspot/signing/sign-request.ts';
import { secretCanaries as secrets } from './canaries.ts';
import { type HostilePlatform, startHostilePlatform } from './hostile-platform.ts';
import { type WatchedOptions, type WatchedProcess, watchProcess } from './watched-process.ts';

export const portalId = 4711;
export const email = 'canary.person@canary-people.test';
const playbook = `signals:
  activated: Onboarding Completed
score:
  - +25 when activated
definition: A free user becomes an SQL when zo_pql_score >= 20
handoff:
  owners: [maria@acme.test, tom@acme.test, lee@acme.test]
  channel: "#pql-handoff"
`;

export type CanaryWorld = {
  hubspot: HostilePlatform;
  slack: HostilePlatform;
  databaseFile: string;
  env(changes?: Record<string, string>): Record<string, string>;
  start(options?: Partial<WatchedOptions>, changes?: Record<string, string>): WatchedProcess;
  zo(url: string, words: string[], changes?: Record<string, string>): Promise<string>;
  /** Whatever was started and runs on. */
  stopServices(): Promise<void>;
  close(): Promise<void>;
};

export async function startCanaryWorld(): Promise<CanaryWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zo-canary-'));
  const playbookFile = path.join(folder, 'playbook.yaml');
  await writeFile(playbookFile, playbook);
  const tokens = { hubspot: 'sandbox-hubspot-token', slack: 'xoxb-sandbox' };
  const [hubspotProgram, slackProgram] = await Promise.all([
    startProgram({
      name: 'Local HubSpot',
      file: 'sandbox/hubspot/main.ts',
      env: { SANDBOX_PORTAL_ID: String(portalId), SANDBOX_ACCESS_TOKEN: tokens.hubspot },
    }),
    startProgram({ name: 'Local Slack', file: 'sandbox/slack/main.ts', env: { SANDBOX_SLACK_TOKEN: tokens.slack } }),
  ]);
  const hubspot = await startHostilePlatform(hubspotProgram.url, tokens.hubspot);
  const slack = await startHostilePlatform(slackProgram.url, tokens.slack);
  const databaseFile = path.join(folder, 'zo.db');
  const services: WatchedProcess[] = [];
  const env = (changes: Record<string, string> = {}) => ({
    PORT: '0',
    DATABASE_URL: `file:${databaseFile}`,
    HUBSPOT_API_URL: hubspot.url,
    HUBSPOT_PORTAL_ID: String(portalId),
    SLACK_API_URL: `${slack.url}/api/`,
    PLAYBOOK: playbookFile,
    ADMIN_EMAILS: email,
    ...secrets,
    ...changes,
  });
  return {
    hubspot,
    slack,
    databaseFile,
    env,
    start(options, changes) {
      const service = watchProcess({ file: 'backend/main.ts', env: env(changes), ...options });
      services.push(service);
      return service;
    },
    async stopServices() {
      await Promise.all(services.splice(0).map((service) => service.stop()));
    },
    async zo(url, words, changes = {}) {
      const ZO = { ZO_URL: url, ADMIN_TOKEN: secrets.ADMIN_TOKEN, WRITE_KEY: secrets.WRITE_KEY, ...changes };
      const process = watchProcess({ file: 'backend/cli/zo.ts', words, env: ZO });
      await process.ended;
      return process.printed();
    },
    async close() {
      await Promise.all([hubspotProgram.stop(), slackProgram.stop(), hubspot.close(), slack.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Answers = {
  /** What anybody may be answered. */
  open: string[];
  /** What is answered to whoever has proven who they are. */
  proven: string[];
};

let people = 0;

/** Everything that can be asked, rightly and wrongly; what is answered. */
export async function askEverything(url: string): Promise<Answers> {
  const answers: Answers = { open: [], proven: [] };
  const ask = async (to: keyof Answers, route: string, init: RequestInit = {}) => {
    const signal = AbortSignal.timeout(40_000);
    const response = await fetch(`${url}${route}`, { ...init, signal });
    answers[to].push(`${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`);
  };
  const post = (headers: Record<string, string>, body: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const key = { authorization: `Basic ${Buffer.from(`${secrets.WRITE_KEY}:`).toString('base64')}` };
  const admin = { authorization: `Bearer ${secrets.ADMIN_TOKEN}` };

  // Events: of a new person, who crosses; and what is wrong with others.
  people += 1;
  const userId = `user-${people}`;
  const traits = { email: email.replace('@', `+${people}@`), name: `Canaria Namesdottir ${people}` };
  const about = { userId, context: { traits } };
  await ask('open', '/v1/identify', post(key, { userId, traits }));
  await ask('open', '/v1/track', post(key, { ...about, event: 'Onboarding Completed' }));
  await ask('open', '/v1/batch', post(key, { batch: [{ ...about, type: 'track', properties: traits.name }] }));
  await ask('open', '/v1/batch', post(key, `{"batch":[{"userId":"${traits.email}",${traits.name}`));
  await ask('open', '/v1/track', post(key, { ...about, event: traits.name.repeat(3_000) }));
  await ask('open', '/v1/track', post({ ...key, 'content-encoding': 'gzip' }, traits.name));
  await ask('open', '/v1/track', post({ authorization: key.authorization.slice(0, -8) }, about));
  await ask('open', '/v1/track', post({}, { ...about, writeKey: traits.name }));
  await ask('open', `/v1/${encodeURIComponent(traits.email)}`);

  // The operators' routes, with the right token, a wrong one, and bad requests.
  const portal = `/admin/portals/${portalId}`;
  for (const route of ['', '/doctor', '/handoffs', '/ready', '/receipts', '/audit', '/reports/handoffs', '/rules']) {
    await ask('proven', `${portal}${route}`, { headers: admin });
  }
  await ask('proven', `${portal}/provision`, post(admin, { goLive: true }));
  await ask('proven', `${portal}/provision`, post(admin, { goLive: traits.name }));
  await ask('proven', `${portal}/playbook/draft`, post(admin, { source: traits.email }));
  await ask('proven', `${portal}/erasures`, post(admin, `{"email":"${traits.email}`));
  await ask('open', portal, { headers: { authorization: `Bearer ${secrets.ADMIN_TOKEN.slice(0, -1)}` } });
  await ask('open', '/admin/portals/9999999', { headers: admin });

  // HubSpot's and Slack's calls: genuine ones, forged ones, genuine ones that make no sense.
  const clientSecret = secrets.HUBSPOT_CLIENT_SECRET;
  const page = `?portalId=${portalId}&userId=9&userEmail=${encodeURIComponent(email)}&appId=1`;
  const asPage = async (to: keyof Answers, method: 'GET' | 'POST', route: string, body = '') => {
    const headers = headersV3(clientSecret, { method, url: `${url}${route}`, body }, Date.now());
    await ask(to, route, method === 'GET' ? { headers } : post(headers, body));
  };
  for (const route of ['playbook', 'hubspot', 'slack', 'keys', 'people']) {
    await asPage('proven', 'GET', `/app/settings/${route}${page}`);
  }
  await asPage('proven', 'GET', `/app/home${page}`);
  await asPage('proven', 'GET', `/app/contact-card${page}&contactId=501`);
  await asPage('open', 'GET', `/app/contact-card${page}&contactId=${encodeURIComponent(traits.name)}`);
  await asPage('open', 'GET', `/app/contact-card${page}&portalId=1&contactId=501`);
  const test = JSON.stringify({ requestId: `request-000${people}`, use: 'you' });
  await asPage('proven', 'POST', `/app/settings/slack/test-message${page}`, test);
  await asPage('open', 'POST', `/app/settings/slack/test-message${page}`, `{"use":"${traits.name}`);
  await ask('open', `/app/home${page}`);
  const action = `/hubspot/actions/assign-owner`;
  const call = JSON.stringify({ callbackId: traits.email, origin: { portalId }, object: { objectId: 501 } });
  const signed = headersV2(clientSecret, { method: 'POST', url: `${url}${action}`, body: call });
  await ask('proven', action, post(signed, call));
  await ask('open', action, post(signed, `${call} `));
  const press = {
    type: 'block_actions',
    user: { id: 'U1', name: traits.name },
    team: { id: 'T1' },
    trigger_id: `1.2.${people}`,
    container: { channel_id: 'C1', message_ts: '1.2' },
    response_url: `https://hooks.slack.com/actions/T1/${people}/${secrets.SLACK_BOT_TOKEN}`,
    actions: [{ action_id: 'zo_restore_workflow', value: `${portalId}:handoff:1` }],
  };
  for (const payload of [JSON.stringify(press), `{"user":"${traits.name}`]) {
    const body = new URLSearchParams({ payload }).toString();
    const seconds = String(Math.floor(Date.now() / 1000));
    const base = `v0:${seconds}:${body}`;
    const signature = `v0=${createHmac('sha256', secrets.SLACK_SIGNING_SECRET).update(base).digest('hex')}`;
    const headers = { 'x-slack-request-timestamp': seconds, 'x-slack-signature': signature };
    await ask('open', '/slack/interactivity', post(headers, body));
    await ask('open', '/slack/interactivity', post(headers, body));
  }

  for (const route of ['/health', '/ready', '/metrics', '/openapi.json', `/${encodeURIComponent(traits.name)}`]) {
    await ask('open', route);
  }
  return answers;
}
