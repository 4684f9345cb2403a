import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { keepings } from '../../../backend/provision/keeping.ts';
import type { Kept } from '../../../backend/provision/three-way.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { portalState } from '../../support/handoffs.ts';

const { portal } = portalState();
const kept = (label: string): Kept => ({ id: null, sent: { label }, returned: { label }, pending: null });

it('what we wrote in a portal is remembered across runs, and writes at the same time lose nothing', async () => {
  const store = await openSqliteStore(':memory:');
  await store.savePortal(portal);
  await store.savePortal({ ...portal, portalId: 2 });
  const keepingOf = keepings(store, createPortalMemory(), () => 1);
  expect(await keepingOf(portal.portalId).read()).toEqual({});
  const names = ['a', 'b', 'c'];
  await Promise.all(names.map((name) => keepingOf(portal.portalId).write({ [name]: kept(name) })));
  await keepingOf(2).write({ a: kept('of another portal') });
  await keepingOf(portal.portalId).write({ a: kept('again') });
  const later = keepings(store, createPortalMemory(), () => 2);
  expect(await later(portal.portalId).read()).toEqual({ a: kept('again'), b: kept('b'), c: kept('c') });
  await store.close();
});
