/** A playbook that asks for the portal's own properties: from a first start without HubSpot to handoffs that follow them. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlarm,
  expectAlerts,
  expectValues,
  handoffOf,
  inventCompany,
  lastStep,
  pass,
  useBefore,
} from '../support/trial-company.ts';

const definition = `A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50
  AND (zo_company_active_users >= 2 OR seats_wanted >= 50) AND job title contains Head
  AND wants_demo is true AND renewal is after 2020-01-01 AND interests contains analytics`;
/** Somebody who meets all that HubSpot knows of. */
const wanted = {
  jobtitle: 'Head of Data',
  seats_wanted: '10',
  wants_demo: 'true',
  renewal: '2026-01-31',
  interests: 'exports;analytics',
};
const choices = (...values: string[]) => values.map((value, displayOrder) => ({ value, label: value, displayOrder }));
const portalsOwn = [
  { name: 'seats_wanted', type: 'number', fieldType: 'number' },
  { name: 'wants_demo', type: 'bool', fieldType: 'booleancheckbox', options: choices('true', 'false') },
  { name: 'renewal', type: 'date', fieldType: 'date' },
  { name: 'interests', type: 'enumeration', fieldType: 'checkbox', options: choices('exports', 'analytics') },
];
const testMs = 40_000;

let product: RunningProduct;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-values-'));
  product = await startProduct({ goLive: false });
  // The test searches as well, and would use up what the product is allowed.
  await product.hubspot('POST', '/sandbox/settings', { searchPerSecond: 50 });
  for (const property of portalsOwn) {
    const body = { label: property.name.replace('_', ' '), groupName: 'contactinformation', ...property };
    await product.hubspotApi('POST', '/crm/v3/properties/contacts', body);
  }
}, 60_000);
afterAll(async () => {
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** HubSpot's search learns of a change a moment later. */
async function untilSearchable(contactId: string, propertyName: string, value: string): Promise<void> {
  const filters = [
    { propertyName: 'hs_object_id', operator: 'EQ', value: contactId },
    { propertyName, operator: 'EQ', value },
  ];
  await waitUntil(
    `HubSpot's search to know ${propertyName}`,
    async () => {
      const { total } = await product.hubspotApi<{ total: number }>('POST', '/crm/v3/objects/contacts/search', {
        filterGroups: [{ filters }],
      });
      return total === 1 ? { value: true } : { instead: `${total} contacts` };
    },
    10_000,
    400,
  );
}

it(
  'starts without HubSpot, accepts events, and has the playbook in force once HubSpot has told its properties',
  async () => {
    await product.kill();
    const acme = await readFile(path.resolve(import.meta.dirname, '../../playbooks/acme.yaml'), 'utf8');
    const file = path.join(folder, 'playbook.yaml');
    await writeFile(file, acme.replace(/definition: >\n( .*\n)+/, `definition: >\n  ${definition}\n`));
    const everyCall = { path: '/^\\/(crm|account-info|oauth|automation)/' };
    await product.hubspot('POST', '/sandbox/failures', { match: everyCall, mode: 'reset-before', times: 100_000 });
    await product.start({ PLAYBOOK: file, DATABASE_URL: `file:${path.join(folder, 'zo.db')}` });
    await expectAlarm(product, "waits for HubSpot's list of properties");
    const early = inventCompany('Before HubSpot');
    await product.send(useBefore(product, early));

    await product.hubspot('DELETE', '/sandbox/failures');
    await waitUntil(
      'the playbook to be in force',
      async () => {
        const { playbook, alarms } = await product.admin<{ playbook: { source: string } | null; alarms: object[] }>(
          'GET',
          '',
        );
        return playbook?.source.includes('seats_wanted') && alarms.length === 0
          ? { value: true }
          : { instead: JSON.stringify(alarms) };
      },
      30_000,
      100,
    );
    expect(await product.goLive()).toMatchObject({ mode: 'workflow' });
  },
  testMs,
);

it(
  'hands off once a value in HubSpot has become what the definition asks for, with no new event',
  async () => {
    const company = inventCompany('Promoted');
    const contactId = await addToHubspot(product, company, { contact: { ...wanted, jobtitle: 'Engineer' } });
    await cross(product, company);
    await expectValues(product, company.champion.email, { zo_sql_ready: 'no', zo_handoff_gate: 'not_ready' });
    const { checks } = await product.admin<{ checks: { name: string; detail: string }[] }>('GET', '/doctor');
    expect(checks.find(({ name }) => name === 'HubSpot values')?.detail).toMatch(/seats_wanted.*jobtitle/);

    const properties = { jobtitle: wanted.jobtitle };
    await product.hubspot('PATCH', `/sandbox/objects/contacts/${contactId}`, { properties });
    await untilSearchable(contactId, 'jobtitle', wanted.jobtitle);
    await product.clock.advance(6 * 60_000);
    await expectAlerts(product, company, 2, 30_000);
  },
  testMs,
);

it(
  'does not hand off who has lost a value since it was read',
  async () => {
    const company = inventCompany('Left the job');
    const contactId = await addToHubspot(product, company, { contact: wanted });
    await product.send(useBefore(product, company));
    const { email } = company.champion;
    // Everything of ours is met but one: HubSpot was asked, and said all that is asked for except the seats.
    await expectValues(product, email, { zo_sql_ready: 'no', zo_conditions_missing: '1' });

    const properties = { jobtitle: 'Intern' };
    await product.hubspot('PATCH', `/sandbox/objects/contacts/${contactId}`, { properties });
    await product.send([lastStep(product, company)]);
    await expectValues(product, email, { zo_sql_ready: 'no', zo_sql_readiness: /job title/i });
    await pass(400);
    expect(await handoffOf(product, company)).toBeUndefined();
    expect(await alertsAbout(product, company)).toEqual([]);
  },
  testMs,
);
