/** People of a store and their contacts in a local HubSpot, decided and written by hand, as the service does by itself. */
import type { Playbook } from '@zo/shared';
import { decide } from '../../backend/handoff/decide.ts';
import type { HubspotGateway } from '../../backend/hubspot/hubspot-gateway.ts';
import type { ClaimedEffect } from '../../backend/outbox/effect.ts';
import { runHubspotLane } from '../../backend/outbox/hubspot-lane.ts';
import type { Settlement } from '../../backend/outbox/lane.ts';
import { askJson } from './ask-json.ts';
import type { EitherStore } from './engines.ts';
import { event } from './events.ts';
import { decisionContext, now, portalState, timeZone } from './handoffs.ts';
import { makeProperties, startTestPortal, type TestPortal } from './hubspot-portal.ts';
import { acmePlaybook } from './playbooks.ts';

export const syncPortalId = 424242;
export const emailOf = (userId: string) => `${userId}@finpilot.test`;
const rules: { playbook: Playbook; timeZone: string } = { playbook: acmePlaybook(), timeZone };

export type ContactSync = {
  portal: TestPortal;
  /** In the order of the users. */
  contactIds: string[];
  accept(store: EitherStore, is: Parameters<typeof event>[0]): Promise<unknown>;
  decide(store: EitherStore): Promise<number>;
  claim(store: EitherStore): Promise<ClaimedEffect[]>;
  run(store: EitherStore, claimed: ClaimedEffect[], gateway?: HubspotGateway): Promise<Settlement[]>;
  settle(store: EitherStore, settled: Settlement[]): Promise<boolean[]>;
  /** All of it, until nothing is left to do at once. */
  work(store: EitherStore): Promise<void>;
  /** Makes them an owner in HubSpot; the id they have there. */
  hire(owner: { email: string }): Promise<string>;
  /** What HubSpot has of each contact. */
  read(property: string): Promise<string[]>;
};

/** Each of the users has a contact in HubSpot, and is linked to it by the first `work`. */
export async function startContactSync(userIds: readonly string[]): Promise<ContactSync> {
  const portal = await startTestPortal({ tenSecondlyLimit: 100_000 });
  await makeProperties(portal.gateway);
  const inputs = userIds.map((userId) => ({ trace: userId, properties: { email: emailOf(userId) } }));
  const made = await portal.gateway.createContacts(inputs, 0);
  const contactIds = userIds.map((userId) => {
    const outcome = made.get(userId);
    return outcome?.ok ? outcome.id : '';
  });
  let moment = now;
  const clock = { now: () => moment, plausibleNows: () => [moment] };
  const sync: ContactSync = {
    portal,
    contactIds,
    accept: (store, is) => store.acceptEvents(syncPortalId, [[event({ receivedAt: moment, ...is })]], rules),
    async decide(store) {
      const inputs = await store.decisionInputs(syncPortalId, 10);
      const decisions = inputs.map((input) => decide(input, decisionContext({ now: moment })));
      await store.commitDecisions(syncPortalId, decisions, 1, moment);
      return decisions.length;
    },
    claim(store) {
      moment += 10_000;
      return store.claimEffects(syncPortalId, 'hubspot', 10, moment, `lease-${moment}`);
    },
    run: (store, claimed, gateway = portal.gateway) =>
      runHubspotLane({ portalId: syncPortalId, store, gateway, state: portalState(), clock }, claimed),
    settle: (store, settled) =>
      store.settleEffects(
        syncPortalId,
        settled.map(({ effect, outcome }) => ({ ...effect, outcome })),
        moment,
      ),
    async work(store) {
      for (let round = 0; round < 20; round += 1) {
        const decided = await sync.decide(store);
        const claimed = await sync.claim(store);
        if (claimed.length + decided === 0) return;
        await sync.settle(store, await sync.run(store, claimed));
      }
      throw new Error('there is always more to do');
    },
    async hire(owner) {
      return (await askJson<{ id: string }>('POST', `${portal.sandbox.url}/sandbox/owners`, owner)).id;
    },
    async read(property) {
      const read = await portal.gateway.readContacts({ by: 'id', values: contactIds, properties: [property] }, 0);
      return contactIds.map((id) => {
        const record = read.get(id);
        return record === undefined || record === 'not found' ? 'no contact' : (record.properties[property] ?? '');
      });
    },
  };
  return sync;
}
