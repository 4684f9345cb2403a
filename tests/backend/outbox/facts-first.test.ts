/** A crossing waits for its facts: it is told of them before anything else that was claimed with them is done. */
import { readAgain } from '../../../backend/handoff/hubspot-changes.ts';
import type { HubspotGateway } from '../../../backend/hubspot/hubspot-gateway.ts';
import { readFactsEffect } from '../../../backend/outbox/effect.ts';
import { runHubspotLane } from '../../../backend/outbox/hubspot-lane.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { event } from '../../support/events.ts';
import { now, portalState, timeZone } from '../../support/handoffs.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 424242;
let portal: TestPortal;
let store: SqliteStore;

beforeEach(async () => {
  portal = await startTestPortal({ seed: 'acme' });
  store = await openSqliteStore(':memory:');
  await store.acceptEvents(portalId, [[event({ receivedAt: now })]], { playbook: acmePlaybook(), timeZone });
});
afterEach(async () => {
  await portal.close();
  await store.close();
});

it('facts are told of once they are kept, and only when they have been decided by is something else asked', async () => {
  const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
  const contacts = [...portal.sandbox.portal().records['0-1'].values()];
  const recordId = contacts.find(({ values }) => values.email === 'sarah@finpilot.test')!.id;
  await store.acknowledge(portalId, 'contact', [{ subjectId: personId, recordId, written: {}, problem: null }]);
  const others = readAgain([], { companyIds: [], dealIds: ['1'] });
  await store.enqueue(portalId, [...others, readFactsEffect(personId)], now);
  const claimed = await store.claimEffects(portalId, 'hubspot', 100, now, 'lease');
  const order: string[] = [];
  const lane = {
    portalId,
    store,
    gateway: {
      ...portal.gateway,
      contactsOfDeals: (...asked: Parameters<HubspotGateway['contactsOfDeals']>) => {
        order.push('contacts of a deal are asked for');
        return portal.gateway.contactsOfDeals(...asked);
      },
    },
    state: portalState(),
    clock: { now: () => now, plausibleNows: () => [now] },
    onFacts: async () => {
      order.push(areKept(personId) ? 'facts are kept' : 'facts are not kept');
      await new Promise((resolve) => setImmediate(resolve));
      order.push('and decided by');
    },
  };
  const settled = await runHubspotLane(lane, claimed);
  expect(settled.map(({ outcome }) => outcome.outcome)).toEqual(['done', 'done']);
  expect(order).toEqual(['facts are kept', 'and decided by', 'contacts of a deal are asked for']);
});

function areKept(personId: number): boolean {
  const facts = `SELECT facts_json IS NOT NULL FROM records WHERE portal_id = ? AND kind = 'contact' AND subject_id = ?`;
  return store.connection.database.prepare(facts).pluck().get(portalId, personId) === 1;
}
