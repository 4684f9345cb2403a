/** Two nodes on one database, and the limits that HubSpot and Slack have for the portal, not for a node. */
import '../../support/on-postgres.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { priorities } from '../../../backend/outbox/effect.ts';
import type { HubspotRecord } from '../../../sandbox/demo/hubspot-state.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import type { EitherStore } from '../../support/engines.ts';
import { type Looking, lookInto } from '../../support/postgres.ts';
import { openBeside } from '../../support/product-database.ts';
import {
  type LoggedCall,
  type ProductNode,
  portalId,
  type RunningProduct,
  startProduct,
} from '../../support/running-product.ts';

/** All of it is used: what is no crossing leaves the last place free, and what is asked for by hand a tenth. */
const limit = 44;
const leastUsed = 0.8 * limit;
const intervalMs = 10_000;

let product: RunningProduct;
let nodes: ProductNode[];
let looking: Looking;
let beside: EitherStore;
/** Lanes that two nodes had at once. */
let shared: unknown[] = [];
let watching: NodeJS.Timeout;
beforeAll(async () => {
  product = await startProduct({ withoutActionIds: true });
  nodes = [product, await product.startNode()];
  looking = lookInto(product.databaseUrl);
  beside = await openBeside(product.databaseUrl);
  watching = setInterval(async () => {
    const found = await looking.ask(
      `SELECT lane FROM outbox WHERE state IN ('claimed', 'sending') GROUP BY lane HAVING count(DISTINCT node) > 1`,
    );
    shared = [...shared, ...found];
  }, 20);
}, 60_000);
afterAll(async () => {
  clearInterval(watching);
  await beside?.close();
  await looking?.end();
  await product?.stop();
}, 30_000);

type TimedCall = LoggedCall & { monotonicMs: number };
const callsSince = async (sequence: number) =>
  (await product.hubspot<{ requests: TimedCall[] }>('GET', `/sandbox/requests?after=${sequence}`)).requests;

async function useProduct(node: ProductNode, people: { userId: string; email: string }[]): Promise<void> {
  for (const { userId, email } of people) {
    const about = { userId, timestamp: new Date(product.clock.now()).toISOString() };
    await node.send([
      { ...about, type: 'identify', traits: { email }, messageId: `is-${userId}` },
      { ...about, type: 'track', event: 'Report Created', messageId: `did-${userId}` },
    ]);
  }
}

/** The most of them that began within one interval. */
function mostAtOnce(times: number[]): number {
  return Math.max(...times.map((first) => times.filter((at) => at >= first && at < first + intervalMs).length));
}

it('HubSpot refuses none of their calls, they use what it allows, and each changed contact is written', async () => {
  const people = Array.from({ length: 150 }, (_, index) => ({
    userId: `paced-${index}`,
    email: `paced-${index}@paced.test`,
  }));
  for (let begin = 0; begin < people.length; begin += 50) {
    await Promise.all(
      people
        .slice(begin, begin + 50)
        .map(({ email }) =>
          product.hubspot('POST', '/sandbox/objects/contacts', { properties: { email, lifecyclestage: 'lead' } }),
        ),
    );
  }
  await product.hubspot('POST', '/sandbox/settings', { tenSecondlyLimit: limit });
  // Until now HubSpot allowed more: whoever calls next learns of it, and is refused when more have been made than it allows now.
  await product.admin('GET', '/provision').catch(() => {});
  const before = (await callsSince(0)).at(-1)!.sequence;
  const until = performance.now() + intervalMs;
  await Promise.all(
    nodes.flatMap((node, index) => [
      useProduct(
        node,
        people.filter((_, at) => at % nodes.length === index),
      ),
      // What each does besides the outbox's lane, which one has at a time.
      (async () => {
        while (performance.now() < until) await node.admin('GET', '/provision');
      })(),
    ]),
  );
  const written = await waitUntil<HubspotRecord[]>(
    'all contacts to be written',
    async () => {
      const { contacts } = await product.hubspotState();
      const paced = contacts.filter(({ values }) => values.zo_user_id?.startsWith('paced-'));
      return paced.length === people.length ? { value: paced } : { instead: `${paced.length} are` };
    },
    20_000,
    250,
  );
  // Nothing is written a second time.
  for (const name of ['zo_user_id', 'zo_last_key_action', 'zo_key_actions_7d']) {
    expect(written.map(({ history }) => history[name]?.length)).toEqual(people.map(() => 1));
  }
  const calls = (await callsSince(before)).filter(({ path }) => !path.startsWith('/sandbox/'));
  expect(calls.filter(({ status }) => status === 429)).toEqual([]);
  const counted = calls.filter(({ path }) => !path.endsWith('/search') && !path.startsWith('/crm/v4/associations/'));
  const most = mostAtOnce(counted.map(({ monotonicMs }) => monotonicMs));
  expect(most).toBeLessThanOrEqual(limit);
  expect(most).toBeGreaterThanOrEqual(leastUsed);
}, 60_000);

it('Slack refuses none of the messages that both post to one channel, a second apart', async () => {
  const texts = Array.from({ length: 13 }, (_, index) => `Note ${index} of two nodes`);
  await beside.enqueue(
    portalId,
    texts.map((text) => ({
      kind: 'post note',
      channel: '#marketing',
      text,
      handoffId: null,
      key: `note:${text}`,
      lane: 'slack:#marketing',
      priority: priorities.routine,
    })),
    product.clock.now(),
  );
  const posted = async () => (await product.messagesAbout('of two nodes')).map(({ shown }) => shown);
  await waitUntil(
    'all notes',
    async () => ((await posted()).length >= texts.length ? { value: true } : { instead: `${(await posted()).length}` }),
    25_000,
    100,
  );
  await sleep(200);
  expect((await posted()).toSorted()).toEqual(texts.toSorted());
  const { requests } = await product.slack<{
    requests: { method: string; monotonicMs: number; error: string | null }[];
  }>('GET', '/sandbox/requests');
  expect(requests.filter(({ error }) => error === 'ratelimited')).toEqual([]);
  const times = requests.filter(({ method }) => method === 'chat.postMessage').map(({ monotonicMs }) => monotonicMs);
  const gaps = times.slice(1).map((at, index) => at - times[index]!);
  expect(Math.min(...gaps)).toBeGreaterThan(900);
}, 60_000);

it('no lane was worked on by both at once', () => {
  expect(shared).toEqual([]);
});
