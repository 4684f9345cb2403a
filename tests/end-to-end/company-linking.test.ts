/** Which HubSpot company a product company becomes, where its sign-ups are in HubSpot only in part. */
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import { cross, expectAlerts, expectValues, inventCompany } from '../support/trial-company.ts';

let product: RunningProduct;

beforeAll(async () => {
  product = await startProduct();
  await product.goLive();
}, 60_000);
afterAll(() => product?.stop());

it('puts new people of a known domain under the company that is there, without a second one', async () => {
  const company = inventCompany('Known domain');
  const { name, domain, champion } = company;
  await product.hubspot('POST', '/sandbox/objects/companies', {
    properties: { name, domain, numberofemployees: '12' },
  });
  await cross(product, company);
  await expectValues(product, champion.email, { zo_handoff_status: 'alerted' }, 25_000);
  const { companies } = await product.contact(champion.email);
  expect(companies.map(({ values }) => values.domain)).toEqual([domain]);
  const state = await product.hubspotState();
  expect(state.companies.filter(({ values }) => values.name === name)).toHaveLength(1);
  const [alert] = await expectAlerts(product, company, 2);
  expect(alert?.shown).toContain(`${name} (~12 employees)`);
  await waitUntil(
    'the expected contract value of 12 employees',
    async () => {
      const value = (await product.contact(champion.email)).companies[0]?.values.zo_expected_acv ?? 'none';
      return value === '1440' ? { value } : { instead: value };
    },
    25_000,
  );
}, 60_000);
