/**
 * The service in this process with a local HubSpot and a local Slack, as the settings page meets it: requests as HubSpot
 * signs them, from whoever the test says looks.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { type RunningApp, startApp } from '../../backend/app.ts';
import { readConfig } from '../../backend/config.ts';
import { headersV3 } from '../../sandbox/hubspot/signing/sign-request.ts';
import { type HubspotSandbox, startHubspotSandbox } from '../../sandbox/hubspot/start.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/start-slack-sandbox.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const portalId = 424242;
export const adminToken = 'admin-token-of-the-tests';
export const writeKey = 'write-key-of-the-tests';
export const owner = 'ops@acme.test';
export const editor = 'second@acme.test';

/** Settings of the service that portals connect Slack to themselves. */
export function slackAppEnv(slack: SlackSandbox): Record<string, string> {
  const { clientId, clientSecret, signingSecret } = slack.control.app;
  return {
    SLACK_BOT_TOKEN: '',
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_APP_URL: slack.url,
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  };
}

export type SettingsPortal = {
  /** Without a trailing slash. */
  url(): string;
  /** It may be read while the service runs. */
  databaseFile: string;
  slackUrl: string;
  hubspot: HubspotSandbox;
  slack: SlackSandbox;
  /** The text of the Acme playbook, which is version 1. */
  acme: string;
  get<Answer>(path: string, query?: Record<string, string>, as?: string | null): Promise<Answer>;
  post<Answer>(path: string, body: object, as?: string | null): Promise<Answer>;
  /** The bare answer to a request signed otherwise, or not at all. */
  send(path: string, options: Sending): Promise<Response>;
  admin<Answer>(method: string, path: string, body?: object): Promise<Answer>;
  sendEvents(events: Record<string, unknown>[]): Promise<void>;
  /** Ends the service and starts it on the same database. */
  restart(env?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
};

export type Sending = {
  body?: object;
  query?: Record<string, string>;
  secret?: string | null;
  portal?: number;
  /** Stands in the address besides, and is signed. */
  more?: string;
  /** Stands in the address after it was signed. */
  appended?: string;
};

let ids = 0;
/** New for every write. */
export function requestId(): string {
  ids += 1;
  return `request-${ids}-${process.pid}`;
}

/** `env` may depend on the local Slack that runs by then. */
export async function startSettingsPortal(
  given: Record<string, string> | ((slack: SlackSandbox) => Record<string, string>) = {},
): Promise<SettingsPortal> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zo-settings-'));
  const projectDir = path.join(repository, 'hubspot-project');
  const hubspot = await startHubspotSandbox({ seed: 'acme', propertyVisibilityDelayMs: 0, projectDir });
  const slack = await startSlackSandbox({ rateLimits: false });
  const env = typeof given === 'function' ? given(slack) : given;
  const acme = await readFile(path.join(repository, 'playbooks/acme.yaml'), 'utf8');
  const whole = {
    PORT: '0',
    DATABASE_URL: `file:${path.join(folder, 'zo.db')}`,
    HUBSPOT_API_URL: hubspot.url,
    HUBSPOT_PORTAL_ID: String(portalId),
    HUBSPOT_ACCESS_TOKEN: hubspot.accessToken,
    HUBSPOT_CLIENT_SECRET: hubspot.clientSecret,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.token,
    WRITE_KEY: writeKey,
    ADMIN_EMAILS: `${owner}, ${editor}`,
    ADMIN_TOKEN: adminToken,
    ...env,
  };
  let app: RunningApp = await startApp(readConfig(whole), pino({ level: 'silent' }));

  async function send(
    route: string,
    { body, query = {}, secret = hubspot.clientSecret, portal, more = '', appended = '' }: Sending,
  ) {
    const parameters = new URLSearchParams({ ...query, portalId: String(portal ?? portalId) });
    const parts = {
      method: body === undefined ? 'GET' : 'POST',
      url: `${app.url}${route}?${parameters}${more}`,
      body: body === undefined ? '' : JSON.stringify(body),
    };
    const headers = secret === null ? {} : headersV3(secret, parts, Date.now());
    return fetch(parts.url + appended, { method: parts.method, headers, body: body && parts.body });
  }

  async function ask<Answer>(route: string, sending: Sending, as: string | null): Promise<Answer> {
    const response = await send(route, {
      ...sending,
      query: { ...sending.query, ...(as === null ? {} : { userEmail: as }) },
    });
    if (!response.ok) throw new Error(`${route} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  async function admin<Answer>(method: string, route: string, body?: object): Promise<Answer> {
    const response = await fetch(`${app.url}/admin/portals/${portalId}${route}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const lines = (await response.text()).trimEnd().split('\n');
    if (!response.ok) throw new Error(`${method} ${route} answered ${response.status}: ${lines.at(-1)}`);
    return JSON.parse(lines.at(-1)!) as Answer;
  }

  if (env.PLAYBOOK === undefined) await admin('PUT', '/playbook', { source: acme, author: 'cli', reason: 'the first' });
  // Owners and stages are learned beside the start.
  for (;;) {
    const { properties } = await admin<{ properties: unknown[] | null }>('GET', '/properties');
    if (properties !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  return {
    url: () => app.url,
    databaseFile: path.join(folder, 'zo.db'),
    slackUrl: slack.url,
    hubspot,
    slack,
    acme,
    send,
    admin,
    get: (route, query = {}, as = owner) => ask(route, { query }, as),
    post: (route, body, as = owner) => ask(route, { body }, as),
    async sendEvents(events) {
      const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
      const response = await fetch(`${app.url}/v1/batch`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ batch: events }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    async restart(changed = {}) {
      await app.stop();
      app = await startApp(readConfig({ ...whole, ...changed }), pino({ level: 'silent' }));
    },
    async stop() {
      await app.stop();
      await Promise.all([hubspot.close(), slack.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
