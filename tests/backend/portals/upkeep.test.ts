/** What is looked at now and then one node does for a portal. */
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { keepUpkeep } from '../../../backend/portals/upkeep.ts';
import { noOtherNodes } from '../../../backend/store/nodes-store.ts';
import { openPostgresStore, type PostgresStore } from '../../../backend/store/postgres/open.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { createTestDatabase } from '../../support/postgres.ts';

const problems: unknown[] = [];
const onError = (_portalId: number, error: unknown) => problems.push(error);
const stores: PostgresStore[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  expect(problems).toEqual([]);
});

async function node(url: string) {
  const store = await openPostgresStore(url);
  stores.push(store);
  const portals = new Map([
    [1, 'first'],
    [2, 'second'],
  ]);
  const upkeep = keepUpkeep({ store, portals, memory: createPortalMemory(), onError, lookMs: 20, askMs: 100 });
  const ours = upkeep.ours(portals);
  return {
    portals,
    ours,
    upkeep,
    async end() {
      await upkeep.stop();
      stores.splice(stores.indexOf(store), 1);
      await store.close();
    },
  };
}

const until = (what: string, isSo: () => boolean) =>
  waitUntil(what, async () => (isSo() ? { value: true } : { instead: 'not yet' }), 15_000, 10);

it('is done by one node for each portal, also for those that come later, and by another once that one is gone', async () => {
  const url = await createTestDatabase();
  const [one, other] = [await node(url), await node(url)];
  const all = () => [...one.ours.keys(), ...other.ours.keys()].toSorted();
  await until('both portals to be somebody’s', () => String(all()) === '1,2');
  for (const { portals } of [one, other]) portals.set(3, 'third');
  await until('the third to be somebody’s', () => String(all()) === '1,2,3');
  await one.end();
  await until('all to be the other’s', () => String([...other.ours.keys()]) === '1,2,3');
  await other.end();
}, 60_000);

it('whoever asks for a portal by its number finds it on every node', async () => {
  const url = await createTestDatabase();
  const [one, other] = [await node(url), await node(url)];
  await until('both portals to be somebody’s', () => one.ours.size + other.ours.size === 2);
  for (const { ours } of [one, other]) {
    expect([ours.get(1), ours.has(2), ours.get(9)]).toEqual(['first', true, undefined]);
  }
  const mine = one.ours.size > 0 ? one : other;
  const seen: unknown[] = [];
  mine.ours.forEach((value, portalId) => {
    seen.push([portalId, value]);
  });
  expect(seen).toEqual([...mine.ours.entries()]);
  expect([...mine.ours.values()]).toEqual(seen.map((entry) => (entry as [number, string])[1]));
  mine.portals.delete(1);
  expect([...mine.ours.keys()]).not.toContain(1);
  await one.end();
  await other.end();
}, 60_000);

it('where no other node can be this one does it all', () => {
  const portals = new Map([[1, 'first']]);
  expect(keepUpkeep({ store: noOtherNodes, portals, memory: createPortalMemory(), onError }).ours(portals)).toBe(
    portals,
  );
});
