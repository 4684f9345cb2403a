/**
 * A service for many portals as it runs, with a local HubSpot that has several accounts: both over real HTTP in this
 * process, on a SQLite file in a temporary folder or on PostgreSQL (product-database.ts), on a clock that the test moves. Whoever starts it stops it.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { type RunningApp, startApp } from '../../backend/app.ts';
import { readConfig } from '../../backend/config.ts';
import { createPortalMemory, type PortalMemory } from '../../backend/portals/portal-memory.ts';
import { type ClockServer, startClockServer } from '../../sandbox/clock/clock-server.ts';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import { findFreePort } from '../../sandbox/demo/free-port.ts';
import type { HubspotState } from '../../sandbox/demo/hubspot-state.ts';
import { readActionIds } from '../../sandbox/demo/set-up-hubspot.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { headersV3 } from '../../sandbox/hubspot/signing/sign-request.ts';
import { type HubspotSandbox, startHubspotSandbox } from '../../sandbox/hubspot/start.ts';
import { askJson } from './ask-json.ts';
import { newDatabaseUrl } from './product-database.ts';

export const oauthAdminToken = 'admin-token-of-the-tests';
export const firstKey = `k1:${Buffer.alloc(32, 1).toString('base64')}`;

/** Follows no redirect by itself, and keeps cookies as a browser does. */
export class Browser {
  readonly cookies = new Map<string, string>();

  async get(url: string): Promise<Shown> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      this.cookies.set(name, value);
    }
    return {
      status: response.status,
      location: response.headers.get('location'),
      headers: response.headers,
      text: await response.text(),
    };
  }
}

export type Shown = { status: number; location: string | null; headers: Headers; text: string };

export type OauthWorld = {
  clock: ClockServer;
  hubspot: HubspotSandbox;
  /** The service as it is now. */
  app: () => RunningApp;
  /** What it keeps in memory by portal. */
  memory: () => PortalMemory;
  url: string;
  /** On SQLite. */
  databaseFile: string;
  databaseUrl: string;
  logged: string[];
  stopApp(): Promise<void>;
  startApp(env?: Record<string, string>): Promise<void>;
  /** A control of the local HubSpot. */
  control<Answer = unknown>(method: string, route: string, body?: unknown): Promise<Answer>;
  addPortal(portalId: number, email: string, more?: Record<string, unknown>): Promise<void>;
  /** From our install address to HubSpot's consent and back to the last page. */
  install(portalId: number, options?: InstallOptions): Promise<Shown>;
  /** Where the browser is sent back to after the consent. */
  /** Resolves when our properties are in the portal, as they are some seconds after the installation. */
  untilProvisioned(portalId: number): Promise<void>;
  consent(authorizeUrl: string, body: Record<string, unknown>): Promise<string>;
  admin<Answer = unknown>(method: string, route: string, body?: unknown): Promise<Answer>;
  /** As a page in HubSpot asks, through its proxy. */
  asPage(portalId: number, email: string, route: string, body?: object): Promise<{ status: number; answer: unknown }>;
  /** Calls of one portal to the local HubSpot, as "POST /oauth/2026-09/token". */
  calls(portalId: number): Promise<string[]>;
  send(writeKey: string, events: Record<string, unknown>[]): Promise<number>;
  stop(): Promise<void>;
};

export type InstallOptions = { browser?: Browser; userEmail?: string; denyScopes?: string[]; at?: string };

export async function startOauthWorld(env: Record<string, string> = {}): Promise<OauthWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zo-oauth-'));
  const clock = await startClockServer();
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const databaseFile = path.join(folder, 'zo.db');
  const databaseUrl = await newDatabaseUrl(databaseFile);
  const hubspot = await startHubspotSandbox({
    clockUrl: clock.url,
    actionUrl: url,
    projectDir: path.join(repositoryRoot, 'hubspot-project'),
    seed: 'empty',
    propertyVisibilityDelayMs: 0,
  });
  const logged: string[] = [];
  let app: RunningApp | null = null;
  let memory = createPortalMemory();

  const control = <Answer>(method: string, route: string, body?: unknown) =>
    askJson<Answer>(method, `${hubspot.url}${route}`, body);
  async function start(more: Record<string, string> = {}): Promise<void> {
    const config = readConfig({
      PORT: String(port),
      PUBLIC_URL: url,
      DATABASE_URL: databaseUrl,
      CLOCK_URL: clock.url,
      HUBSPOT_API_URL: hubspot.url,
      HUBSPOT_APP_URL: hubspot.url,
      HUBSPOT_CLIENT_ID: hubspot.clientId,
      HUBSPOT_CLIENT_SECRET: hubspot.clientSecret,
      ENCRYPTION_KEYS: firstKey,
      ADMIN_TOKEN: oauthAdminToken,
      ...env,
      ...more,
    });
    memory = createPortalMemory();
    const log = pino({ level: config.logLevel }, { write: (line: string) => void logged.push(line) });
    app = await startApp(config, log, memory);
  }
  async function stopApp(): Promise<void> {
    await app?.stop();
    app = null;
  }
  const consent = async (authorizeUrl: string, body: Record<string, unknown>) => {
    const approve = { authorizeUrl, ...body };
    return (await control<{ redirectTo: string }>('POST', '/sandbox/oauth/approve', approve)).redirectTo;
  };

  await control('POST', '/sandbox/settings', { tenSecondlyLimit: 100_000 });
  // They are of the app, so they hold in every portal.
  env = { HUBSPOT_ACTION_IDS: await readActionIds(hubspot.url), ...env };
  await start();
  return {
    clock,
    hubspot,
    url,
    databaseFile,
    databaseUrl,
    logged,
    control,
    consent,
    stopApp,
    startApp: start,
    app: () => app!,
    memory: () => memory,
    async addPortal(portalId, email, more = {}) {
      await control('POST', '/sandbox/portals', { portalId, users: [email], ...more });
      await control('POST', `/sandbox/settings?portal=${portalId}`, { tenSecondlyLimit: 100_000 });
    },
    async install(portalId, { browser = new Browser(), at = '', ...body } = {}) {
      const sent = await browser.get(`${url}/hubspot/oauth/install${at}`);
      return browser.get(await consent(sent.location!, { portalId, ...body }));
    },
    async untilProvisioned(portalId) {
      await waitUntil(
        `the properties to be in portal ${portalId}`,
        async () => {
          const { properties } = await control<HubspotState>('GET', `/sandbox/state?portal=${portalId}`);
          const names = [...properties.contacts, ...properties.companies].map(({ name }) => name);
          return names.includes('zo_expected_acv') && names.includes('zo_handoff_outcome')
            ? { value: true }
            : { instead: `${names.length} properties` };
        },
        60_000,
        200,
      );
    },
    admin: (method, route, body) =>
      askJson(method, `${url}/admin${route}`, body, { authorization: `Bearer ${oauthAdminToken}` }),
    async asPage(portalId, email, route, body) {
      const query = `portalId=${portalId}&userId=9&userEmail=${encodeURIComponent(email)}&appId=1`;
      const target = `${url}${route}${route.includes('?') ? '&' : '?'}${query}`;
      const method = body === undefined ? 'GET' : 'POST';
      const text = body === undefined ? '' : JSON.stringify(body);
      const signed = headersV3(hubspot.clientSecret, { method, url: target, body: text }, clock.now());
      const response = await fetch(target, {
        method,
        headers: { ...signed, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body === undefined ? undefined : text,
      });
      return { status: response.status, answer: await response.json() };
    },
    async calls(portalId) {
      type Log = { requests: { method: string; path: string }[] };
      const { requests } = await control<Log>('GET', `/sandbox/requests?portal=${portalId}`);
      return requests.map((one) => `${one.method} ${one.path}`);
    },
    async send(writeKey, events) {
      const response = await fetch(`${url}/v1/batch`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
        body: JSON.stringify({ batch: events }),
      });
      await response.text();
      return response.status;
    },
    async stop() {
      await stopApp();
      await hubspot.close();
      await clock.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
