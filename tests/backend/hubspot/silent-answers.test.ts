/** HubSpot says "200" and nothing else: that is no answer, and least of all "there is none". */
import type { HubspotGateway } from '../../../backend/hubspot/hubspot-gateway.ts';
import { linkContacts, type PersonToLink } from '../../../backend/hubspot/link-contacts.ts';
import { askJson } from '../../support/ask-json.ts';
import { makeProperties, startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

let portal: TestPortal;
let contactId: string;
beforeEach(async () => {
  portal = await startTestPortal();
  await makeProperties(portal.gateway);
  const made = await portal.gateway.createContacts([{ trace: 'sarah', properties: { email: 'sarah@finpilot.test' } }]);
  const outcome = made.get('sarah');
  contactId = outcome?.ok ? outcome.id : '';
});
afterEach(() => portal.close());

const reads: [name: string, read: (gateway: HubspotGateway) => Promise<unknown>][] = [
  ['contacts by id', (gateway) => gateway.readContacts({ by: 'id', values: [contactId], properties: [] })],
  [
    'contacts by address',
    (gateway) => gateway.readContacts({ by: 'email', values: ['sarah@finpilot.test'], properties: [] }),
  ],
  ['what is in the bin', (gateway) => gateway.readArchived('contact', [contactId])],
  ['the companies of contacts', (gateway) => gateway.primaryCompanies([contactId])],
  ['the deals of contacts', (gateway) => gateway.contactDeals([contactId])],
  ['companies by domain', (gateway) => gateway.findCompaniesByDomain(['finpilot.test'], [])],
  ['what changed', (gateway) => gateway.searchChanges('contact', { from: 0 })],
  ['past customers', (gateway) => gateway.searchCustomers(10, [])],
  ['histories', (gateway) => gateway.readHistory('contact', [contactId], ['email'])],
  ['owners', (gateway) => gateway.owners()],
  ['properties', (gateway) => gateway.listProperties('contact')],
  ['how many there are', (gateway) => gateway.countContacts([])],
];

describe.each([
  ['an object with nothing in it', { mode: 'status', status: 200, body: {} }],
  ['a status and no results', { mode: 'status', status: 200, body: { status: 'COMPLETE' } }],
])('%s', (_, failure) => {
  it.each(reads)('in the place of %s is asked for again', async (_name, read) => {
    await portal.fail({ ...failure, times: 9, match: { path: '/crm/' } });
    await expect(read(portal.gateway)).rejects.toMatchObject({ code: 'retry later' });
  });
});

it('an empty answer to each of several people makes them no one contact', async () => {
  await portal.fail({ mode: 'status', status: 200, body: { results: [] }, times: 2, match: { path: 'batch/read' } });
  await portal.fail({ mode: 'empty-200', times: 9, match: { method: 'GET', path: '/crm/v3/objects/contacts/' } });
  const person = (personId: number): PersonToLink => ({
    personId,
    userId: `u${personId}`,
    email: `p${personId}@finpilot.test`,
    createIfMissing: true,
    recordId: null,
    properties: {},
  });
  await expect(linkContacts(portal.gateway, [person(1), person(2)], 0)).rejects.toMatchObject({ code: 'retry later' });
});

describe('a deal', () => {
  const refusal = (category: string, id: string) => ({
    status: 207,
    body: { results: [], errors: [{ category, message: 'x', context: { ids: [id] } }] },
  });
  const batchRead = { path: '/crm/v3/objects/deals/batch/read' };
  let dealId: string;
  beforeEach(async () => {
    const { id } = await askJson<{ id: string }>('POST', `${portal.sandbox.url}/sandbox/deals`, {
      contact: contactId,
      stage: 'open',
    });
    dealId = String(id);
  });
  const isOpen = async () => (await portal.gateway.contactDeals([contactId]))?.get(contactId)?.hasOpenDeal;

  it.each<[string, () => { status: number; body: object }]>([
    ['is neither in the answer nor reported missing', () => ({ status: 200, body: { results: [] } })],
    [
      'answers under another id, because it was merged',
      () => ({ status: 200, body: { results: [{ id: '99', properties: {} }] } }),
    ],
    ['could not be read just now', () => refusal('INTERNAL_ERROR', dealId)],
  ])('that %s may be open, and is asked for by itself', async (_how, answer) => {
    await portal.fail({ mode: 'status', ...answer(), match: batchRead });
    expect(await isOpen()).toBe(true);
  });

  it('that is reported missing is none', async () => {
    await portal.fail({ mode: 'status', ...refusal('OBJECT_NOT_FOUND', dealId), match: batchRead });
    expect(await isOpen()).toBe(false);
  });

  it('that nothing at all is said of may be open', async () => {
    await portal.fail({ mode: 'status', status: 200, body: { results: [] }, match: batchRead });
    await portal.fail({
      mode: 'status',
      status: 200,
      body: {},
      match: { path: '/crm/v3/objects/deals/', method: 'GET' },
    });
    await expect(isOpen()).rejects.toMatchObject({ code: 'retry later' });
  });
});

describe('associations that could not be read just now', () => {
  const couldNotRead = () => ({
    mode: 'status',
    status: 207,
    body: {
      status: 'COMPLETE',
      results: [],
      errors: [{ category: 'INTERNAL_ERROR', message: 'x', context: { fromObjectId: [contactId] } }],
    },
    times: 9,
    match: { path: '/crm/v4/associations/' },
  });

  it.each<[string, () => Promise<unknown>]>([
    ['deals', () => portal.gateway.contactDeals([contactId])],
    ['company', () => portal.gateway.primaryCompanies([contactId])],
  ])('of a contact are not taken for no %s', async (_what, read) => {
    await portal.fail(couldNotRead());
    await expect(read()).rejects.toMatchObject({ code: 'retry later' });
  });
});

it('what could not be looked for in the bin just now is not taken for not there', async () => {
  const errors = [{ category: 'INTERNAL_ERROR', message: 'x', context: { ids: [contactId] } }];
  const body = { status: 'COMPLETE', results: [], errors };
  await portal.fail({ mode: 'status', status: 207, body, match: { path: '/contacts/batch/read' } });
  await expect(portal.gateway.readArchived('contact', [contactId])).rejects.toMatchObject({ code: 'retry later' });
});

it('an association that HubSpot could not write just now is tried again', async () => {
  const errors = [{ category: 'INTERNAL_ERROR', message: 'x', context: { fromObjectId: [contactId] } }];
  const body = { status: 'COMPLETE', results: [], errors };
  await portal.fail({ mode: 'status', status: 207, body, match: { path: '/crm/v4/associations/' } });
  const outcomes = await portal.gateway.associatePrimary([{ contactId, companyId: '1' }]);
  expect(outcomes.get(contactId)).toMatchObject({ ok: false, kind: 'retry' });
});

it.each([
  ['updated', () => portal.gateway.updateRecords('contact', [{ id: contactId, properties: { firstname: 'S' } }])],
  ['created', () => portal.gateway.createContacts([{ trace: contactId, properties: { email: 'b@finpilot.test' } }])],
])('a record without an id was not %s as far as anybody knows', async (_name, write) => {
  const body = { results: [{ properties: {}, objectWriteTraceId: contactId }] };
  await portal.fail({ mode: 'status', status: 200, body, match: { path: '/batch/' } });
  expect((await write()).get(contactId)).toMatchObject({
    ok: false,
    kind: expect.stringMatching(/^(retry|ambiguous)$/),
  });
});
