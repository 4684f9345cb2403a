/** A token that belongs to another portal than the settings say: nothing of ours is written there, and the operator is told. */
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import { addToHubspot, inventCompany, pass, signUp } from '../support/trial-company.ts';

let product: RunningProduct;
const otherPortal = 999;
afterAll(() => product?.stop());

async function askAboutOther(method: string, route: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${product.backendUrl}/admin/portals/${otherPortal}${route}`, {
    method,
    headers: { authorization: 'Bearer admin-token-of-the-tests' },
  });
  return { status: response.status, text: await response.text() };
}

it('writes nothing with the token of another portal, and says which two portals they are', async () => {
  product = await startProduct({ goLive: false, withoutActionIds: true });
  const company = inventCompany('Somebody else');
  await addToHubspot(product, company);
  await product.kill();
  await product.start({ HUBSPOT_PORTAL_ID: String(otherPortal), DATABASE_URL: 'file::memory:' });
  const now = new Date(product.clock.now()).toISOString();
  await product.send([...signUp(company, company.champion, now), ...signUp(company, company.teammate, now)]);
  await pass(3_000);

  const { contact, companies } = await product.contact(company.champion.email);
  const ours = [contact, ...companies].flatMap((record) => Object.keys(record.values));
  expect(ours.filter((name) => name.startsWith('zo_'))).toEqual([]);

  const provisioned = await askAboutOther('POST', '/provision');
  expect(provisioned.status).toBe(502);
  expect(provisioned.text).toContain('belongs to portal 4711, but the settings say 999');
  const doctor = await askAboutOther('GET', '/doctor');
  expect(doctor.text).toContain('belongs to portal 4711, but the settings say 999');
}, 40_000);
