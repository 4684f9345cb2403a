/** Two product users whose e-mail addresses belong to the same HubSpot contact, and a contact of a user nobody knows. */
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlarm,
  expectAlerts,
  expectValues,
  handoffsOf,
  inventCompany,
  pass,
  signUp,
  track,
} from '../support/trial-company.ts';

let product: RunningProduct;

beforeAll(async () => {
  product = await startProduct();
}, 60_000);
afterAll(() => product?.stop());

it('two user ids with one contact are one person: their key actions add up and sales is told once', async () => {
  const company = inventCompany('Two logins');
  const { champion } = company;
  await addToHubspot(product, company);
  const second = { ...champion, userId: `second-${champion.userId}`, email: `work.${champion.email}` };
  await product.hubspot('POST', `/sandbox/contacts/${encodeURIComponent(champion.email)}/emails`, {
    email: second.email,
  });
  await cross(product, company);
  await expectValues(product, champion.email, { zo_handoff_status: 'alerted', zo_key_actions_7d: '14' }, 25_000);
  const at = new Date(product.clock.now()).toISOString();
  await product.send([
    ...signUp(company, second, at),
    track(second, 'Onboarding Completed', at),
    track(second, 'Report Created', at),
    track(second, 'Report Created', at),
  ]);
  await expectValues(product, champion.email, { zo_key_actions_7d: '16', zo_user_id: champion.userId });
  await product.send([track(second, 'Report Created', at), track(champion, 'Report Created', at)]);
  const { contact, companies } = await expectValues(product, second.email, { zo_key_actions_7d: '18' });
  expect(contact.values.zo_user_id).toBe(champion.userId);
  await waitUntil<true>(
    `${company.name} to have two active users`,
    async () => {
      const { companies } = await product.contact(champion.email);
      const active = companies[0]?.values.zo_company_active_users;
      return active === '2' ? { value: true } : { instead: `${active}` };
    },
    10_000,
    50,
  );
  expect(companies).toHaveLength(1);
  await pass(1_500);
  expect(await handoffsOf(product, champion.email)).toHaveLength(1);
  expect(await alertsAbout(product, company)).toHaveLength(2);
  expect((await product.portal()).alarms).toEqual([]);
}, 60_000);

it('two user ids that are new together are one person, too', async () => {
  const company = inventCompany('Both new');
  const { champion } = company;
  await addToHubspot(product, company);
  const second = { ...champion, userId: `second-${champion.userId}`, email: `work.${champion.email}` };
  await product.hubspot('POST', `/sandbox/contacts/${encodeURIComponent(champion.email)}/emails`, {
    email: second.email,
  });
  const at = new Date(product.clock.now() - 60_000).toISOString();
  await product.send([...signUp(company, second, at), track(second, 'Report Created', at)]);
  await cross(product, company);
  await expectValues(product, champion.email, { zo_handoff_status: 'alerted', zo_key_actions_7d: '15' }, 25_000);
  await expectAlerts(product, company, 2);
  expect(await handoffsOf(product, champion.email)).toHaveLength(1);
}, 60_000);

it('a contact that carries a user id nobody knows stays with it, and an alarm names both', async () => {
  const company = inventCompany('Foreign id');
  const { champion } = company;
  await addToHubspot(product, company, { contact: { zo_user_id: 'crm-77' } });
  await product.send([
    ...signUp(company, champion, new Date(product.clock.now()).toISOString()),
    track(champion, 'Report Created', new Date(product.clock.now()).toISOString()),
  ]);
  const { message } = await expectAlarm(product, 'crm-77');
  expect(message).toContain(champion.userId);
  await expectValues(product, champion.email, { zo_user_id: 'crm-77', zo_key_actions_7d: null });
}, 30_000);
