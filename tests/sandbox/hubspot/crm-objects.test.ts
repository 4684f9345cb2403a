import { Client } from '@hubspot/api-client';
import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';

let sandbox: HubspotSandbox;
let client: Client;

beforeAll(async () => {
  sandbox = await startHubspotSandbox({
    searchIndexDelayMs: 50,
    propertyVisibilityDelayMs: 0,
    tenSecondlyLimit: 10_000,
  });
  client = new Client({ accessToken: sandbox.accessToken, basePath: sandbox.url });
});
afterAll(() => sandbox.close());

const contacts = () => client.crm.contacts;

async function failureOf(work: Promise<unknown>): Promise<{ code: number; body: Record<string, unknown> }> {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  const { code, body } = error as { code: number; body: Record<string, unknown> };
  return { code, body };
}

async function raw(method: string, path: string, body?: unknown) {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${sandbox.accessToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

let counter = 0;
const newEmail = () => {
  counter += 1;
  return `person${counter}@example.test`;
};
const createContact = (properties: Record<string, string>) =>
  contacts().basicApi.create({ properties, associations: [] });

describe('contacts through the official client', () => {
  it('stores values as strings, lower-cases the e-mail and shows absent values as null', async () => {
    const created = await createContact({ email: 'Ada@Example.TEST', firstname: 'Ada' });
    const read = await contacts().basicApi.getById(created.id, ['email', 'firstname', 'lastname']);
    expect(read.properties).toMatchObject({
      email: 'ada@example.test',
      firstname: 'Ada',
      lastname: null,
      hs_object_id: created.id,
    });
  });

  it('refuses a taken e-mail with 409 and names the holder', async () => {
    const email = newEmail();
    const first = await createContact({ email });
    expect(await failureOf(createContact({ email: email.toUpperCase() }))).toMatchObject({
      code: 409,
      body: { category: 'CONFLICT', message: `Contact already exists. Existing ID: ${first.id}` },
    });
  });

  it('hides the reason of a refused value as JSON inside the message', async () => {
    const { code, body } = await failureOf(createContact({ email: newEmail(), no_such_property: 'x' }));
    expect(code).toBe(400);
    const inside = JSON.parse(String(body.message).replace('Property values were not valid: ', ''));
    expect(inside).toMatchObject([{ isValid: false, error: 'PROPERTY_DOESNT_EXIST', name: 'no_such_property' }]);
    expect(body.errors).toMatchObject([
      { code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['no_such_property'] } },
    ]);
  });

  it.each([
    ['email', 'not an address', 'INVALID_EMAIL'],
    ['lifecyclestage', 'no such stage', 'INVALID_OPTION'],
    ['hubspot_owner_id', '1', 'INVALID_OWNER_ID'],
    ['createdate', '2026-01-01T00:00:00Z', 'READ_ONLY_VALUE'],
  ])('refuses %s = %s with %s', async (property, value, expected) => {
    const { code, body } = await failureOf(createContact({ email: newEmail(), [property]: value }));
    expect({ code, error: (body.errors as { code: string }[])[0]?.code }).toEqual({ code: 400, error: expected });
  });

  it('keeps the old lifecycle stage when a write would go back, unless it was cleared in an earlier request', async () => {
    const { id } = await createContact({ email: newEmail(), lifecyclestage: 'customer' });
    const stageAfter = async (lifecyclestage: string) => {
      await contacts().basicApi.update(id, { properties: { lifecyclestage } });
      return (await contacts().basicApi.getById(id, ['lifecyclestage'])).properties.lifecyclestage;
    };
    expect(await stageAfter('lead')).toBe('customer');
    expect(await stageAfter('')).toBeNull();
    expect(await stageAfter('lead')).toBe('lead');
  });

  it('hides archived contacts, and archiving again is fine', async () => {
    const email = newEmail();
    const { id } = await createContact({ email });
    await contacts().basicApi.archive(id);
    await contacts().basicApi.archive(id);
    expect((await failureOf(contacts().basicApi.getById(id))).code).toBe(404);
    const again = await createContact({ email });
    expect(again.id).not.toBe(id);
  });

  it('merges into a record with a new id; old ids and both e-mails resolve to it', async () => {
    const [first, second] = [newEmail(), newEmail()];
    const [primary, other] = [await createContact({ email: first }), await createContact({ email: second })];
    const merged = (
      await raw('POST', '/crm/v3/objects/contacts/merge', { primaryObjectId: primary.id, objectIdToMerge: other.id })
    ).body;
    expect([primary.id, other.id]).not.toContain(merged.id);
    expect((await contacts().basicApi.getById(other.id)).id).toBe(merged.id);
    const read = await contacts().batchApi.read({
      idProperty: 'email',
      properties: ['email'],
      propertiesWithHistory: [],
      inputs: [{ id: second }],
    });
    expect(read.results.map((record) => record.id)).toEqual([merged.id]);
  });

  it('remembers who wrote what, and when', async () => {
    const { id } = await createContact({ email: newEmail(), firstname: 'Old' });
    await contacts().basicApi.update(id, { properties: { firstname: 'New' } });
    const read = await contacts().basicApi.getById(id, undefined, ['firstname']);
    expect(read.propertiesWithHistory?.firstname?.map(({ value, sourceType }) => [value, sourceType])).toEqual([
      ['New', 'INTEGRATION'],
      ['Old', 'INTEGRATION'],
    ]);
  });

  it('names every kind of writer in the history of a batch, newest first', async () => {
    const { id } = await createContact({ email: newEmail(), firstname: 'App' });
    const write = (firstname: string, by?: Record<string, unknown>) =>
      raw('PATCH', `/sandbox/objects/contacts/${id}`, { properties: { firstname }, by });
    await write('Person');
    await write('Workflow', { sourceType: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:1;flowId:2' });
    await write('Import', { sourceType: 'IMPORT', sourceId: '12', sourceLabel: 'contacts.csv' });
    const read = await contacts().batchApi.read({
      inputs: [{ id }],
      properties: [],
      propertiesWithHistory: ['firstname'],
    });
    const versions = read.results[0]?.propertiesWithHistory?.firstname ?? [];
    expect(
      versions.map((one) => [one.value, one.sourceType, one.sourceId, one.sourceLabel, one.updatedByUserId]),
    ).toEqual([
      ['Import', 'IMPORT', '12', 'contacts.csv', undefined],
      ['Workflow', 'AUTOMATION_PLATFORM', 'enrollmentId:1;flowId:2', undefined, undefined],
      ['Person', 'CRM_UI', 'userId:501', undefined, 501],
      ['App', 'INTEGRATION', expect.any(String), undefined, undefined],
    ]);
    expect((await write('Nobody', { sourceType: 'MAGIC', sourceId: '' })).status).toBe(400);
  });
});

describe('batches', () => {
  it('with history take 50 inputs, without it 100', async () => {
    const inputs = Array.from({ length: 51 }, (_, index) => ({ id: String(index + 1) }));
    const read = (propertiesWithHistory: string[]) =>
      raw('POST', '/crm/v3/objects/contacts/batch/read', { inputs, properties: ['email'], propertiesWithHistory });
    expect((await read(['email'])).status).toBe(400);
    expect((await read([])).status).toBe(207);
  });

  it('answers 207 for unknown ids and does the rest', async () => {
    const { id } = await createContact({ email: newEmail() });
    const answer = await raw('POST', '/crm/v3/objects/contacts/batch/read', {
      properties: ['email'],
      inputs: [{ id }, { id: '1' }],
    });
    expect(answer).toMatchObject({
      status: 207,
      body: {
        status: 'COMPLETE',
        results: [{ id }],
        numErrors: 1,
        errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['1'] } }],
      },
    });
  });

  it('fails a create as a whole without trace ids, and per input with them', async () => {
    const [good, other] = [newEmail(), newEmail()];
    const inputs = [{ properties: { email: good } }, { properties: { email: other, lifecyclestage: 'nonsense' } }];
    expect((await raw('POST', '/crm/v3/objects/contacts/batch/create', { inputs })).status).toBe(400);
    const traced = inputs.map((input, index) => ({ ...input, objectWriteTraceId: `t${index}` }));
    expect(await raw('POST', '/crm/v3/objects/contacts/batch/create', { inputs: traced })).toMatchObject({
      status: 207,
      body: {
        results: [{ objectWriteTraceId: 't0', properties: { email: good } }],
        errors: [{ context: { objectWriteTraceId: ['t1'] } }],
      },
    });
  });

  it('refuses more than 100 inputs and repeated ids', async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ id: String(index), properties: { firstname: 'x' } }));
    expect((await raw('POST', '/crm/v3/objects/contacts/batch/update', { inputs: many })).status).toBe(400);
    const twice = [many[0], many[0]];
    expect(await raw('POST', '/crm/v3/objects/contacts/batch/update', { inputs: twice })).toMatchObject({
      status: 400,
      body: { message: 'Duplicate IDs found in batch input: [0]. IDs must be unique' },
    });
  });

  it('answers a body without inputs as a silent success', async () => {
    expect(await raw('POST', '/crm/v3/objects/contacts/batch/update', { records: [] })).toMatchObject({
      status: 200,
      body: { status: 'COMPLETE', results: [] },
    });
  });

  it('upserts by e-mail, and refuses a property that is not unique', async () => {
    const email = newEmail();
    const inputs = [{ id: email, idProperty: 'email', properties: { firstname: 'First' } }];
    const upserted = await contacts().batchApi.upsert({ inputs });
    const again = await contacts().batchApi.upsert({ inputs });
    expect([upserted.results[0]?._new, again.results[0]?._new, again.results[0]?.id]).toEqual([
      true,
      false,
      upserted.results[0]?.id,
    ]);
    const refused = await raw('POST', '/crm/v3/objects/contacts/batch/upsert', {
      inputs: [{ id: 'x', idProperty: 'firstname', properties: {} }],
    });
    expect(refused).toMatchObject({
      status: 400,
      body: { message: 'Unable to perform update/upsert by non-unique 0-1 property firstname' },
    });
  });
});

describe('search', () => {
  it('sees a new contact only after the index delay', async () => {
    const email = newEmail();
    await createContact({ email });
    const search = () =>
      contacts().searchApi.doSearch({
        filterGroups: [{ filters: [{ propertyName: 'email', operator: 'EQ' as never, value: email }] }],
        limit: 5,
      });
    expect((await search()).total).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect((await search()).total).toBe(1);
  });

  it('refuses to page beyond 10,000 results', async () => {
    const answer = await raw('POST', '/crm/v3/objects/contacts/search', {
      filterGroups: [],
      limit: 100,
      after: '9950',
    });
    expect(answer.status).toBe(400);
  });
});

describe('access', () => {
  it('answers 401 to a wrong token', async () => {
    const stranger = new Client({ accessToken: 'wrong', basePath: sandbox.url });
    expect(await failureOf(stranger.crm.contacts.basicApi.getPage())).toMatchObject({
      code: 401,
      body: { category: 'INVALID_AUTHENTICATION' },
    });
  });

  it('answers owners, account details and the scopes of the token', async () => {
    const owners = await client.crm.owners.ownersApi.getPage();
    expect(owners.results.map((owner) => owner.email)).toEqual(['maria@acme.test', 'tom@acme.test', 'lee@acme.test']);
    expect((await raw('GET', '/account-info/v3/details')).body).toMatchObject({
      portalId: 424242,
      timeZone: 'Europe/Berlin',
      uiDomain: 'app.hubspot.com',
    });
    const info = await raw('POST', '/oauth/v2/private-apps/get/access-token-info', { tokenKey: sandbox.accessToken });
    expect(info.body.scopes).toContain('crm.objects.contacts.write');
  });
});
