/** Lanes and windows that several nodes on one PostgreSQL share: one works on a lane at a time, and none sooner than it may. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Effect, priorities } from '../../../backend/outbox/effect.ts';
import type { PostgresStore } from '../../../backend/store/postgres/open.ts';
import { now } from '../../support/handoffs.ts';
import { lookInto } from '../../support/postgres.ts';
import { type TwoNodes, twoNodes } from '../../support/two-nodes.ts';

let url: string;
let portalId: number;
let one: PostgresStore;
let other: PostgresStore;
let leaves: TwoNodes['leaves'];
twoNodes((nodes) => {
  ({ url, portalId, one, other, leaves } = nodes);
});

const lane = 'slack:#pql-handoff';
const alert = (handoffId: number): Effect => ({
  kind: 'post alert',
  handoffId,
  place: { to: 'channel', channel: '#pql-handoff' },
  key: `alert:${handoffId}:channel`,
  lane,
  priority: priorities.crossing,
});
const alerts = (count: number) => Array.from({ length: count }, (_, index) => alert(index + 1));
const claim = (node: PostgresStore, lease: string, limit = 1) => node.claimEffects(portalId, lane, limit, now, lease);
const settle = (node: PostgresStore, claimed: Awaited<ReturnType<typeof claim>>, restMs?: number) =>
  node.settleEffects(
    portalId,
    claimed.map(({ key, lease, generation }) => ({ key, lease, generation, outcome: { outcome: 'done' } })),
    now,
    restMs,
  );

it('a lane that one node works on is neither ready for another nor given to it, until it has settled', async () => {
  await one.enqueue(portalId, alerts(3), now);
  const claimed = await claim(one, 'one');
  expect(claimed).toHaveLength(1);
  expect(await other.readyLanes(portalId, now)).toEqual([]);
  expect(await one.readyLanes(portalId, now)).toEqual([lane]);
  expect(await claim(other, 'other')).toEqual([]);
  expect(await settle(one, claimed)).toEqual([true]);
  expect(await other.readyLanes(portalId, now)).toEqual([lane]);
  expect(await claim(other, 'other')).toMatchObject([{ key: 'alert:2:channel', lease: 'other' }]);
  expect(await claim(one, 'again')).toEqual([]);
});

it('a lane rests for all nodes as long as whoever used it last says', async () => {
  await one.enqueue(portalId, alerts(2), now);
  await settle(one, await claim(one, 'one'), 2_000);
  const rested = performance.now();
  expect(await other.readyLanes(portalId, now)).toEqual([]);
  expect([await claim(one, 'a'), await claim(other, 'b')]).toEqual([[], []]);
  let claimed = await claim(other, 'b');
  while (claimed.length === 0) {
    await sleep(10);
    claimed = await claim(other, 'b');
  }
  expect(performance.now() - rested).toBeGreaterThan(1_950);
});

it('of nodes that claim of a lane at the same time only one has anything of it, and in the end each effect was claimed once', async () => {
  await one.enqueue(portalId, alerts(60), now);
  const seen: string[] = [];
  let working = 0;
  await Promise.all(
    [one, other].map(async (node) => {
      while (seen.length < 60) {
        const claimed = await claim(node, randomUUID(), 2);
        if (claimed.length === 0) continue;
        working += 1;
        expect(working).toBe(1);
        seen.push(...claimed.map(({ key }) => key));
        await sleep(2);
        working -= 1;
        await settle(node, claimed);
      }
    }),
  );
  expect(new Set(seen).size).toBe(60);
  expect(seen).toHaveLength(60);
}, 30_000);

it('a lane of a node that is gone is taken over, and one that nobody has is forgotten', async () => {
  await one.enqueue(portalId, alerts(2), now);
  await claim(one, 'one');
  await leaves(one);
  await other.recoverEffects(portalId);
  const claimed = await claim(other, 'other', 2);
  expect(claimed).toHaveLength(2);
  await other.recoverEffects(portalId);
  expect(await other.markSending(portalId, claimed[0]!.key, 'other')).toBe(true);
  await settle(other, claimed);
  await other.recoverEffects(portalId);
  const looking = lookInto(url);
  expect(await looking.ask(`SELECT lane FROM lanes WHERE portal_id = ${portalId}`)).toEqual([]);
  await looking.end();
});

it('a node that stands still has a lane for a minute, and what it claimed of it for as long as it is there', async () => {
  await one.enqueue(portalId, alerts(2), now);
  const claimed = await claim(one, 'one');
  expect(await claim(other, 'other')).toEqual([]);
  const looking = lookInto(url);
  await looking.ask(`UPDATE lanes SET lease_until = lease_until - interval '61 seconds' WHERE portal_id = ${portalId}`);
  await looking.end();
  expect(await claim(other, 'other')).toMatchObject([{ key: 'alert:2:channel' }]);
  // Its settling does not free what another has now.
  expect(await settle(one, claimed)).toEqual([true]);
  expect(await one.readyLanes(portalId, now)).toEqual([]);
  expect(await claim(one, 'again')).toEqual([]);
});

it('what is kept of a portal’s calls is changed by one node at a time, each told what the other kept', async () => {
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      [one, other][index % 2]!.changeWindow!<number[], number>(portalId, 'standard', (kept, at) => ({
        keep: [...(kept ?? []), at],
        answer: at,
      })),
    ),
  );
  const times = await one.changeWindow!<number[], number[]>(portalId, 'standard', (kept) => ({
    keep: kept ?? [],
    answer: kept ?? [],
  }));
  expect(times).toHaveLength(40);
  expect(times.toSorted((a, b) => a - b)).toEqual(times);
  expect(Math.abs(times[0]! - Date.now())).toBeLessThan(60_000);
});

it('says how many nodes there are', async () => {
  expect(await one.countNodes()).toBe(2);
  await leaves(other);
  expect(await one.countNodes()).toBe(1);
});

it('a node has a lane until the last of its claims is settled, whichever that is', async () => {
  await one.enqueue(portalId, alerts(4), now);
  const first = await claim(one, 'first');
  const second = await claim(one, 'second');
  expect([first, second].map((claimed) => claimed.length)).toEqual([1, 1]);
  await settle(one, second);
  expect(await claim(other, 'other')).toEqual([]);
  const third = await claim(one, 'third');
  await settle(one, first);
  await one.unclaimEffects(portalId, 'never claimed');
  expect(await claim(other, 'other')).toEqual([]);
  await one.unclaimEffects(portalId, 'third');
  expect(await settle(one, third)).toEqual([false]);
  expect(await claim(other, 'other')).toMatchObject([{ key: 'alert:3:channel' }]);
});
