import { readContactFacts } from '../../../backend/hubspot/read-contact-facts.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { saveHandoff } from '../../../backend/store/sqlite/handoff-rows.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { sweepHandoffs } from '../../../backend/sweep/sweep-handoffs.ts';
import { event } from '../../support/events.ts';
import { waitingHandoff } from '../../support/handoffs.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 424242;
const used = { contact: [], company: [] };
let portal: TestPortal;
let store: SqliteStore;

/** Somebody of ours whose contact has been read, with a handoff. */
async function handOff(email: string, closedAt: number | null = null): Promise<void> {
  const userId = email.split('@')[0]!;
  await store.acceptEvents(portalId, [[event({ userId })]], { playbook: acmePlaybook(), timeZone: 'UTC' });
  const { personId } = (await store.personByIdentity(portalId, `u:${userId}`))!;
  const contact = [...portal.sandbox.portal().records['0-1'].values()].find(({ values }) => values.email === email)!;
  const read = await readContactFacts(portal.gateway, used, [contact.id], priorities.routine);
  await store.saveFacts(portalId, [{ personId, facts: read.get(contact.id)! }], Date.now());
  const handoff = waitingHandoff({ handoffId: personId, personId, companyId: null, contactId: contact.id });
  const closed = closedAt === null ? {} : { status: 'returned' as const, closedAt };
  saveHandoff(store.connection, portalId, { ...handoff, ...closed });
}

async function ask(path: string, body: unknown): Promise<void> {
  const response = await fetch(portal.sandbox.url + path, { method: 'POST', body: JSON.stringify(body) });
  expect(response.ok).toBe(true);
}

/** Who has to be decided again after a sweep. */
async function sweep(): Promise<string[]> {
  store.connection.database.exec('DELETE FROM dirty_persons');
  const changed = await sweepHandoffs({ portalId, store, gateway: portal.gateway, used, now: () => Date.now() });
  const inputs = await store.decisionInputs(portalId, 100);
  expect(inputs).toHaveLength(changed);
  return inputs.map(({ person }) => person.profile.userIds[0]!).sort();
}

beforeEach(async () => {
  portal = await startTestPortal({ seed: 'acme' });
  store = await openSqliteStore(':memory:');
  await handOff('sarah@finpilot.test');
  await handOff('nora@brightside.test');
  await handOff('lone@soloworks.test', Date.now());
});
afterEach(async () => {
  await portal.close();
  await store.close();
});

it('sees that sales has been in touch with somebody who was handed off, and nobody else', async () => {
  expect(await sweep()).toEqual([]);
  await ask('/sandbox/contacts/sarah@finpilot.test/engagements', { kind: 'call' });
  await ask('/sandbox/contacts/lone@soloworks.test/engagements', { kind: 'call' });
  expect(await sweep()).toEqual(['sarah']);
  expect(await sweep()).toEqual([]);
});

it('sees a deal that was won, of which the contact itself shows nothing', async () => {
  await ask('/sandbox/deals', { contact: 'nora@brightside.test', stage: 'won' });
  expect(await sweep()).toEqual(['nora']);
  const people = await store.factsOfHandedOff(portalId, 0, 10);
  expect(people.map(({ facts }) => [facts.email, facts.deals.wonAt])).toEqual([
    ['sarah@finpilot.test', null],
    ['nora@brightside.test', expect.any(Number)],
  ]);
});

it('asks HubSpot nothing where nothing is open', async () => {
  store.connection.database.exec('UPDATE handoffs SET is_open = 0');
  await portal.forget();
  expect(await sweep()).toEqual([]);
  expect(await portal.calls()).toEqual([]);
});
