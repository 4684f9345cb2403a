/** A node that stood still with what it had claimed, until another took its place: it wakes with values that are old. */
import { createHubspotGateway, type HubspotGateway } from '../../../backend/hubspot/hubspot-gateway.ts';
import { hubspotWhileOurs } from '../../../backend/outbox/while-ours.ts';
import { openPostgresStore, type PostgresStore } from '../../../backend/store/postgres/open.ts';
import { type ContactSync, emailOf, startContactSync, syncPortalId } from '../../support/contact-sync.ts';
import { createTestDatabase } from '../../support/postgres.ts';

let sync: ContactSync;
let still: PostgresStore;
let other: PostgresStore;
beforeEach(async () => {
  sync = await startContactSync(['sarah']);
  const url = await createTestDatabase();
  // What it claims others may take at once.
  still = await openPostgresStore(url, { leaseMs: 0 });
  other = await openPostgresStore(url);
  await sync.accept(still, { type: 'identify', userId: 'sarah', email: emailOf('sarah'), traits: { plan: 'free' } });
  await sync.work(still);
});
afterEach(async () => {
  await Promise.all([still.close(), other.close()]);
  await sync.portal.close();
});

async function changePlan(store: PostgresStore, plan: string): Promise<void> {
  await sync.accept(store, { type: 'identify', userId: 'sarah', traits: { plan } });
  await sync.decide(store);
}

/** One node stands still about to write `pro`, while the other writes `team`; resolves once it has woken and settled. */
async function standStill(
  gateway: HubspotGateway,
  lease: (lease: string) => void,
  write = async (woken: Promise<void>, send: () => ReturnType<HubspotGateway['updateRecords']>) => {
    await woken;
    return send();
  },
): Promise<void> {
  await changePlan(still, 'pro');
  const claimed = await sync.claim(still);
  lease(claimed[0]!.lease);
  const stopped = Promise.withResolvers<void>();
  const woken = Promise.withResolvers<void>();
  const updateRecords: HubspotGateway['updateRecords'] = async (...args) => {
    stopped.resolve();
    return write(woken.promise, () => gateway.updateRecords(...args));
  };
  const settled = sync.run(still, claimed, { ...gateway, updateRecords });
  await stopped.promise;
  await other.recoverEffects(syncPortalId);
  await changePlan(other, 'team');
  await sync.work(other);
  expect(await sync.read('zo_plan')).toEqual(['team']);
  woken.resolve();
  expect(await sync.settle(still, await settled)).toContain(false);
}

it('what it sends late is written over with what is newest', async () => {
  await standStill(sync.portal.gateway, () => {});
  expect(await sync.read('zo_plan')).toEqual(['pro']);
  await sync.work(other);
  expect(await sync.read('zo_plan')).toEqual(['team']);
});

it('it sends nothing when it finds that what it had claimed is no longer its own', async () => {
  let lease = '';
  const gateway = hubspotWhileOurs(sync.portal.gateway, () => still.holdsLease(syncPortalId, lease));
  await standStill(gateway, (its) => {
    lease = its;
  });
  expect(await sync.read('zo_plan')).toEqual(['team']);
});

it('it sends nothing of what another took while the call waited its turn', async () => {
  let lease = '';
  let token = Promise.resolve();
  const paced = createHubspotGateway({
    portalId: syncPortalId,
    baseUrl: sync.portal.sandbox.url,
    accessToken: async () => {
      await token;
      return sync.portal.sandbox.accessToken;
    },
    log: { debug() {}, warn() {} },
    pacing: { maxInFlight: 1 },
  });
  const gateway = hubspotWhileOurs(paced, () => still.holdsLease(syncPortalId, lease));
  await standStill(
    gateway,
    (its) => {
      lease = its;
    },
    async (woken, send) => {
      token = woken;
      const before = paced.owners();
      const written = send();
      await before;
      return written;
    },
  );
  expect(await sync.read('zo_plan')).toEqual(['team']);
  await paced.close();
});
