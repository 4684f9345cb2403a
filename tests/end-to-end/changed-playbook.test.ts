/** A playbook file that was changed while the service was down. */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import { addToHubspot, expectValues, inventCompany, signUp, track } from '../support/trial-company.ts';

let product: RunningProduct;
afterAll(() => product?.stop());

it('counts the kept events by the new signals after the restart, without a new event', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'zo-playbook-'));
  const file = path.join(folder, 'playbook.yaml');
  const before = readFileSync(path.resolve(import.meta.dirname, '../../playbooks/acme.yaml'), 'utf8');
  writeFileSync(file, before);
  product = await startProduct({ env: { PLAYBOOK: file } });
  const company = inventCompany('Renamed signal');
  await addToHubspot(product, company);
  const now = new Date(product.clock.now()).toISOString();
  await product.send([...signUp(company, company.champion, now), track(company.champion, 'Onboarding Complete', now)]);
  await expectValues(product, company.champion.email, { zo_activation_status: 'not activated', zo_pql_score: '0' });

  await product.kill();
  writeFileSync(file, before.replace('Onboarding Completed', 'Onboarding Complete'));
  await product.start();
  await expectValues(product, company.champion.email, { zo_activation_status: 'activated', zo_pql_score: '25' });
  await waitUntil(
    'the alarms to be quiet',
    async () => {
      const { alarms } = await product.portal();
      return alarms.length === 0 ? { value: true } : { instead: alarms.map(({ message }) => message).join('; ') };
    },
    5_000,
    100,
  );
}, 40_000);
