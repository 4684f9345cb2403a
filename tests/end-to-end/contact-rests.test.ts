/** Somebody who never stops: their contact is written seldom, in the end as they are, and a crossing waits for none of it. */
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  cross,
  expectAlerts,
  expectValues,
  inventCompany,
  pass,
  signUp,
  type TrialPerson,
  track,
} from '../support/trial-company.ts';

let product: RunningProduct;
beforeAll(async () => {
  product = await startProduct();
}, 60_000);
afterAll(() => product?.stop());

async function writesOfContacts(): Promise<number> {
  const { byRoute } = await product.hubspot<{ byRoute: Record<string, { calls: number }> }>(
    'GET',
    '/sandbox/requests?after=999999999',
  );
  const calls = Object.entries(byRoute).filter(([route]) => route.endsWith('/batch/update'));
  return calls.reduce((sum, [, one]) => sum + one.calls, 0);
}

const at = () => new Date(product.clock.now()).toISOString();
const act = (person: TrialPerson) => product.send([track(person, 'Report Created', at())]);

it('writes a contact that changes all the time seldom, and within a beat what it is in the end', async () => {
  const company = inventCompany('Restless');
  await addToHubspot(product, company);
  await product.send(signUp(company, company.champion, at()));
  await act(company.champion);
  await expectValues(product, company.champion.email, { zo_key_actions_7d: '1' }, 5_000);
  const before = await writesOfContacts();
  for (let count = 2; count <= 80; count += 1) {
    await act(company.champion);
    await pass(100);
  }
  const crossing = inventCompany('Beside');
  await addToHubspot(product, crossing);
  await cross(product, crossing);
  await expectAlerts(product, crossing, 1, 5_000);
  await expectValues(product, company.champion.email, { zo_key_actions_7d: '80' }, 12_000);
  // Eighty changes in eight seconds and more; the crossing has a few of these.
  expect((await writesOfContacts()) - before).toBeLessThan(30);
}, 60_000);
