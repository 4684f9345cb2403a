import { Client } from '@hubspot/api-client';
import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { callsTo } from './sandbox-calls.ts';

let sandbox: HubspotSandbox;
let call: ReturnType<typeof callsTo>;

beforeEach(async () => {
  sandbox = await startHubspotSandbox({ seed: 'empty' });
  call = callsTo(sandbox);
});
afterEach(() => sandbox.close());

const contacts = () => new Client({ accessToken: sandbox.accessToken, basePath: sandbox.url }).crm.contacts;
const create = async (email: string, more: Record<string, string> = {}) =>
  (await contacts().basicApi.create({ properties: { email, ...more } })).id;
const merge = async (primaryObjectId: string, objectIdToMerge: string) =>
  (await call('POST', '/crm/v3/objects/contacts/merge', { primaryObjectId, objectIdToMerge })).body.id;
const mergedProperties = ['hs_merged_object_ids', 'hs_all_contact_vids', 'hs_additional_emails', 'jobtitle', 'city'];
const read = async (id: string) => {
  const found = await contacts().basicApi.getById(id, mergedProperties);
  return { id: found.id, ...Object.fromEntries(mergedProperties.map((name) => [name, found.properties[name]])) };
};

describe('merging', () => {
  it('remembers every id on the way through several merges', async () => {
    const [a, b, c] = [
      await create('a@example.test', { jobtitle: 'Buyer' }),
      await create('b@example.test', { jobtitle: 'Other', city: 'Berlin' }),
      await create('c@example.test'),
    ];
    const first = await merge(a, b);
    const second = await merge(c, first);
    const expected = {
      id: second,
      hs_merged_object_ids: [c, a, b, first].join(';'),
      hs_all_contact_vids: [c, a, b, first, second].join(';'),
      hs_additional_emails: 'a@example.test;b@example.test',
      jobtitle: 'Buyer',
      city: 'Berlin',
    };
    for (const id of [a, b, c, first, second]) expect(await read(id)).toEqual(expected);
  });

  it('keeps the id of the primary one in the account that has the beta', async () => {
    await call('POST', '/sandbox/settings', { mergesKeepPrimaryId: true });
    const [a, b] = [await create('a@example.test'), await create('b@example.test', { city: 'Berlin' })];
    expect(await merge(a, b)).toBe(a);
    expect(await read(b)).toEqual({
      id: a,
      hs_merged_object_ids: b,
      hs_all_contact_vids: `${b};${a}`,
      hs_additional_emails: 'b@example.test',
      jobtitle: null,
      city: 'Berlin',
    });
    const taken = await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'b@example.test' } });
    expect(taken).toMatchObject({ status: 409, body: { message: `Contact already exists. Existing ID: ${a}` } });
  });

  it('cannot be undone by restoring', async () => {
    const [a, b] = [await create('a@example.test'), await create('b@example.test')];
    await merge(a, b);
    expect((await call('POST', `/sandbox/objects/contacts/${b}/restore`)).body.message).toBe(
      `${b} was merged and cannot be restored`,
    );
  });
});

describe('restoring', () => {
  it('is refused when another contact has the e-mail by now', async () => {
    const id = await create('a@example.test');
    await call('DELETE', `/crm/v3/objects/contacts/${id}`);
    const other = await create('a@example.test');
    expect((await call('POST', `/sandbox/objects/contacts/${id}/restore`)).body.message).toBe(
      `${other} has the email of ${id} by now`,
    );
  });
});

describe('deleting for privacy', () => {
  it('leaves nothing under any id of the contact, and blocks its e-mails', async () => {
    const [a, b] = [await create('a@example.test'), await create('b@example.test')];
    await call('POST', `/sandbox/contacts/${a}/engagements`, { kind: 'note' });
    const merged = await merge(a, b);
    expect((await call('POST', '/crm/v3/objects/contacts/gdpr-delete', { objectId: merged })).status).toBe(204);
    for (const id of [a, b, merged]) {
      expect((await call('GET', `/crm/v3/objects/contacts/${id}`)).status).toBe(404);
      expect((await call('GET', `/crm/v3/objects/contacts/${id}?archived=true`)).status).toBe(404);
    }
    expect(sandbox.portal().engagements).toEqual([]);
    for (const email of ['a@example.test', 'B@example.test']) {
      const again = await call('POST', '/crm/v3/objects/contacts', { properties: { email } });
      expect(again.status).toBe(400);
    }
  });

  it('takes an e-mail, also of somebody who is not there yet', async () => {
    const id = await create('a@example.test');
    const purge = (objectId: string) =>
      call('POST', '/crm/v3/objects/contacts/gdpr-delete', { objectId, idProperty: 'email' });
    expect([(await purge('a@example.test')).status, (await purge('later@example.test')).status]).toEqual([204, 204]);
    expect((await call('GET', `/crm/v3/objects/contacts/${id}`)).status).toBe(404);
    const later = await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'later@example.test' } });
    expect(later.status).toBe(400);
  });

  it('knows no unknown id', async () => {
    expect((await call('POST', '/crm/v3/objects/contacts/gdpr-delete', { objectId: '1' })).status).toBe(404);
  });
});
