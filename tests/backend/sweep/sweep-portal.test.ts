import { readContactFacts } from '../../../backend/hubspot/read-contact-facts.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { type SweepProgress, sweepPortal } from '../../../backend/sweep/sweep-portal.ts';
import { event } from '../../support/events.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 424242;
const used = { contact: ['jobtitle'], company: ['city'] };
let portal: TestPortal;
let store: SqliteStore;
let companyId: string;
let progress: SweepProgress[];
const contacts: Record<string, string> = {};

/** Somebody of ours whose contact is known; with their values read, unless said otherwise. */
async function addPerson(name: string, isRead = true): Promise<void> {
  const rules = { playbook: acmePlaybook(), timeZone: 'UTC' };
  await store.acceptEvents(portalId, [[event({ userId: name })]], rules);
  const { personId } = (await store.personByIdentity(portalId, `u:${name}`))!;
  const input = { trace: name, properties: { email: `${name}@trial.test`, jobtitle: 'Engineer' }, companyId };
  const created = (await portal.gateway.createContacts([input])).get(name)!;
  if (!created.ok) throw new Error('not created');
  contacts[name] = created.id;
  const acknowledged = { subjectId: personId, recordId: created.id, written: {}, problem: null };
  await store.acknowledge(portalId, 'contact', [acknowledged]);
  if (isRead) await store.saveFacts(portalId, [{ personId, facts: await factsOf(name) }], Date.now());
}

async function factsOf(name: string) {
  return (await readContactFacts(portal.gateway, used, [contacts[name]!], priorities.routine)).get(contacts[name]!)!;
}

async function change(type: 'contact' | 'company', id: string, properties: Record<string, string>): Promise<void> {
  const outcome = (await portal.gateway.updateRecords(type, [{ id, properties }])).get(id);
  expect(outcome?.ok).toBe(true);
}

/** Who has to be decided again after a sweep. */
async function sweep(): Promise<string[]> {
  await store.connection.database.exec('DELETE FROM dirty_persons');
  progress = [];
  const from = Date.now() - 3_600_000;
  await sweepPortal(
    {
      portalId,
      store,
      gateway: portal.gateway,
      used,
      now: () => Date.now(),
      onPage: async (page) => void progress.push(page),
    },
    { contact: from, company: from },
  );
  const inputs = await store.decisionInputs(portalId, 100);
  return inputs.map(({ person }) => person.profile.userIds[0]!).sort();
}

beforeEach(async () => {
  portal = await startTestPortal({ searchIndexDelayMs: 0 }, { pacing: { searchesPerSecond: 100 } });
  await fetch(`${portal.sandbox.url}/sandbox/settings`, { method: 'POST', body: '{"searchPerSecond":100}' });
  store = await openSqliteStore(':memory:');
  const made = await portal.gateway.createCompanies([{ trace: 'trial', properties: { name: 'Trial' } }]);
  const company = made.get('trial')!;
  if (!company.ok) throw new Error('not created');
  companyId = company.id;
  await addPerson('ada');
  await addPerson('ben');
});
afterEach(async () => {
  await portal.close();
  await store.close();
});

it('decides again whose value changed, and nobody else', async () => {
  expect(await sweep()).toEqual([]);
  await change('contact', contacts.ada!, { jobtitle: 'Head of Engineering' });
  expect(await sweep()).toEqual(['ada']);
  const [known] = await store.factsOfContacts(portalId, [contacts.ada!]);
  expect(known?.facts.values.contact).toMatchObject({ jobtitle: 'Head of Engineering' });
  expect(await sweep()).toEqual([]);
});

it('decides everybody again whose primary company changed', async () => {
  await change('company', companyId, { city: 'Lisbon' });
  expect(await sweep()).toEqual(['ada', 'ben']);
  const people = await store.factsUnderCompany(portalId, companyId, 0, 10);
  expect(people.map(({ facts }) => facts.values.company?.city)).toEqual(['Lisbon', 'Lisbon']);
});

it('sees the stage and the owner, and passes over changes that decide nothing', async () => {
  await change('contact', contacts.ada!, { lifecyclestage: 'customer' });
  await change('contact', contacts.ben!, { firstname: 'Benjamin', phone: '+49 30 1234' });
  expect(await sweep()).toEqual(['ada']);
});

it('leaves alone who was never read', async () => {
  await addPerson('eve', false);
  await change('contact', contacts.eve!, { jobtitle: 'Director' });
  expect(await sweep()).toEqual([]);
  expect(await store.factsOfContacts(portalId, [contacts.eve!])).toEqual([]);
});

it('never puts an older value in the place of one read since', async () => {
  const [ada] = await store.factsOfContacts(portalId, [contacts.ada!]);
  await store.saveFacts(portalId, [{ personId: ada!.personId, facts: ada!.facts }], ada!.factsAt + 1);
  const stale = { ...ada!, facts: { ...ada!.facts, lifecycleStage: 'lead' }, basedOn: ada!.factsAt };
  expect(await store.refreshFacts(portalId, [stale], Date.now())).toBe(0);
  expect((await store.factsOfContacts(portalId, [contacts.ada!]))[0]?.facts.lifecycleStage).not.toBe('lead');
});

it('reads in batches, and says how far it came', async () => {
  await change('contact', contacts.ada!, { jobtitle: 'VP' });
  await portal.forget();
  await sweep();
  const calls = await portal.calls();
  const reads = calls.filter((call) => call.includes('batch/read'));
  expect(calls.filter((call) => call.endsWith('/search'))).toHaveLength(2);
  expect(reads.filter((call) => call.includes('/contacts/batch/read'))).toHaveLength(1);
  expect(progress.at(-1)).toMatchObject({ type: 'company', changed: 0 });
  expect(progress.filter(({ type }) => type === 'contact').at(-1)).toMatchObject({ changed: 1 });
});
