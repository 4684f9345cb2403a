/** Two product groups whose people have the same primary company, and a company of a product account nobody knows. */
import type { HubspotRecord } from '../../sandbox/demo/hubspot-state.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlarm,
  expectValues,
  inventCompany,
  lastStep,
  signUp,
  useBefore,
} from '../support/trial-company.ts';

let product: RunningProduct;

beforeAll(async () => {
  product = await startProduct();
}, 60_000);
afterAll(() => product?.stop());

it('two groups with one HubSpot company are one: the teammate in the other workspace is the second active user', async () => {
  const company = inventCompany('Two workspaces');
  const { champion, teammate } = company;
  await addToHubspot(product, company);
  const other = { ...company, groupId: `other-${company.groupId}` };
  const teammateJoined = signUp(other, teammate, new Date(product.clock.now() - 60_000).toISOString());
  const ofChampion = useBefore(product, company).filter(({ userId }) => userId === champion.userId);
  await product.send([...ofChampion, ...teammateJoined]);
  await expectValues(product, champion.email, { zo_pql_score: /\d/, zo_handoff_gate: 'not_ready' });
  await product.send([lastStep(product, company)]);
  await expectValues(product, champion.email, { zo_handoff_status: 'alerted' }, 25_000);
  const [inHubspot] = await waitUntil<HubspotRecord[]>(
    'two active users at the company',
    async () => {
      const { companies } = await product.contact(champion.email);
      const active = companies[0]?.values.zo_company_active_users;
      return active === '2' ? { value: companies } : { instead: `${active}` };
    },
    10_000,
    50,
  );
  expect([company.groupId, other.groupId]).toContain(inHubspot?.values.zo_company_id);
  expect(await alertsAbout(product, company)).toHaveLength(2);
  expect((await product.portal()).alarms).toEqual([]);
}, 60_000);

it('a gate does not wait for a company that belongs to an account nobody knows, and an alarm names both', async () => {
  const company = inventCompany('Foreign account');
  const { champion } = company;
  await addToHubspot(product, company);
  const { companies } = await product.contact(champion.email);
  await product.hubspot('PATCH', `/sandbox/objects/companies/${companies[0]!.id}`, {
    properties: { zo_company_id: 'billing-9' },
  });
  await cross(product, company);
  await expectValues(product, champion.email, { zo_handoff_gate: 'open' }, 10_000);
  const { message } = await expectAlarm(product, 'billing-9');
  expect(message).toContain(company.groupId);
  const after = await product.contact(champion.email);
  expect(after.companies[0]?.values.zo_company_id).toBe('billing-9');
}, 40_000);
