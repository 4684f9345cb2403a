/** The playbook changed while the product runs: simulated, saved as a version, and nobody alerted about a mere change of rules. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SavedPlaybook } from '../../backend/portals/change-playbook.ts';
import type { Simulation } from '../../backend/simulation/simulation-report.ts';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import { runCommand } from '../../sandbox/demo/run-command.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  alertsAbout,
  expectAlerts,
  expectValues,
  inventCompany,
  lastStep,
  type TrialCompany,
  track,
  useBefore,
} from '../support/trial-company.ts';

const strict = readFileSync(path.join(repositoryRoot, 'playbooks/acme.yaml'), 'utf8');
const lax = strict.replace('zo_company_active_users >= 2', 'zo_company_active_users >= 1');

let product: RunningProduct;
beforeAll(async () => {
  // Direct mode: the workflow would have to be provisioned again after each version.
  product = await startProduct({ env: { PLAYBOOK: '' }, goLive: false, withoutActionIds: true });
  await save(strict, { reason: 'the first' });
  await product.goLive();
}, 60_000);
afterAll(() => product?.stop());

const save = (source: string, more: object) =>
  product.admin<SavedPlaybook>('PUT', '/playbook', { source, author: 'ops@acme.test', ...more });

/** One active user short of the strict definition. */
async function lone(words: string): Promise<TrialCompany> {
  const company = inventCompany(words);
  await addToHubspot(product, company);
  await product.send(useBefore(product, company));
  await expectValues(product, company.champion.email, { zo_pql_score: '65', zo_sql_ready: 'no' }, 30_000);
  return company;
}

it('names whom a draft would make ready, before and after it is saved, and alerts them at their next crossing', async () => {
  const listed = await lone('Listed');
  const { email } = listed.champion;

  const lines = await simulate(lax);
  expect(lines).toMatchObject({
    version: 1,
    today: { present: { ready: 0 }, draft: { ready: 1, free: 1 }, added: { count: 1, people: [{ email }] } },
  });

  const saved = await save(lax, { reason: 'lone champions too', expectedVersion: 1 });
  expect(saved).toMatchObject({
    version: 2,
    today: { added: { count: 1, people: [{ email, company: listed.name }] } },
  });
  expect(saved.changes).toContain(
    '+   AND the company is not on a personal email domain AND zo_company_active_users >= 1',
  );
  await expectValues(product, email, { zo_sql_ready: 'yes', zo_handoff_gate: 'before_go_live' }, 30_000);

  // Somebody who does it all under the new definition is handed off: the gate works, and by then it has decided the other.
  const fresh = inventCompany('Fresh');
  await addToHubspot(product, fresh);
  await product.send(useBefore(product, fresh));
  await expectAlerts(product, fresh, 1, 30_000);
  expect(await alertsAbout(product, listed)).toEqual([]);

  const back = await product.admin<SavedPlaybook>('POST', '/playbook/rollback', { version: 1, reason: 'too many' });
  expect(back).toMatchObject({ version: 3, today: { removed: { count: 2 } } });
  await expectValues(product, email, { zo_sql_ready: 'no', zo_handoff_gate: 'not_ready' }, 30_000);
  await product.send([lastStep(product, listed)]);
  await expectAlerts(product, listed, 1, 30_000);

  const { versions } = await product.admin<{ versions: object[] }>('GET', '/playbook/versions');
  expect(versions).toMatchObject([
    { version: 3, reason: 'back to version 1: too many' },
    { version: 2, author: 'ops@acme.test', reason: 'lone champions too', alertReady: false },
    { version: 1, reason: 'the first' },
  ]);
}, 150_000);

it('alerts whom a version makes ready when it is asked to', async () => {
  const asked = await lone('Asked');
  const saved = await save(lax, { alertReady: true });
  expect(saved.today.added.people.map(({ email }) => email)).toContain(asked.champion.email);
  await expectAlerts(product, asked, 1, 30_000);
}, 100_000);

it('lists whom a signal of another meaning makes ready, once usage is counted again in the background', async () => {
  const company = inventCompany('Renamed');
  await addToHubspot(product, company);
  const events = useBefore(product, company).filter(({ event }) => event !== 'Onboarding Completed');
  const at = new Date(product.clock.now() - 60_000).toISOString();
  await product.send([...events, track(company.champion, 'Setup Done', at), lastStep(product, company)]);
  const { email } = company.champion;
  await expectValues(product, email, { zo_pql_score: '40', zo_sql_ready: 'no' }, 30_000);

  const renamed = lax.replace('activated: Onboarding Completed', 'activated: [Onboarding Completed, Setup Done]');
  const { today } = await save(renamed, {});
  expect(today).toMatchObject({
    isRecounted: true,
    added: { count: 1, people: [{ email }] },
    scores: { rise: 1, fall: 0 },
  });
  await expectValues(product, email, { zo_pql_score: '65', zo_handoff_gate: 'before_go_live' }, 30_000);
  expect(await alertsAbout(product, company)).toEqual([]);
}, 100_000);

it('is what the operator’s tool shows', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'zo-drafts-'));
  const draft = path.join(folder, 'draft.yaml');
  const zo = async (...args: string[]) => {
    const env = { ZO_URL: product.backendUrl, ADMIN_TOKEN: 'admin-token-of-the-tests' };
    return runCommand('backend/cli/zo.ts', ['playbook', ...args], env, 30_000);
  };
  await writeFile(draft, strict.replace('zo_pql_score >= 50', 'zo_pql_score >= 99'));
  expect((await zo('simulate', draft)).output).toMatch(/^\d+ ready; with this draft 0: \+0, −\d+ \(of \d+ people\)/);
  expect((await zo('apply', draft, '--dry-run')).output).toContain('Nothing was saved.');
  // Nobody can be asked here.
  const unasked = await zo('apply', draft);
  expect([unasked.exitCode, unasked.output]).toEqual([1, expect.stringContaining('Nothing was saved: say --yes')]);
  expect((await zo('versions', '--limit', '200')).output).toContain('by ops@acme.test: lone champions too');
  expect((await zo('show', '--version', '1')).output).toBe(strict);
  expect((await zo('diff', '--from', '1', '--to', '2')).output).toContain('zo_company_active_users >= 1');

  await writeFile(draft, strict.replace('zo_pql_score', 'zo_pql_scor'));
  const mistaken = await zo('apply', draft);
  expect(mistaken.exitCode).toBe(1);
  expect(mistaken.output).toContain('(did you mean zo_pql_score?)');
  expect(mistaken.output).toMatch(/\n +\^{11}\n/);
  await rm(folder, { recursive: true });
}, 100_000);

it('does not let two editors overwrite one another', async () => {
  const refused = save(`${strict}# mine\n`, { expectedVersion: 1 });
  await expect(refused).rejects.toThrow(/409.*version_conflict.*saved by ops@acme\.test/);
}, 30_000);

it('refuses a definition that tells hardly anybody apart, with the count, unless it is meant', async () => {
  const everybody = strict.replace(
    /definition: >[\s\S]*?(?=handoff:)/,
    'definition: A free user becomes an SQL when zo_pql_score >= 0\n',
  );
  await expect(save(everybody, {})).rejects.toThrow(
    /409.*takes_everyone.*With this playbook (\d+) of \1 people would be ready/,
  );
}, 30_000);

async function simulate(source: string): Promise<Simulation> {
  const response = await fetch(`${product.backendUrl}/admin/portals/4711/playbook/simulate`, {
    method: 'POST',
    headers: { authorization: 'Bearer admin-token-of-the-tests', 'content-type': 'application/json' },
    body: JSON.stringify({ source }),
  });
  const lines = (await response.text()).trim().split('\n');
  return (JSON.parse(lines.at(-1)!) as { simulation: Simulation }).simulation;
}
