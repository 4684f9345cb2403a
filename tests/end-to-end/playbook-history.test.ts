/** A draft held against past customers: HubSpot says who closed and when, the kept events what they had done by then. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  expectValues,
  inventCompany,
  lastStep,
  type TrialCompany,
  useBefore,
} from '../support/trial-company.ts';

let product: RunningProduct;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-history-'));
  product = await startProduct({ goLive: false, withoutActionIds: true });
}, 60_000);
afterAll(async () => {
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Everything but the last step, then a customer. */
async function customer(words: string): Promise<TrialCompany> {
  const company = inventCompany(words);
  const contactId = await addToHubspot(product, company);
  await product.send(useBefore(product, company));
  await expectValues(product, company.champion.email, { zo_pql_score: '65' }, 30_000);
  await product.hubspot('PATCH', `/sandbox/objects/contacts/${contactId}`, {
    properties: { lifecyclestage: 'customer' },
  });
  return company;
}

async function simulate(definition: string): Promise<string> {
  const acme = await readFile(path.join(repositoryRoot, 'playbooks/acme.yaml'), 'utf8');
  const draft = path.join(folder, 'draft.yaml');
  await writeFile(draft, acme.replace('zo_company_active_users >= 2', definition));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(repositoryRoot, 'backend/cli/zo.ts'), 'playbook', 'simulate', draft],
    { env: { ...process.env, ZO_URL: product.backendUrl, ADMIN_TOKEN: 'admin-token-of-the-tests' } },
  );
  return stdout;
}

it('says whom it would have caught before they closed; what they did afterwards does not count', async () => {
  const company = await customer('Closed');
  // A teammate becomes active only now: the live definition was not met when they closed.
  await product.send([lastStep(product, company)]);
  await expectValues(product, company.champion.email, { zo_sql_ready: 'yes' }, 30_000);

  const strict = await simulate('zo_company_active_users >= 2');
  expect(strict).toContain('Of your last customer with earlier events it would have caught 0.');
  expect(strict).toMatch(/ - .*: closed .*; until then at best 3 of 4: missing 1 more active user/);
  const lax = await simulate('zo_company_active_users >= 1');
  expect(lax).toContain('Of your last customer with earlier events it would have caught 1, median 1 day before');
  expect(lax).toContain('Fewer than 20 customers: take this as an impression, not as a measurement.');
  expect(lax).toMatch(/Over the last .*: about \d+\.\d handoffs per AE per week on average/);
  expect(lax).toContain(`+ ${company.champion.firstName} ${company.champion.lastName}`);
}, 120_000);
