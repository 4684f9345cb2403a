import { readCustomers } from '../../../backend/simulation/read-customers.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const used = { contact: ['jobtitle'], company: ['numberofemployees'] };
const everybody = async (ids: string[]) => new Set(ids);

let portal: TestPortal;
beforeEach(async () => {
  portal = await startTestPortal({ searchIndexDelayMs: 0 });
});
afterEach(() => portal.close());

async function customer(email: string): Promise<string> {
  const { gateway } = portal;
  const [outcome] = (
    await gateway.createContacts([{ trace: 't', properties: { email, firstname: 'Ada', jobtitle: 'Engineer' } }])
  ).values();
  if (!outcome?.ok) throw new Error(`${email} was not created`);
  await gateway.updateRecords('contact', [{ id: outcome.id, properties: { lifecyclestage: 'customer' } }]);
  return outcome.id;
}

it('tells when each closed and what HubSpot held at each moment', async () => {
  const id = await customer('ada@x.test');
  await portal.gateway.updateRecords('contact', [{ id, properties: { jobtitle: 'Founder' } }]);
  const read = await readCustomers(portal.gateway, used, everybody);
  if ('unknown' in read) throw new Error(read.unknown);
  const [ada] = read;
  expect(ada).toMatchObject({ contactId: id, name: 'Ada', closedAt: expect.any(Number) });
  const titles = ada!.hubspot.map(({ from, facts }) => [from, facts.values.contact.jobtitle]);
  expect(titles).toEqual([
    [0, null],
    [expect.any(Number), 'Engineer'],
    [expect.any(Number), 'Founder'],
  ]);
  expect(titles[1]![0]).toBeLessThanOrEqual(ada!.closedAt);
  expect(ada!.hubspot.map(({ facts }) => facts.values.company)).toEqual([null, null, null]);
});

it('knows the address of then, not the one they closed with', async () => {
  const id = await customer('ada@gmail.com');
  await portal.gateway.updateRecords('contact', [{ id, properties: { email: 'ada@finpilot.test' } }]);
  const read = await readCustomers(portal.gateway, used, everybody);
  if ('unknown' in read) throw new Error(read.unknown);
  const addresses = read[0]!.hubspot.map(({ facts }) => facts.email);
  expect([...new Set(addresses)]).toEqual([null, 'ada@gmail.com', 'ada@finpilot.test']);
});

it('leaves out customers without product activity, and asks for no company where the draft needs none', async () => {
  const [one, other] = [await customer('ada@x.test'), await customer('ben@x.test')];
  await portal.forget();
  const read = await readCustomers(portal.gateway, { contact: [], company: [] }, async () => new Set([other]));
  expect(read).toMatchObject([{ contactId: other, hubspot: [{ from: 0 }, { facts: { email: 'ben@x.test' } }] }]);
  expect(JSON.stringify(read)).not.toContain(`"${one}"`);
  expect(await portal.calls()).toEqual([
    'POST /crm/v3/objects/contacts/search',
    'POST /crm/v3/objects/contacts/batch/read',
  ]);
});

it('says in words that HubSpot does not answer', async () => {
  await portal.fail({ match: { path: 'search' }, mode: 'status', status: 500, times: 20 });
  expect(await readCustomers(portal.gateway, used, everybody)).toEqual({ unknown: expect.stringContaining('500') });
});
