import { properties } from '@zo/shared';
import { awaitProperties } from '../../../backend/portals/await-properties.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { ensureProperties } from '../../../backend/provision/ensure-properties.ts';
import type { KeptArtefacts } from '../../../backend/provision/keeping.ts';
import { keepings } from '../../../backend/provision/keeping.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { startTestPortal } from '../../support/hubspot-portal.ts';

const done = { id: null, sent: { label: 'Plan' }, returned: { label: 'Plan' }, pending: null };

it('waits until our properties have been made in the portal, and not again after a restart', async () => {
  const [portal, store] = await Promise.all([startTestPortal(), openSqliteStore(':memory:')]);
  const keepingOf = keepings(store, createPortalMemory(), () => 1);
  const { portalId } = portal.gateway;
  const awaited = awaitProperties(keepingOf, createPortalMemory());
  expect(await awaited.areThere(portalId)).toBe(false);
  await ensureProperties({ gateway: portal.gateway, keeping: keepingOf(portalId), sleep: async () => {} });
  expect(await awaited.areThere(portalId)).toBe(true);
  expect(await awaitProperties(keepingOf, createPortalMemory()).areThere(portalId)).toBe(true);
  expect(await awaited.areThere(portalId + 1)).toBe(false);
  await Promise.all([portal.close(), store.close()]);
}, 30_000);

it('waits while they are being made, and where that was broken off', async () => {
  const [portal, store] = await Promise.all([startTestPortal(), openSqliteStore(':memory:')]);
  const { gateway } = portal;
  const keeping = keepings(store, createPortalMemory(), () => 1)(gateway.portalId);
  const isThere = () => awaitProperties(() => keeping, createPortalMemory()).areThere(gateway.portalId);
  const asked: Promise<boolean>[] = [];
  const make = () =>
    ensureProperties({ gateway, keeping, sleep: async () => {}, onStep: () => void asked.push(isThere()) });
  try {
    await portal.fail({ match: { path: '/crm/v3/properties/contacts', method: 'POST' }, after: 5, mode: 'status' });
    await expect(make()).rejects.toThrow('HubSpot');
    expect(await isThere()).toBe(false);
    await make();
    expect(new Set(await Promise.all(asked))).toEqual(new Set([false]));
    expect(await isThere()).toBe(true);
  } finally {
    await Promise.all([portal.close(), store.close()]);
  }
}, 30_000);

it('does not wait for a change of one that is there', async () => {
  const changing = { ...done, pending: { label: 'The plan' } };
  const kept: KeptArtefacts = Object.fromEntries(
    properties.map(({ object, name }, index) => [`${object} property ${name}`, index === 0 ? changing : done]),
  );
  const awaited = awaitProperties(() => ({ read: async () => kept }), createPortalMemory());
  expect(await awaited.areThere(1)).toBe(true);
});

it('waits again when a new version has one more, and no longer once making them was tried', async () => {
  const kept: KeptArtefacts = Object.fromEntries(
    properties.slice(1).map(({ object, name }) => [`${object} property ${name}`, done]),
  );
  const awaited = awaitProperties(() => ({ read: async () => kept }), createPortalMemory());
  expect(await awaited.areThere(1)).toBe(false);
  awaited.tried(1);
  expect(await awaited.areThere(1)).toBe(true);
});
