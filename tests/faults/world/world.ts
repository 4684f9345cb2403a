/**
 * Everything one case needs, each in a process of its own but the clock and the gates: the local HubSpot and Slack, which
 * survive whatever happens to the product and so keep two of the ledgers; the client, which keeps the third; one node of
 * the product or more on one database.
 */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ClockServer, startClockServer } from '../../../sandbox/clock/clock-server.ts';
import { type StartedProgram, startProgram } from '../../../sandbox/demo/child-process.ts';
import { findFreePort } from '../../../sandbox/demo/free-port.ts';
import { nextTuesdayAtTen } from '../../../sandbox/demo/local-time.ts';
import { readActionIds } from '../../../sandbox/demo/set-up-hubspot.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { askJson } from '../../support/ask-json.ts';
import { type Random, seededRandom } from '../../support/seeded-random.ts';
import { type Client, startClient } from '../client/client.ts';
import { emailOfUser, usersInHubspot } from '../client/messages.ts';
import { type Engine, type EngineName, startEngine } from './engine.ts';
import { type Front, startFront } from './front.ts';
import { type Gate, startGate } from './gate.ts';
import { createNode, type Node } from './node.ts';
import { patienceMs } from './patience.ts';
import { owners, playbookOf } from './playbook.ts';

export const portalId = 4711;
export const timeZone = 'Europe/Berlin';
export const adminToken = 'admin-token-of-the-faults';
const accessToken = 'pat-of-the-faults';
const slackToken = 'xoxb-of-the-faults';
const writeKey = 'write-key-of-the-faults';
const clientSecret = 'client-secret-of-the-faults';

export type WorldOptions = {
  seed: number;
  engine: EngineName;
  nodes?: number;
  mode?: 'direct' | 'workflow';
  /** Modules of tests/faults/preload in every node. */
  preload?: string[];
  /** Where the database is, if not beside everything else. */
  databaseFolder?: string;
  /** Settings of the nodes that differ. */
  env?: Record<string, string>;
  /** What the database's address becomes for the nodes, such as a proxy's. */
  through?: (databaseUrl: string) => Promise<string>;
  /** How the nodes are started the first time, such as under another program. */
  under?: string[];
  connections?: number;
  /** How far the clocks of HubSpot and Slack are behind ours; negative: ahead. */
  platformsBehindMs?: number;
  say?: (line: string) => void;
};

export type World = {
  random: Random;
  folder: string;
  engine: Engine;
  /** The nodes' clock. */
  clock: ClockServer;
  /** Moves it, and that of the platforms. */
  moveClocks(ms: number): Promise<void>;
  hubspotGate: Gate;
  slackGate: Gate;
  nodes: Node[];
  /** The first node: of cases with one alone. */
  node: Node;
  client: Client;
  mode: 'direct' | 'workflow';
  /** Controls of the sandboxes, of their `/sandbox/…`. */
  hubspot<A = unknown>(method: string, route: string, body?: unknown): Promise<A>;
  slack<A = unknown>(method: string, route: string, body?: unknown): Promise<A>;
  /** Through any node that runs. */
  admin<A = unknown>(method: string, route: string, body?: unknown): Promise<A>;
  say(line: string): void;
  stop(): Promise<void>;
};

export async function startWorld(options: WorldOptions): Promise<World> {
  const { seed, mode = 'direct', say = () => {} } = options;
  const ending: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of ending.reverse()) await end();
  };
  try {
    return await build(options, { seed, mode, say, ending, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

type Parts = {
  seed: number;
  mode: 'direct' | 'workflow';
  say: (line: string) => void;
  ending: (() => Promise<unknown>)[];
  stop: () => Promise<void>;
};

async function build(options: WorldOptions, { seed, mode, say, ending, stop }: Parts): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zo-faults-'));
  ending.push(() => rm(folder, { recursive: true, force: true }));
  const clock = await startClockServer();
  ending.push(() => clock.close());
  await clock.advance(nextTuesdayAtTen(Date.now(), timeZone) - Date.now());
  const platformClock = await startPlatformClock(clock, options.platformsBehindMs ?? 0);
  if (platformClock !== clock) ending.push(() => platformClock.close());
  const moveClocks = async (ms: number) => {
    await clock.advance(ms);
    if (platformClock !== clock) await platformClock.advance(ms);
  };
  const engine = await startEngine(options.engine, options.databaseFolder ?? folder);
  ending.push(() => engine.close());

  const ports = await freePorts(options.nodes ?? 1);
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  // With several nodes HubSpot and Slack see one address, as behind a balancer.
  const front: Front | null = urls.length > 1 ? await startFront(urls) : null;
  if (front !== null) ending.push(() => front.close());
  const publicUrl = front?.url ?? urls[0]!;
  const [hubspotProgram, slackProgram] = await startPlatforms(platformClock.url, publicUrl, mode);
  ending.push(
    () => hubspotProgram.stop(),
    () => slackProgram.stop(),
  );
  const [hubspotGate, slackGate] = await Promise.all([startGate(hubspotProgram.url), startGate(slackProgram.url)]);
  ending.push(
    () => hubspotGate.close(),
    () => slackGate.close(),
  );
  const hubspot = <A>(method: string, route: string, body?: unknown) =>
    askJson<A>(method, hubspotProgram.url + route, body);
  const slack = <A>(method: string, route: string, body?: unknown) =>
    askJson<A>(method, slackProgram.url + route, body);
  await preparePlatforms(hubspot, slack, hubspotProgram.url);

  const playbookFile = path.join(folder, 'playbook.yaml');
  await writeFile(playbookFile, playbookOf(mode));
  const env = {
    PUBLIC_URL: publicUrl,
    DATABASE_URL: (await options.through?.(engine.url)) ?? engine.url,
    CLOCK_URL: clock.url,
    HUBSPOT_API_URL: hubspotGate.url,
    HUBSPOT_PORTAL_ID: String(portalId),
    HUBSPOT_ACCESS_TOKEN: accessToken,
    HUBSPOT_CLIENT_SECRET: clientSecret,
    SLACK_API_URL: `${slackGate.url}/api/`,
    SLACK_BOT_TOKEN: slackToken,
    WRITE_KEY: writeKey,
    PLAYBOOK: playbookFile,
    ADMIN_EMAILS: 'ops@acme.test',
    ADMIN_TOKEN: adminToken,
    LOG_LEVEL: 'warn',
    ...(mode === 'workflow' ? { HUBSPOT_ACTION_IDS: await readActionIds(hubspotProgram.url) } : {}),
    ...options.env,
  };
  const nodes = urls.map((url) => createNode(url, { env, preload: options.preload ?? [] }));
  ending.push(() => Promise.all(nodes.map((node) => node.stop())));
  for (const node of nodes) await node.start(options.under ? { under: options.under } : {});
  const admin = <A>(method: string, route: string, body?: unknown) => {
    const running = nodes.find((node) => node.isRunning()) ?? nodes[0]!;
    const address = `${running.url}/admin/portals/${portalId}${route}`;
    return askJson<A>(method, address, body, { authorization: `Bearer ${adminToken}` });
  };
  await goLive(admin, mode);

  const client = await startClient({
    urls,
    writeKey,
    ledger: path.join(folder, 'client.jsonl'),
    seed,
    run: `event-${seed}`,
    now: clock.now(),
    connections: options.connections ?? 8,
  });
  ending.push(() => client.stop());
  const random = seededRandom(seed);
  const [node] = nodes as [Node];
  return {
    random,
    folder,
    engine,
    clock,
    moveClocks,
    hubspotGate,
    slackGate,
    nodes,
    node,
    client,
    mode,
    hubspot,
    slack,
    admin,
    say,
    stop,
  };
}

/** A clock of its own only where it differs. */
async function startPlatformClock(clock: ClockServer, behindMs: number): Promise<ClockServer> {
  if (behindMs === 0) return clock;
  const other = await startClockServer();
  await other.advance(clock.now() - behindMs - Date.now());
  return other;
}

async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = await findFreePort();
    if (!ports.includes(port)) ports.push(port);
  }
  return ports;
}

function startPlatforms(clockUrl: string, publicUrl: string, mode: string): Promise<[StartedProgram, StartedProgram]> {
  const hubspot = {
    CLOCK_URL: clockUrl,
    SANDBOX_SEED: 'empty',
    SANDBOX_PORTAL_ID: String(portalId),
    SANDBOX_ACCESS_TOKEN: accessToken,
    SANDBOX_CLIENT_SECRET: clientSecret,
    SANDBOX_ENROLMENT_DELAY_MS: '100',
    SANDBOX_ACTION_URL: publicUrl,
    ...(mode === 'workflow' ? { SANDBOX_PROJECT_DIR: 'hubspot-project' } : {}),
  };
  const slack = { CLOCK_URL: clockUrl, SANDBOX_SLACK_TOKEN: slackToken, SANDBOX_SLACK_RATE_LIMITS: 'off' };
  return Promise.all([
    startProgram({ name: 'Local HubSpot', file: 'sandbox/hubspot/main.ts', env: hubspot, startWithinMs: patienceMs }),
    startProgram({ name: 'Local Slack', file: 'sandbox/slack/main.ts', env: slack, startWithinMs: patienceMs }),
  ]);
}

type Control = World['hubspot'];

/** Owners in both places, and some of the users as contacts in HubSpot. */
async function preparePlatforms(hubspot: Control, slack: Control, hubspotUrl: string): Promise<void> {
  const limits = { tenSecondlyLimit: 1e6, associationBatchLimit: 1e6, searchPerSecond: 1e6, searchIndexDelayMs: 100 };
  await hubspot('POST', '/sandbox/settings', limits);
  for (const [index, email] of owners.entries()) {
    await hubspot('POST', '/sandbox/owners', { email, firstName: 'Owner', lastName: `O${index}` });
    await slack('POST', '/sandbox/users', { name: `owner${index}`, realName: `Owner O${index}`, email });
  }
  await createContacts(
    hubspotUrl,
    usersInHubspot.map((userId) => ({ email: emailOfUser(userId), lastname: userId, lifecyclestage: 'lead' })),
  );
}

export async function createContacts(hubspotUrl: string, contacts: Record<string, string>[]): Promise<void> {
  const address = `${hubspotUrl}/crm/v3/objects/contacts/batch/create`;
  for (let start = 0; start < contacts.length; start += 100) {
    const inputs = contacts.slice(start, start + 100).map((properties) => ({ properties }));
    await askJson('POST', address, { inputs }, { authorization: `Bearer ${accessToken}` });
  }
}

/** As soon as our properties are in HubSpot it can be done; until then it says so. */
async function goLive(admin: World['admin'], mode: string): Promise<void> {
  type Live = { mode?: string; goLiveAt?: number | null };
  await waitUntil(
    'going live',
    async () => {
      const result = await admin<Live>('POST', '/provision', { goLive: true }).catch(String);
      const isLive = typeof result === 'object' && Boolean(result.goLiveAt) && result.mode === mode;
      return isLive ? { value: true } : { instead: JSON.stringify(result).slice(0, 500) };
    },
    patienceMs,
    500,
  );
}
