/**
 * The whole product as it runs: backend, local HubSpot and local Slack as processes of their own, configured by environment
 * only, on free ports, on a SQLite file in a temporary folder or on PostgreSQL (product-database.ts); the movable clock lives
 * in the test. Whoever starts it stops it.
 */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ClockServer, startClockServer } from '../../sandbox/clock/clock-server.ts';
import { repositoryRoot, type StartedProgram, startProgram } from '../../sandbox/demo/child-process.ts';
import { findFreePort } from '../../sandbox/demo/free-port.ts';
import type { HubspotEnrolment, HubspotFlow, HubspotRecord, HubspotState } from '../../sandbox/demo/hubspot-state.ts';
import { nextTuesdayAtTen } from '../../sandbox/demo/local-time.ts';
import { readActionIds } from '../../sandbox/demo/set-up-hubspot.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { askJson } from './ask-json.ts';
import { newDatabaseUrl } from './product-database.ts';

export const portalId = 4711;
export const clientSecret = 'client-secret-of-the-tests';
export const timeZone = 'Europe/Berlin';
const accessToken = 'pat-of-the-tests';
const slackToken = 'xoxb-of-the-tests';
const writeKey = 'write-key-of-the-tests';
export const adminToken = 'admin-token-of-the-tests';

export type ProductOptions = {
  /** Changes Acme's playbook: from its YAML to another. */
  playbook?: (yaml: string) => string;
  enrolmentDelayMs?: number;
  /** Leaves HUBSPOT_ACTION_IDS out: direct mode. */
  withoutActionIds?: boolean;
  /** Scopes HubSpot does not grant. */
  withoutScopes?: string[];
  /** Settings of the backend that differ. */
  env?: Record<string, string>;
  /** Settings of the local Slack that differ. */
  slackEnv?: Record<string, string>;
  /** `zo provision --go-live` right away; true unless said otherwise. */
  goLive?: boolean;
};

export type Contact = { contact: HubspotRecord; companies: HubspotRecord[]; enrolments: HubspotEnrolment[] };
export type SlackMessage = { channel: string; ts: string; shown: string; text: string };
export type Alarm = { key: string; message: string; times: number };
export type PortalView = { alarms: Alarm[]; outbox: Record<string, number>; gates: Record<string, number> };
export type LoggedCall = { sequence: number; method: string; path: string; status: number; count: number };

/** What can be asked of one node among several. */
export type ProductNode = Pick<RunningProduct, 'send' | 'admin'>;

export type RunningProduct = {
  clock: ClockServer;
  hubspotUrl: string;
  slackUrl: string;
  backendUrl: string;
  /** The database of the backend on SQLite; it may be read while the backend runs. */
  databaseFile: string;
  databaseUrl: string;
  /** Events in Segment's shape, in one batch; resolves when they are on disk. */
  send(events: Record<string, unknown>[]): Promise<{ accepted: number; duplicates: number }>;
  admin<Answer = unknown>(method: string, route: string, body?: unknown): Promise<Answer>;
  portal(): Promise<PortalView>;
  /** A control of the local HubSpot, of its `/sandbox/…`. */
  hubspot<Answer = unknown>(method: string, route: string, body?: unknown): Promise<Answer>;
  /** HubSpot's own API, as an admin of the portal uses it. */
  hubspotApi<Answer = unknown>(method: string, route: string, body?: unknown): Promise<Answer>;
  slack<Answer = unknown>(method: string, route: string, body?: unknown): Promise<Answer>;
  contact(email: string): Promise<Contact>;
  hubspotState(): Promise<HubspotState>;
  flow(name: string): Promise<HubspotFlow | undefined>;
  /** What was posted about somebody, in all conversations, oldest first. `place` is "#channel" or "dm:name". */
  messagesAbout(words: string): Promise<{ place: string; shown: string }[]>;
  goLive(): Promise<Record<string, unknown>>;
  /** Ends the backend as a power cut would; its database stays. */
  kill(): Promise<void>;
  /** Ends the backend as whoever runs it does; its database stays. */
  end(): Promise<void>;
  /** Starts the backend again, on the same address and, unless `env` names another, the same database. */
  start(env?: Record<string, string>): Promise<void>;
  /** Starts another node on the same database, which ends with the product. Only on PostgreSQL. */
  startNode(): Promise<ProductNode>;
  /** The backend's newest lines, for a message about a failure. */
  log(): string[];
  stop(): Promise<void>;
};

export async function startProduct(options: ProductOptions = {}): Promise<RunningProduct> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zo-product-'));
  const clock = await startClockServer();
  await clock.advance(nextTuesdayAtTen(Date.now(), timeZone) - Date.now());
  const yaml = await readFile(path.join(repositoryRoot, 'playbooks/acme.yaml'), 'utf8');
  const playbookFile = path.join(folder, 'playbook.yaml');
  const databaseFile = path.join(folder, 'zo.db');
  const databaseUrl = await newDatabaseUrl(databaseFile);
  await writeFile(playbookFile, options.playbook?.(yaml) ?? yaml);
  const backendUrl = `http://127.0.0.1:${await findFreePort()}`;
  const [hubspotProgram, slackProgram] = await Promise.all([
    startProgram({
      name: 'Local HubSpot',
      file: 'sandbox/hubspot/main.ts',
      env: {
        CLOCK_URL: clock.url,
        SANDBOX_PORTAL_ID: String(portalId),
        SANDBOX_ACCESS_TOKEN: accessToken,
        SANDBOX_CLIENT_SECRET: clientSecret,
        SANDBOX_ENROLMENT_DELAY_MS: String(options.enrolmentDelayMs ?? 200),
        SANDBOX_ACTION_URL: backendUrl,
        SANDBOX_PROJECT_DIR: path.join(repositoryRoot, 'hubspot-project'),
      },
    }),
    startProgram({
      name: 'Local Slack',
      file: 'sandbox/slack/main.ts',
      env: { CLOCK_URL: clock.url, SANDBOX_SLACK_TOKEN: slackToken, ...options.slackEnv },
    }),
  ]);
  const hubspotUrl = hubspotProgram.url;
  const slackUrl = slackProgram.url;
  const hubspot = <Answer>(method: string, route: string, body?: unknown) =>
    askJson<Answer>(method, `${hubspotUrl}${route}`, body);
  const hubspotApi = <Answer>(method: string, route: string, body?: unknown) =>
    askJson<Answer>(method, `${hubspotUrl}${route}`, body, { authorization: `Bearer ${accessToken}` });
  const slack = <Answer>(method: string, route: string, body?: unknown) =>
    askJson<Answer>(method, `${slackUrl}${route}`, body);
  await hubspot('POST', '/sandbox/settings', { tenSecondlyLimit: 5_000, searchIndexDelayMs: 100 });
  if (options.withoutScopes) await hubspot('POST', '/sandbox/settings', { withoutScopes: options.withoutScopes });
  const actionIds: Record<string, string> = options.withoutActionIds
    ? {}
    : { HUBSPOT_ACTION_IDS: await readActionIds(hubspotUrl) };

  let backend: StartedProgram;
  const otherNodes: StartedProgram[] = [];
  async function start(env: Record<string, string> = {}): Promise<void> {
    backend = await startBackend(new URL(backendUrl).port, env);
  }
  function startBackend(port: string, env: Record<string, string>): Promise<StartedProgram> {
    return startProgram({
      name: 'Backend',
      file: 'backend/main.ts',
      env: {
        PORT: port,
        PUBLIC_URL: backendUrl,
        DATABASE_URL: databaseUrl,
        CLOCK_URL: clock.url,
        HUBSPOT_API_URL: hubspotUrl,
        HUBSPOT_PORTAL_ID: String(portalId),
        HUBSPOT_ACCESS_TOKEN: accessToken,
        HUBSPOT_CLIENT_SECRET: clientSecret,
        SLACK_API_URL: `${slackUrl}/api/`,
        SLACK_BOT_TOKEN: slackToken,
        WRITE_KEY: writeKey,
        PLAYBOOK: playbookFile,
        ADMIN_EMAILS: 'ops@acme.test',
        ADMIN_TOKEN: adminToken,
        ...actionIds,
        ...options.env,
        ...env,
      },
    });
  }
  async function kill(): Promise<void> {
    process.kill(backend.pid, 'SIGKILL');
    await backend.ended;
  }
  const end = () => backend.stop();
  async function stop(): Promise<void> {
    await Promise.all([
      backend?.stop(),
      ...otherNodes.map((node) => node.stop()),
      hubspotProgram.stop(),
      slackProgram.stop(),
    ]);
    await clock.close();
    await rm(folder, { recursive: true, force: true });
  }

  const bearer = { authorization: `Bearer ${adminToken}` };
  const nodeAt = (url: string): ProductNode => ({
    admin: <Answer>(method: string, route: string, body?: unknown) =>
      askJson<Answer>(method, `${url}/admin/portals/${portalId}${route}`, body, bearer),
    async send(events) {
      const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
      return askJson('POST', `${url}/v1/batch`, { batch: events }, { authorization });
    },
  });
  const { admin, send } = nodeAt(backendUrl);
  const goLive = () => admin<Record<string, unknown>>('POST', '/provision', { goLive: true });

  try {
    await start();
    await waitUntil(
      'the backend to have made its properties',
      async () => {
        const { properties } = await hubspot<HubspotState>('GET', '/sandbox/state');
        const names = [...properties.contacts, ...properties.companies].map(({ name }) => name);
        return names.includes('zo_expected_acv') && names.includes('zo_handoff_outcome')
          ? { value: true }
          : { instead: `${names.length} properties` };
      },
      20_000,
      50,
    );
    if (options.goLive ?? true) await goLive();
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    clock,
    hubspotUrl,
    slackUrl,
    backendUrl,
    databaseFile,
    databaseUrl,
    admin,
    hubspot,
    hubspotApi,
    slack,
    goLive,
    kill,
    end,
    start,
    stop,
    portal: () => admin<PortalView>('GET', ''),
    hubspotState: () => hubspot<HubspotState>('GET', '/sandbox/state'),
    contact: (email) => hubspot<Contact>('GET', `/sandbox/contacts/${encodeURIComponent(email)}`),
    log: () => backend.lastLines().slice(-40),
    send,
    async startNode() {
      const node = await startBackend(String(await findFreePort()), {});
      otherNodes.push(node);
      return nodeAt(node.url);
    },
    async flow(name) {
      const { flows } = await hubspot<HubspotState>('GET', '/sandbox/state');
      return flows.find((flow) => flow.name === name);
    },
    async messagesAbout(words) {
      const state = await slack<SlackState>('GET', '/sandbox/state');
      return state.messages
        .filter(({ shown }) => shown.includes(words))
        .map(({ channel, shown }) => ({ place: placeOf(state, channel), shown }));
    },
  };
}

type SlackState = { messages: SlackMessage[]; channels: { id: string; name: string; kind: string }[] };

function placeOf({ channels }: SlackState, id: string): string {
  const channel = channels.find((one) => one.id === id);
  return channel?.kind === 'im' ? `dm:${channel.name}` : `#${channel?.name}`;
}
