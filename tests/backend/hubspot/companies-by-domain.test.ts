/** Companies are looked up by many domains at once, and HubSpot answers with so many a page. */
import { makeProperties, startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

let portal: TestPortal;
beforeEach(async () => {
  portal = await startTestPortal({ tenSecondlyLimit: 100_000, searchIndexDelayMs: 0 });
  await makeProperties(portal.gateway);
});
afterEach(() => portal.close());

it('a domain whose companies stand behind hundreds of others has them', async () => {
  const many = Array.from({ length: 250 }, (_, place) => ({
    trace: `many-${place}`,
    properties: { name: `Many ${place}`, domain: 'many.test' },
  }));
  await portal.gateway.createCompanies(many);
  const made = await portal.gateway.createCompanies([
    { trace: 'one', properties: { name: 'One', domain: 'one.test' } },
  ]);
  const one = made.get('one');
  const found = await portal.gateway.findCompaniesByDomain(['many.test', 'one.test', 'none.test'], []);
  expect(found.get('one.test')?.map(({ id }) => id)).toEqual([one?.ok ? one.id : 'not made']);
  expect(found.get('many.test')).toHaveLength(250);
  expect(found.get('none.test')).toEqual([]);
});
