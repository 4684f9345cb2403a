/** Whoever opted out is not handed off when the playbook says so, and HubSpot shows why. */
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlerts,
  expectValues,
  inventCompany,
} from '../support/trial-company.ts';

let product: RunningProduct;
beforeAll(async () => {
  product = await startProduct({
    withoutActionIds: true,
    playbook: (yaml) => `${yaml}do not contact: hs_email_optout is true\n`,
  });
}, 60_000);
afterAll(() => product?.stop());

it('is not handed off, while a colleague elsewhere with the same activity is', async () => {
  const [out, not] = [inventCompany('Out'), inventCompany('In')];
  await addToHubspot(product, out);
  await product.hubspot('POST', `/sandbox/contacts/${encodeURIComponent(out.champion.email)}/opt-out`, {});
  await addToHubspot(product, not);
  await cross(product, out);
  await cross(product, not);
  await expectAlerts(product, not, 2);
  await expectValues(product, out.champion.email, { zo_handoff_gate: 'do_not_contact', zo_sql_ready: 'yes' });
  expect(await alertsAbout(product, out)).toEqual([]);
}, 60_000);
