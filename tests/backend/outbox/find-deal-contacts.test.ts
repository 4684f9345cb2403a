import { readAgain } from '../../../backend/handoff/hubspot-changes.ts';
import { runHubspotLane } from '../../../backend/outbox/hubspot-lane.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { event } from '../../support/events.ts';
import { now, portalState, timeZone } from '../../support/handoffs.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 424242;
const email = 'sarah@finpilot.test';
let portal: TestPortal;
let store: SqliteStore;
let personId: number;

beforeEach(async () => {
  portal = await startTestPortal({ seed: 'acme' });
  store = await openSqliteStore(':memory:');
  await store.acceptEvents(portalId, [[event({ receivedAt: now })]], { playbook: acmePlaybook(), timeZone });
  ({ personId } = (await store.personByIdentity(portalId, 'u:sarah'))!);
  const contacts = [...portal.sandbox.portal().records['0-1'].values()];
  const recordId = contacts.find(({ values }) => values.email === email)!.id;
  await store.acknowledge(portalId, 'contact', [{ subjectId: personId, recordId, written: {}, problem: null }]);
});
afterEach(async () => {
  await portal.close();
  await store.close();
});

async function makeDeal(contact: string): Promise<string> {
  const body = JSON.stringify({ contact, stage: 'open' });
  const response = await fetch(`${portal.sandbox.url}/sandbox/deals`, { method: 'POST', body });
  return ((await response.json()) as { id: string }).id;
}

/** What becomes of the deals' effects, and what waits afterwards. */
async function deliver(...dealIds: string[]) {
  await store.enqueue(portalId, readAgain([], { companyIds: [], dealIds }), now);
  const claimed = await store.claimEffects(portalId, 'hubspot', 100, now, 'lease');
  const clock = { now: () => now, plausibleNows: () => [now] };
  const lane = { portalId, store, gateway: portal.gateway, state: portalState(), clock };
  const outcomes = (await runHubspotLane(lane, claimed)).map(({ outcome }) => outcome.outcome);
  const waiting = await store.claimEffects(portalId, 'hubspot', 100, now, 'another');
  return { outcomes, waiting: waiting.map(({ key }) => key) };
}

it('has the facts of the deals’ contacts read again, of those who are ours, once each', async () => {
  const deals = [await makeDeal(email), await makeDeal(email), await makeDeal('priya@finpilot.test'), '1'];
  expect(await deliver(...deals)).toEqual({
    outcomes: ['done', 'done', 'done', 'done'],
    waiting: [`changed:${personId}`],
  });
  expect((await portal.calls()).filter((call) => call.includes('associations'))).toHaveLength(1);
});

it('is done where deals may not be read: none of them concerns anybody', async () => {
  const deal = await makeDeal(email);
  portal.sandbox.portal().switches.scopes.delete('crm.objects.deals.read');
  expect(await deliver(deal)).toEqual({ outcomes: ['done'], waiting: [] });
});

it('is tried again when HubSpot is away', async () => {
  const deal = await makeDeal(email);
  await portal.fail({ mode: 'status', status: 503, match: { path: 'associations/deals/contacts' } });
  expect(await deliver(deal)).toEqual({ outcomes: ['later'], waiting: [] });
});
