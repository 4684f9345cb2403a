import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

let portal: TestPortal;
beforeEach(async () => {
  portal = await startTestPortal({ searchIndexDelayMs: 0 });
});
afterEach(() => portal.close());

async function create(email: string): Promise<string> {
  const [outcome] = (await portal.gateway.createContacts([{ trace: email, properties: { email } }])).values();
  if (!outcome?.ok) throw new Error(`${email} was not created`);
  return outcome.id;
}
const write = (id: string, properties: Record<string, string>) =>
  portal.gateway.updateRecords('contact', [{ id, properties }]);

it('finds the latest customers first, and nobody else', async () => {
  const [first, second, lead] = [await create('a@x.test'), await create('b@x.test'), await create('c@x.test')];
  await write(second, { lifecyclestage: 'customer' });
  await write(lead, { lifecyclestage: 'lead' });
  await write(first, { lifecyclestage: 'customer' });
  const found = await portal.gateway.searchCustomers(10, ['email']);
  expect(found.map(({ properties }) => properties.email)).toEqual(['a@x.test', 'b@x.test']);
  expect(found[0]!.properties.hs_lifecyclestage_customer_date).toMatch(/^\d{4}-/);
  expect(await portal.gateway.searchCustomers(1, [])).toHaveLength(1);
});

it('reads what properties held before, oldest first, with who wrote it', async () => {
  const id = await create('a@x.test');
  await write(id, { jobtitle: 'Engineer' });
  await write(id, { jobtitle: 'Founder' });
  const history = (await portal.gateway.readHistory('contact', [id, '999999'], ['jobtitle', 'city'])).get(id)!;
  expect(history.jobtitle!.map(({ value }) => value)).toEqual(['Engineer', 'Founder']);
  expect(history.jobtitle![0]).toMatchObject({ sourceType: 'INTEGRATION', at: expect.any(Number) });
  expect(history.city ?? []).toEqual([]);
});
