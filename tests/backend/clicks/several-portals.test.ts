/** Portals that share a Slack workspace, and one of another: a button acts on the handoff it names, and on no other. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runClicksLane } from '../../../backend/clicks/follow-clicks.ts';
import { takeInteractions } from '../../../backend/clicks/take-interactions.ts';
import { clicksLane } from '../../../backend/outbox/effect.ts';
import type { PortalState } from '../../../backend/portals/portal-state.ts';
import type { Press } from '../../../backend/slack/press.ts';
import { createSlackGateway, type SlackGateway } from '../../../backend/slack/slack-gateway.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/start-slack-sandbox.ts';
import { event } from '../../support/events.ts';
import { alertedHandoff, now, portalState, timeZone } from '../../support/handoffs.ts';
import { acmeTeam, europeTeam } from '../../support/slack-browser.ts';

const [one, two, abroad] = [201, 202, 203];
const portals = [one, two, abroad];
const clock = { now: () => now, plausibleNows: () => [now] };
const operators = ['ops@acme.test'];

let folder: string;
let store: SqliteStore;
let slack: SlackSandbox;
let gateways: Map<number, SlackGateway>;
let handoffs: Record<number, number>;
const stateOf = (portalId: number): PortalState => {
  const state = portalState();
  return { ...state, portal: { ...state.portal, portalId } };
};

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'several-portals-'));
  store = await openSqliteStore(path.join(folder, 'zo.db'));
  slack = await startSlackSandbox({ rateLimits: false });
  const europe = slack.control.workspaces[1]!;
  Object.assign(europe.installation, { ...slack.workspace.installation, token: 'xoxb-europe' });
  const gatewayOf = (token: string) => createSlackGateway({ token, slackApiUrl: slack.apiUrl });
  gateways = new Map([
    [one, gatewayOf(slack.token)],
    [two, gatewayOf(slack.token)],
    [abroad, gatewayOf('xoxb-europe')],
  ]);
  handoffs = {};
  for (const portalId of portals) handoffs[portalId] = await handOff(portalId);
});
afterEach(async () => {
  await slack.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

async function handOff(portalId: number): Promise<number> {
  const { portal, playbook } = stateOf(portalId);
  await store.savePortal(portal);
  const identified = event({ type: 'identify', userId: 'sarah', email: 'sarah@finpilot.test', receivedAt: now });
  await store.acceptEvents(portalId, [[identified]], { playbook, timeZone });
  const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
  return (await store.transactHandoff(portalId, { personId }, now, (context) => {
    const handoffId = context.newHandoffId();
    const handoff = alertedHandoff({ handoffId, personId, companyId: null, alerts: {}, timers: {} });
    return { answer: handoffId, change: { handoff, effects: [], receipts: [] } };
  }))!;
}

let presses = 0;
function press(value: string, change: Partial<Press> = {}): Press {
  presses += 1;
  return {
    id: `press-${presses}`,
    actionId: 'zo_accept',
    value,
    userId: 'U0MARIA01',
    teamId: acmeTeam,
    channel: 'D0MARIA01',
    ts: '1.000001',
    threadTs: null,
    responseUrl: null,
    triggerId: null,
    ...change,
  };
}

/** Taken, then followed by every portal that has something to follow. */
async function follow(pressed: Press): Promise<number[]> {
  const take = takeInteractions({
    store,
    states: { get: async (portalId) => stateOf(portalId) },
    slack: gateways,
    clock,
    operatorsOf: async () => operators,
    slackApiUrl: slack.apiUrl,
    onOtherPress: () => {},
    onKept: () => {},
    log: { error: () => {} },
  });
  await take({ kind: 'press', press: pressed });
  for (const portalId of portals) {
    const effects = await store.claimEffects(portalId, clicksLane, 10, now, 'lease');
    const lane = { portalId, store, gateway: gateways.get(portalId)!, state: stateOf(portalId), clock };
    await runClicksLane(
      { ...lane, operator: { emails: operators, canPress: true }, slackApiUrl: slack.apiUrl, onFollowed: () => {} },
      effects,
    );
  }
  const accepted: number[] = [];
  for (const portalId of portals) {
    if ((await store.handoff(portalId, handoffs[portalId]!))?.acceptedAt != null) accepted.push(portalId);
  }
  return accepted;
}

it('of two portals in one workspace only that one is acted on whose button it was', async () => {
  expect(handoffs[one]).toBe(handoffs[two]);
  expect(await follow(press(`${one}:${handoffs[one]}`))).toEqual([one]);
  expect(await follow(press(`${two}:${handoffs[two]}`))).toEqual([one, two]);
});

it('a value that names a portal of another workspace changes nothing, and tells nobody anything', async () => {
  // Even where they know her there as well: what counts is the workspace it was done in.
  const known = slack.control.workspaces[1]!.users;
  known.find(({ id }) => id === 'U1MARIA01')!.email = 'm.lopez@acme.test';
  known.push({ ...slack.workspace.users.find(({ id }) => id === 'U0MARIA01')! });
  expect(await follow(press(`${abroad}:${handoffs[abroad]}`))).toEqual([]);
  expect(slack.control.workspaces.flatMap(({ ephemerals }) => ephemerals)).toEqual([]);
  const theirs = { userId: 'U0MARIA01', teamId: europeTeam };
  expect(await follow(press(`${one}:${handoffs[one]}`, theirs))).toEqual([]);
  expect(await follow(press(`${abroad}:${handoffs[abroad]}`, theirs))).toEqual([abroad]);
});

it('a press that claims another team than its user has is nobody’s', async () => {
  const pressed = press(`${abroad}:${handoffs[abroad]}`, { teamId: europeTeam, userId: 'U0MARIA01' });
  expect(await follow(pressed)).toEqual([]);
});
