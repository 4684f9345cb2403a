/** A changed playbook where two nodes share the database: one does the work, the other waits for it, or takes its place. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { followRulesInBackground } from '../../../backend/background/follow-in-background.ts';
import { systemClock } from '../../../backend/clock.ts';
import type { NormalisedEvent } from '../../../backend/ingest/event.ts';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import { parseStored } from '../../../backend/playbook/parse-stored.ts';
import { byCurrentRules, rulesInMemory } from '../../../backend/portals/by-current-rules.ts';
import { followNodes } from '../../../backend/portals/follow-nodes.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { portalStates } from '../../../backend/portals/portal-state.ts';
import { openStore, type WholeStore } from '../../../backend/store/open-store.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { createTestDatabase } from '../../support/postgres.ts';

const portalId = 7001;
const people = 900;
let databaseUrl: string;
let acme: string;
const problems: unknown[] = [];

let sent = 0;
function message(is: Record<string, unknown>): NormalisedEvent {
  sent += 1;
  const read = normaliseMessage({ messageId: `m-${sent}`, ...is }, { receivedAt: Date.now(), source: 'server' });
  if ('rejected' in read) throw new Error(read.rejected);
  return read.event;
}
const chartResized = (userId: string) => message({ type: 'track', event: 'Chart Resized', userId });

type Node = Awaited<ReturnType<typeof openNode>>;
let nodes: Node[] = [];

async function openNode() {
  const store: WholeStore = await openStore(databaseUrl);
  const memory = createPortalMemory();
  const states = portalStates(store, parseStored, memory);
  const log = { error: (fields: unknown) => problems.push(fields) } as never;
  const parts = { databaseUrl, store, states, memory, clock: systemClock, onTakeUp: () => {}, log };
  const follower = followRulesInBackground(parts);
  followNodes({
    store,
    states,
    memory,
    servedPortals: () => [portalId],
    knownPortals: async () => [portalId],
    forgetSetting: () => {},
    followRules: follower.follow,
    followCredentials: async () => {},
    onError: (_portalId, error) => problems.push(error),
  });
  const commands = byCurrentRules(store, states);
  const rulesFor = rulesInMemory(store, states);
  return {
    store,
    states,
    follower,
    accept: async (messages: NormalisedEvent[]) =>
      commands.acceptEvents(portalId, [messages], await rulesFor(portalId)),
    save: async (source: string) => {
      await store.savePlaybook(portalId, { source, properties: [], author: 'ops@acme.test', reason: '' }, Date.now());
      states.changed(portalId);
    },
    async end() {
      nodes = nodes.filter((node) => node.store !== store);
      await follower.stop();
      await store.close();
    },
  };
}

beforeEach(async () => {
  problems.length = 0;
  databaseUrl = await createTestDatabase();
  acme = await readFile(path.resolve(import.meta.dirname, '../../../playbooks/acme.yaml'), 'utf8');
  nodes = [await openNode(), await openNode()];
  const [one] = nodes as [Node, Node];
  const portal = { portalId, timeZone: 'Europe/Berlin', uiDomain: 'app.hubspot.com', scopes: [], goLiveAt: null };
  await one.store.savePortal({ ...portal, createdAt: 0 });
  await one.save(acme);
  await one.follower.follow(portalId);
  const events = Array.from({ length: people }, (_, index) => [
    message({ type: 'identify', userId: `user-${index}`, traits: { email: `p${index}@company${index % 7}.test` } }),
    chartResized(`user-${index}`),
  ]);
  await one.accept(events.flat());
}, 60_000);
afterEach(async () => {
  for (const node of [...nodes]) await node.end();
  expect(problems).toEqual([]);
}, 30_000);

const counting = (name: string) => acme.replace('key action: [', `key action: [${name}, `);
const keyActions = async ({ store }: Node, user: string) =>
  (await store.personByIdentity(portalId, `u:${user}`))?.usage.signals['key action']?.total ?? 0;

const untilFinished = ({ store, follower }: Node, version: number) =>
  waitUntil(
    `version ${version} to be followed through`,
    async () => {
      const inForce = await store.rulesInForce(portalId);
      const isDone = inForce?.playbookVersion === version && inForce.unfinished === null;
      return isDone ? { value: true } : { instead: JSON.stringify([inForce, await follower.progress(portalId)]) };
    },
    60_000,
    50,
  );

it('both put the new rules in force, one of them does the work, and each counts by them from then on', async () => {
  const [one, other] = nodes as [Node, Node];
  await one.save(counting('Chart Resized'));
  expect(await Promise.all([one.follower.follow(portalId), other.follower.follow(portalId)])).toEqual([true, true]);
  await untilFinished(other, 2);
  const { generation } = (await one.store.rulesInForce(portalId))!;
  for (const [index, node] of [one, other].entries()) {
    await node.accept([chartResized('user-5')]);
    expect(await keyActions(node, 'user-5')).toBe(2 + index);
    expect(await node.states.get(portalId)).toMatchObject({ playbookVersion: 2, generation });
  }
  // Nobody counted it a second time.
  expect(generation).toBe(2);
}, 120_000);

it('a save that another node has not heard of yet is not missed by what it accepts', async () => {
  const [one, other] = nodes as [Node, Node];
  expect(await other.states.get(portalId)).toMatchObject({ playbookVersion: 1 });
  await one.save(counting('Chart Resized'));
  const accepted = (async () => {
    for (let index = 0; index < 60; index += 1) {
      await other.accept([chartResized('user-7')]);
    }
  })();
  await one.follower.follow(portalId);
  await accepted;
  await untilFinished(one, 2);
  expect(await keyActions(other, 'user-7')).toBe(61);
}, 120_000);

it('what one leaves in its midst another goes on with', async () => {
  const [one, other] = nodes as [Node, Node];
  await one.save(counting('Chart Resized'));
  await one.follower.follow(portalId);
  await one.end();
  await untilFinished(other, 2);
  expect(await keyActions(other, 'user-5')).toBe(1);
  const undecided = (await other.store.decisionInputs(portalId, 2_000)).filter(
    ({ previous }) => previous?.playbookVersion !== 2,
  );
  expect(undecided).toEqual([]);
}, 120_000);

it('how far it is can be asked of either', async () => {
  const [one, other] = nodes as [Node, Node];
  await one.save(counting('Chart Resized'));
  const followed = one.follower.follow(portalId);
  const seen = await waitUntil(
    'the other node to tell',
    async () => {
      const progress = await other.follower.progress(portalId);
      return progress === null ? { instead: 'nothing' } : { value: progress.step };
    },
    30_000,
    5,
  );
  expect(['counting', 'settling', 'deciding']).toContain(seen);
  await followed;
  await untilFinished(one, 2);
}, 120_000);
