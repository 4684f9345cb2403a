/** Several portals and workspaces at once: who loses what when Slack tells so, over real HTTP from the local Slack. */

import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { closeHttpServer, createHttpServer } from '../../../../backend/http/create-server.ts';
import { createExpressApp } from '../../../../backend/http/express-app.ts';
import { createSlackEventsRoutes } from '../../../../backend/http/slack-events-routes.ts';
import { createPortalMemory } from '../../../../backend/portals/portal-memory.ts';
import { takeTurns } from '../../../../backend/portals/take-turns.ts';
import { portalGateways } from '../../../../backend/slack/connect/portal-gateway.ts';
import { type SlackPortals, startSlackPortals } from '../../../../backend/slack/connect/slack-portals.ts';
import type { SlackGateway } from '../../../../backend/slack/slack-gateway.ts';
import { openSqliteStore, type SqliteStore } from '../../../../backend/store/sqlite/open.ts';
import { createSealer } from '../../../../backend/tokens/sealer.ts';
import { createTokenVault, type TokenVault } from '../../../../backend/tokens/token-vault.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../../sandbox/slack/start-slack-sandbox.ts';
import { acmeTeam, europeTeam } from '../../../support/slack-browser.ts';

const encryptionKeys = [{ id: 'k1', key: Buffer.alloc(32, 3) }];
const [first, second, europe] = [101, 102, 103];

let folder: string;
let store: SqliteStore;
let vault: TokenVault;
let slack: SlackSandbox;
let portals: SlackPortals;
let gateways: Map<number, SlackGateway>;
let server: ReturnType<typeof createHttpServer>;
let now: number;
/** Not connected to HubSpot any more. */
let gone: Set<number>;
const clock = { now: () => now, plausibleNows: () => [now] };

beforeEach(async () => {
  now = Date.parse('2026-11-24T10:00:00.400Z');
  gone = new Set();
  folder = mkdtempSync(path.join(tmpdir(), 'slack-portals-'));
  store = await openSqliteStore(path.join(folder, 'zo.db'));
  slack = await startSlackSandbox({ clock, rateLimits: false });
  const other = slack.control.workspaces[1]!;
  Object.assign(other.installation, {
    token: 'xoxb-europe',
    status: 'active',
    scopes: slack.workspace.installation.scopes,
  });
  vault = createTokenVault(store, createSealer(encryptionKeys));
  await connect(first, slack.workspace);
  await connect(second, slack.workspace);
  await connect(europe, other);
  now += 5_000;
  await start();
});
afterEach(async () => {
  await closeHttpServer(server);
  await slack.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<void> {
  gateways = new Map();
  const memory = createPortalMemory();
  const { clientId, clientSecret, signingSecret } = slack.control.app;
  const namesOf = async () => ({});
  portals = (await startSlackPortals({
    config: {
      slackApp: { clientId, clientSecret },
      slackApiUrl: slack.apiUrl,
      slackAppUrl: slack.url,
      encryptionKeys,
      single: null,
      oauth: null,
    },
    store: { ...store, look: async () => null },
    gateways,
    gatewayOf: portalGateways({ slackApiUrl: slack.apiUrl, store, namesOf, clock }),
    memory,
    inTurn: takeTurns(memory, 'work on its connection').inTurn,
    isServed: (portalId) => !gone.has(portalId),
    publicUrl: () => 'http://zo.test',
    onConnected: () => {},
    clock,
    log: pino({ level: 'silent' }),
  }))!;
  const app = createExpressApp({ error: () => {} }, (express) => {
    express.use(createSlackEventsRoutes({ signingSecret, clock, onLoss: portals.loseWorkspace }));
  });
  server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await control('/sandbox/settings', {
    eventsUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
  });
}

async function connect(portalId: number, { team, app, installation }: SlackSandbox['workspace']): Promise<void> {
  const details = {
    teamName: team.name,
    botUserId: app.botUserId,
    scopes: installation.scopes,
    connectedBy: 'ops@acme.test',
    connectedAt: now,
  };
  const tokens = { botToken: installation.token };
  await vault.save(portalId, 'slack', { tokens, expiresAt: null, details, slackTeamId: team.id }, now);
}

type Sent = { sent: { eventId: string; attempts: { status: number; reason: string | null; ms: number }[] }[] };

async function control(route: string, body: object): Promise<Sent> {
  const response = await fetch(`${slack.url}${route}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Sent;
}

async function states(): Promise<Record<number, string>> {
  const all = await store.credentials('slack');
  return Object.fromEntries(all.map(({ portalId, status }) => [portalId, status.state]));
}

const everybody = { [first]: 'active', [second]: 'active', [europe]: 'active' };
const acmeLost = { [first]: 'revoked', [second]: 'revoked', [europe]: 'active' };
const alarmsOf = async (portalId: number) => (await store.alarms(portalId)).map(({ key, times }) => [key, times]);
const answers = async (portalId: number) => (await gateways.get(portalId)!.testAuth()).outcome;

it.each([
  ['app_uninstalled, then tokens_revoked', ['app_uninstalled', 'tokens_revoked']],
  ['tokens_revoked, then app_uninstalled', ['tokens_revoked', 'app_uninstalled']],
])('%s: every portal of the workspace has lost it, once, and no other portal has', async (_order, events) => {
  expect(await states()).toEqual(everybody);
  const { sent } = await control('/sandbox/uninstall', { events });
  expect(sent.map(({ attempts }) => attempts.map(({ reason }) => reason))).toEqual([[null], [null]]);
  expect(Math.max(...sent.flatMap(({ attempts }) => attempts.map(({ ms }) => ms)))).toBeLessThan(3_000);
  expect(await states()).toEqual(acmeLost);
  expect(await Promise.all([first, second, europe].map(alarmsOf))).toEqual([[['slack', 1]], [['slack', 1]], []]);
  expect(await Promise.all([first, second, europe].map(answers))).toEqual(['refused', 'refused', 'found']);
  // A dead token is not kept, and nobody calls Slack with it.
  expect((await store.credential(first, 'slack'))?.sealed).toBeNull();
  expect(slack.control.log.entries().filter(({ error }) => error !== null)).toEqual([]);
});

it('a portal that is not connected to HubSpot any more is asked nothing in Slack, whatever is told of its workspace', async () => {
  gone.add(second);
  portals.forget(second);
  await control('/sandbox/uninstall', {});
  expect(await states()).toEqual(acmeLost);
  expect([...gateways.keys()]).toEqual([first, europe]);
  gone.delete(second);
  await portals.begin(second);
  expect(await answers(second)).toBe('refused');
});

it.each(['wrong signature', 'no signature', 'old timestamp'])('with %s nothing is lost', async (forge) => {
  const { sent } = await control('/sandbox/events', { events: ['app_uninstalled'], forge });
  expect(sent[0]!.attempts.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  expect(await states()).toEqual(everybody);
});

it('an event that comes again after Slack was connected again takes nothing away', async () => {
  const [event] = (await control('/sandbox/uninstall', { events: ['app_uninstalled'] })).sent;
  slack.workspace.installation.status = 'active';
  await connect(first, slack.workspace);
  await portals.begin(first);
  expect(await answers(first)).toBe('found');
  expect(await states()).toMatchObject({ [first]: 'active', [second]: 'revoked' });
  // The same id, and the moment of the new connection: only the id tells.
  const eventTime = Math.floor(now / 1000);
  const again = await control('/sandbox/events', { events: ['app_uninstalled'], eventId: event!.eventId, eventTime });
  expect(again.sent[0]!.attempts.map(({ status }) => status)).toEqual([200]);
  expect(await states()).toMatchObject({ [first]: 'active' });
});

it('what was told late, of before the connection, takes nothing away; of the same second it does', async () => {
  const before = Math.floor(now / 1000) - 60;
  await control('/sandbox/events', { events: ['tokens_revoked', 'app_uninstalled'], eventTime: before });
  expect(await states()).toEqual(everybody);
  await connect(first, slack.workspace);
  await control('/sandbox/events', { events: ['tokens_revoked'], eventTime: Math.floor(now / 1000) });
  expect((await states())[first]).toBe('revoked');
});

it('another bot’s token, or tokens of people, are not ours to lose', async () => {
  slack.workspace.app.botUserId = 'U0SOMEBOT';
  await control('/sandbox/events', { events: ['tokens_revoked'] });
  expect(await states()).toEqual(everybody);
});

it('a workspace that was lost stays lost after a restart', async () => {
  await control('/sandbox/uninstall', {});
  await closeHttpServer(server);
  await start();
  expect(await Promise.all([first, europe].map(answers))).toEqual(['refused', 'found']);
});

it('portals that share a workspace share its token: the last that leaves gives it back', async () => {
  expect(await portals.connecting.disconnect(first, 'ops@acme.test')).toEqual({ isGivenBack: true });
  expect(await answers(second)).toBe('found');
  expect(slack.workspace.installation.status).toBe('active');
  expect(await portals.connecting.disconnect(second, 'ops@acme.test')).toEqual({ isGivenBack: true });
  expect(slack.workspace.installation.status).toBe('token_revoked');
  expect(await portals.connecting.disconnect(second, 'ops@acme.test')).toBeNull();
  expect(await states()).toEqual({ [first]: 'disconnected', [second]: 'disconnected', [europe]: 'active' });
  expect(await store.portalsOfSlackTeam(acmeTeam)).toEqual([]);
  expect(await store.portalsOfSlackTeam(europeTeam)).toEqual([europe]);
});

it('a token that can be opened no more is told, and does not keep anybody else from starting', async () => {
  store.connection.statement("UPDATE credentials SET sealed = 'k9.x.y' WHERE portal_id = ?").run(first);
  await closeHttpServer(server);
  await start();
  expect(await Promise.all([first, second].map(answers))).toEqual(['refused', 'found']);
  const [alarm] = await store.alarms(first);
  expect(alarm?.message).toMatch(/^Alerts wait: .*cannot be opened/);
});
