/** Watch mode, go-live, refusals with their reasons, and who gets a handoff. */
import type { HubspotState } from '../../sandbox/demo/hubspot-state.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlerts,
  expectHandoff,
  expectValues,
  inventCompany,
  pass,
  signUp,
  track,
  useBefore,
} from '../support/trial-company.ts';

let product: RunningProduct;
const testMs = 30_000;

beforeAll(async () => {
  product = await startProduct({ goLive: false });
}, 60_000);
afterAll(() => product?.stop());

it(
  'before go-live crossings are listed and nobody is alerted; after it the past stays quiet until the next crossing',
  async () => {
    const early = inventCompany('Early');
    await addToHubspot(product, early);
    await product.admin('POST', '/provision', { goLive: false });
    const made = await product.hubspotState();
    expect(made.flows.map(({ isEnabled }) => isEnabled)).toEqual([false, false]);
    await cross(product, early);
    await expectValues(product, early.champion.email, { zo_sql_ready: 'yes', zo_handoff_gate: 'before_go_live' });
    const { people } = await product.admin<{ people: { email: string; gate: string }[] }>('GET', '/ready');
    expect(people).toMatchObject([{ email: early.champion.email, gate: 'before_go_live' }]);

    const answer = await product.goLive();
    expect(answer).toMatchObject({ mode: 'workflow', readyBefore: [{ email: early.champion.email }] });
    const at = new Date(product.clock.now()).toISOString();
    await product.send([track(early.champion, 'Report Created', at)]);
    await expectValues(product, early.champion.email, { zo_key_actions_7d: '15' });
    await pass(600);
    expect(await alertsAbout(product, early)).toEqual([]);
    await expectValues(product, early.champion.email, { zo_handoff_gate: 'before_go_live', lifecyclestage: 'lead' });

    // She falls below the line and crosses it again.
    await product.clock.advance(31 * 86_400_000);
    await expectValues(product, early.champion.email, { zo_sql_ready: 'no', zo_handoff_gate: 'not_ready' });
    await cross(product, early);
    await expectAlerts(product, early, 2);
  },
  testMs,
);

it.each([
  ['a customer', { lifecyclestage: 'customer' }, 'customer_or_open_deal'],
  ['who is an SQL already', { lifecyclestage: 'salesqualifiedlead' }, 'already_sql'],
])(
  'leaves alone %s, and says so on the record',
  async (_who, contact, gate) => {
    const company = inventCompany('Refused');
    await addToHubspot(product, company, { contact });
    await cross(product, company);
    await expectValues(product, company.champion.email, { zo_sql_ready: 'yes', zo_handoff_gate: gate });
    await pass(400);
    expect(await alertsAbout(product, company)).toEqual([]);
  },
  testMs,
);

it(
  'leaves alone who is of our own company, and does not count them',
  async () => {
    const company = inventCompany('Inside');
    company.champion.email = `ada-${company.groupId}@acme.test`;
    await addToHubspot(product, company).catch(() => null);
    await cross(product, company);
    await expectValues(product, company.champion.email, { zo_handoff_gate: 'internal' });
    expect(await alertsAbout(product, company)).toEqual([]);
  },
  testMs,
);

it(
  'an owner who is there already stays',
  async () => {
    const company = inventCompany('Owned');
    const tom = await ownerId('tom@acme.test');
    await addToHubspot(product, company, { contact: { hubspot_owner_id: tom } });
    await cross(product, company);
    const alerts = await expectAlerts(product, company, 2);
    expect(alerts.map(({ place }) => place).sort()).toEqual(['#pql-handoff', 'dm:tom']);
    const { contact } = await expectValues(product, company.champion.email, { zo_handoff_owner: tom });
    expect(contact.history.hubspot_owner_id?.map(({ value }) => value)).toEqual([tom]);
  },
  testMs,
);

it(
  'rotates through the owners, and a company with an open handoff keeps its AE',
  async () => {
    const companies = [inventCompany('Round'), inventCompany('Round'), inventCompany('Round')];
    const owners: (string | undefined)[] = [];
    for (const company of companies) {
      await addToHubspot(product, company);
      await cross(product, company);
      const handoff = await expectHandoff(product, company, 'assigned', ({ owner }) => owner !== null);
      owners.push(handoff.owner?.email);
    }
    expect([...owners].sort()).toEqual(['lee@acme.test', 'maria@acme.test', 'tom@acme.test']);
    const second = { ...companies[0]!, champion: companies[0]!.teammate, teammate: companies[0]!.champion };
    await cross(product, second);
    const kept = await expectHandoff(product, second, 'assigned', ({ owner }) => owner !== null);
    expect(kept.owner).toMatchObject({ email: owners[0], reason: 'has an open handoff at the company' });
  },
  testMs,
);

it(
  'the moment of last activity alone is written at most hourly, and what a condition uses at once',
  async () => {
    const company = inventCompany('Hourly');
    await addToHubspot(product, company);
    await product.send(useBefore(product, company));
    const before = await expectValues(product, company.champion.email, { zo_pql_score: '65', zo_last_active_at: /./ });
    const written = before.contact.values.zo_last_active_at ?? '';
    const seen = () => track(company.champion, 'Page Seen', new Date(product.clock.now()).toISOString());
    await product.send([seen()]);
    await pass(800);
    await expectValues(product, company.champion.email, { zo_last_active_at: written });
    await product.clock.advance(62 * 60_000);
    await product.send([seen()]);
    await expectValues(product, company.champion.email, { zo_last_active_at: new RegExp(`^(?!${written})`) });
  },
  testMs,
);

it(
  'a value never goes back to an older one',
  async () => {
    const company = inventCompany('Forward');
    await addToHubspot(product, company);
    await product.hubspot('POST', '/sandbox/failures', {
      match: { method: 'POST', path: '/contacts/batch/update' },
      mode: 'reset-after-commit',
      times: 2,
    });
    for (let step = 1; step <= 8; step += 1) {
      const at = new Date(product.clock.now()).toISOString();
      await product.send([...signUp(company, company.champion, at), track(company.champion, 'Report Created', at)]);
      await pass(60);
      await product.clock.advance(1_000);
    }
    const { contact } = await expectValues(product, company.champion.email, { zo_key_actions_7d: '8' });
    const counts = contact.history.zo_key_actions_7d?.map(({ value }) => Number(value)) ?? [];
    expect(counts).toEqual([...counts].sort((one, other) => one - other));
  },
  testMs,
);

async function ownerId(email: string): Promise<string> {
  const { owners } = await product.hubspot<HubspotState>('GET', '/sandbox/state');
  return owners.find((owner) => owner.email === email)?.id ?? '';
}
