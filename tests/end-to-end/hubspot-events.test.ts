/** What people do to records in HubSpot, told by HubSpot's own webhooks. */
import type { HubspotRecord } from '../../sandbox/demo/hubspot-state.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import type { RunningProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  alertsAbout,
  expectValues,
  handoffsOf,
  inventCompany,
  lastStep,
  pass,
  type TrialCompany,
  track,
  useBefore,
} from '../support/trial-company.ts';
import { type WatchedProduct, watchProduct } from '../support/watched-product.ts';

const testMs = 60_000;
let watched: WatchedProduct;
let product: RunningProduct;

beforeAll(async () => {
  watched = await watchProduct();
  ({ product } = watched);
}, 60_000);
afterAll(() => watched?.stop());
beforeEach(() => watched.webhooks(true));

const handedOff: WatchedProduct['handedOff'] = (words) => watched.handedOff(words);
const linkOf: WatchedProduct['linkOf'] = (userId) => watched.linkOf(userId);
const expectLink: WatchedProduct['expectLink'] = (...wanted) => watched.expectLink(...wanted);
const isoNow = () => new Date(product.clock.now()).toISOString();

async function expectAlertSays(company: TrialCompany, words: string): Promise<void> {
  await waitUntil<true>(
    `the alerts about ${company.champion.email} to say "${words}"`,
    async () => {
      const alerts = await alertsAbout(product, company);
      const isSaid = alerts.length > 0 && alerts.every(({ shown }) => shown.includes(words));
      return isSaid ? { value: true } : { instead: JSON.stringify(alerts) };
    },
    15_000,
    50,
  );
}

async function contactsWith(email: string): Promise<HubspotRecord[]> {
  const { results } = await product.hubspotApi<{ results: HubspotRecord[] }>(
    'POST',
    '/crm/v3/objects/contacts/search',
    {
      filterGroups: [{ filters: [{ propertyName: 'email', operator: 'EQ', value: email }] }],
    },
  );
  return results;
}

it(
  'a stage that somebody sets is decided by at once',
  async () => {
    const company = inventCompany('Stage');
    const contactId = await addToHubspot(product, company);
    await product.send(useBefore(product, company));
    await expectValues(product, company.champion.email, { zo_handoff_gate: 'not_ready' });
    // Whoever was never read is read when it matters: now, as the last step is done.
    await product.send([lastStep(product, company)]);
    await expectValues(product, company.champion.email, { zo_handoff_status: 'alerted' }, 25_000);
    await product.hubspot('PATCH', `/sandbox/objects/contacts/${contactId}`, {
      properties: { lifecyclestage: 'customer' },
    });
    await expectValues(product, company.champion.email, { zo_handoff_gate: 'customer_or_open_deal' });
  },
  testMs,
);

it(
  'merged contacts are one person: usage adds up, and of two handoffs one goes on',
  async () => {
    const kept = await handedOff('Kept');
    const other = await handedOff('Other');
    const { id } = await product.hubspot<{ id: string }>('POST', '/sandbox/objects/contacts/merge', {
      primary: kept.champion.email,
      other: other.champion.email,
    });
    expect([kept.contactId, other.contactId]).not.toContain(id);
    await expectValues(product, kept.champion.email, {
      zo_key_actions_7d: '28',
      zo_user_id: kept.champion.userId,
      zo_handoff_status: 'alerted',
    });
    const handoffs = await handoffsOf(product, kept.champion.email);
    expect(handoffs.map(({ status }) => status).sort()).toEqual(['alerted', 'withdrawn']);
    const withdrawn = handoffs.find(({ status }) => status === 'withdrawn')!;
    const { receipts } = await product.admin<{ receipts: { kind: string; body: object }[] }>(
      'GET',
      `/receipts?handoffId=${withdrawn.handoffId}&limit=100`,
    );
    expect(receipts).toContainEqual(
      expect.objectContaining({
        kind: 'withdrawal',
        body: expect.objectContaining({ because: 'same HubSpot contact', continuesAs: expect.any(Number) }),
      }),
    );
    await waitUntil<true>(
      'both alerts about the other one to say that there is nothing to do',
      async () => {
        const messages = await product.messagesAbout('Withdrawn: there is nothing to do');
        return messages.length === 2 ? { value: true } : { instead: JSON.stringify(messages) };
      },
      15_000,
      50,
    );
    await product.send([track(other.champion, 'Report Created', isoNow())]);
    await expectValues(product, kept.champion.email, { zo_key_actions_7d: '29' });
  },
  testMs,
);

it(
  'a deleted contact ends its handoff and is not made anew; restored, it is written again',
  async () => {
    const company = await handedOff('Deleted');
    const { champion, contactId } = company;
    await product.hubspot('DELETE', `/sandbox/objects/contacts/${contactId}`);
    await expectAlertSays(company, 'the contact was deleted in HubSpot');
    expect(linkOf(champion.userId)).toEqual({ record_id: null, deleted_id: contactId });
    await product.send([track(champion, 'Report Created', isoNow())]);
    await pass(2_000);
    expect(await contactsWith(champion.email)).toEqual([]);

    await product.hubspot('POST', `/sandbox/objects/contacts/${contactId}/restore`);
    await expectLink('the restored contact to be linked', champion.userId, ({ record_id }) => record_id === contactId);
    await expectValues(product, champion.email, {
      zo_key_actions_7d: '15',
      zo_handoff_status: 'withdrawn',
      zo_handoff_gate: /cooling_down|already_sql/,
    });
    expect(await alertsAbout(product, company)).toHaveLength(2);
  },
  testMs,
);

it(
  'only a crossing after the deletion makes a contact anew',
  async () => {
    const company = inventCompany('Anew');
    const { champion } = company;
    const contactId = await addToHubspot(product, company);
    await product.send(useBefore(product, company));
    await expectValues(product, champion.email, { zo_pql_score: '65', zo_handoff_gate: 'not_ready' });
    await product.hubspot('DELETE', `/sandbox/objects/contacts/${contactId}`);
    await expectLink('the deletion to be followed', champion.userId, ({ record_id }) => record_id === null);
    await product.send([track(champion, 'Report Created', isoNow())]);
    await pass(2_000);
    expect(await contactsWith(champion.email)).toEqual([]);
    await product.send([lastStep(product, company)]);
    const { contact } = await expectValues(product, champion.email, { zo_handoff_status: 'alerted' }, 25_000);
    expect(contact.id).not.toBe(contactId);
    expect(linkOf(champion.userId)).toEqual({ record_id: contact.id, deleted_id: null });
  },
  testMs,
);

it(
  'a contact put under a company brings the company its active users',
  async () => {
    const company = inventCompany('Associated');
    const { champion } = company;
    const made = await product.hubspot<{ id: string }>('POST', '/sandbox/objects/contacts', {
      properties: { email: champion.email, lifecyclestage: 'lead' },
    });
    await product.send(useBefore(product, company));
    await expectValues(product, champion.email, { zo_pql_score: '65' });
    const { id: companyId } = await product.hubspot<{ id: string }>('POST', '/sandbox/objects/companies', {
      properties: { name: 'Known under another name' },
    });
    await product.hubspot('PUT', `/sandbox/objects/contacts/${made.id}/associations/companies/${companyId}`);
    await waitUntil<true>(
      'the company to have its active users',
      async () => {
        const { companies } = await product.contact(champion.email);
        const active = companies[0]?.values.zo_company_active_users;
        return active === '1' ? { value: true } : { instead: JSON.stringify(companies) };
      },
      15_000,
      50,
    );
  },
  testMs,
);

it(
  'merged companies are one product company with the active users of both',
  async () => {
    const [one, other] = [inventCompany('One'), inventCompany('Another')];
    for (const company of [one, other]) {
      await addToHubspot(product, company);
      await product.send([...useBefore(product, company), lastStep(product, company)]);
      await expectValues(product, company.champion.email, { zo_handoff_status: 'alerted' }, 25_000);
    }
    const idOf = async (company: TrialCompany) => (await product.contact(company.champion.email)).companies[0]!.id;
    await product.hubspot('POST', '/sandbox/objects/companies/merge', {
      primary: await idOf(one),
      other: await idOf(other),
    });
    await waitUntil<true>(
      'the merged company to have four active users',
      async () => {
        const { companies } = await product.contact(other.champion.email);
        const { zo_company_active_users: active, zo_company_id: id } = companies[0]?.values ?? {};
        return active === '4' && id === one.groupId ? { value: true } : { instead: JSON.stringify(companies) };
      },
      20_000,
      50,
    );
  },
  testMs,
);
