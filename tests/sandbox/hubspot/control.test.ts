import path from 'node:path';
import { Client } from '@hubspot/api-client';
import { signatureV1, signatureV3 } from '../../../sandbox/hubspot/signing/sign-request.ts';
import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { type ActionReceiver, startActionReceiver } from './action-receiver.ts';
import { callsTo, until } from './sandbox-calls.ts';

let receiver: ActionReceiver;
let sandbox: HubspotSandbox;
let call: ReturnType<typeof callsTo>;

beforeEach(async () => {
  receiver = await startActionReceiver();
  sandbox = await startHubspotSandbox({
    actionUrl: receiver.url,
    webhookRetryMs: 10,
    projectDir: path.join(import.meta.dirname, 'fixture-project'),
  });
  call = callsTo(sandbox);
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const contactCount = () => sandbox.portal().records['0-1'].size;
const create = (email: string) => call('POST', '/crm/v3/objects/contacts', { properties: { email } });
const fail = (failure: Record<string, unknown>) =>
  call('POST', '/sandbox/failures', {
    match: { method: 'POST', path: '/crm/v3/objects/contacts' },
    times: 1,
    ...failure,
  });

describe('failures on demand', () => {
  it('answers the wished status as often as wished, with headers', async () => {
    await fail({ mode: 'status', status: 429, headers: { 'retry-after': '3' }, body: { policyName: 'DAILY' } });
    const answer = await create('a@example.test');
    expect([answer.status, answer.headers.get('retry-after'), answer.body]).toEqual([
      429,
      '3',
      { policyName: 'DAILY' },
    ]);
    expect((await create('a@example.test')).status).toBe(201);
  });

  it.each([
    ['reset-before', 0],
    ['reset-after-commit', 1],
  ])('%s cuts the connection and keeps %p writes', async (mode, kept) => {
    const before = contactCount();
    await fail({ mode });
    await expect(create('a@example.test')).rejects.toThrow('fetch failed');
    expect(contactCount() - before).toBe(kept);
  });

  it('never answers in mode timeout', async () => {
    await fail({ mode: 'timeout' });
    const silent = fetch(`${sandbox.url}/crm/v3/objects/contacts`, { method: 'POST', signal: AbortSignal.timeout(50) });
    await expect(silent).rejects.toThrow('timeout');
  });

  it('answers nothing in particular in the modes empty-200 and malformed', async () => {
    const before = contactCount();
    await fail({ mode: 'empty-200' });
    expect((await create('a@example.test')).body).toMatchObject({ status: 'COMPLETE', results: [] });
    await fail({ mode: 'malformed' });
    await expect(create('a@example.test')).rejects.toThrow(SyntaxError);
    expect(contactCount()).toBe(before);
  });

  it('fails for contacts with a well-known e-mail', async () => {
    expect([(await create('hs-500-a@example.test')).status, (await create('hs-lock-a@example.test')).status]).toEqual([
      500, 423,
    ]);
    await expect(create('hs-reset-a@example.test')).rejects.toThrow('fetch failed');
    const read = await call('POST', '/crm/v3/objects/contacts/batch/read', {
      idProperty: 'email',
      properties: [],
      inputs: [{ id: 'hs-reset-a@example.test' }],
    });
    expect(read.body.results).toHaveLength(1);
  });
});

describe('limits', () => {
  it('answers 429 after the allowed calls, with the headers and the policy of the rolling limit', async () => {
    await call('POST', '/sandbox/settings', { tenSecondlyLimit: 2 });
    const answers = [
      await call('GET', '/crm/v3/owners'),
      await call('GET', '/crm/v3/owners'),
      await call('GET', '/crm/v3/owners'),
    ];
    expect(answers.map((answer) => [answer.status, answer.headers.get('x-hubspot-ratelimit-remaining')])).toEqual([
      [200, '1'],
      [200, '0'],
      [429, '0'],
    ]);
    expect(answers[2]?.body).toMatchObject({ policyName: 'TEN_SECONDLY_ROLLING', errorType: 'RATE_LIMIT' });
  });

  it('limits search by itself, five a second, without headers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => call('POST', '/crm/v3/objects/contacts/search', {})),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers.map((answer) => answer.headers.get('x-hubspot-ratelimit-max'))).toEqual(Array(6).fill(null));
  });
});

describe('dated paths', () => {
  it.each([
    '/crm/objects/2026-09/contacts',
    '/crm/owners/2026-09',
    '/crm/properties/2026-09/contacts',
    '/account-info/2026-09/details',
  ])('answers %s like the legacy one', async (path) => {
    expect((await call('GET', path)).status).toBe(200);
  });
});

describe('what a page sees', () => {
  it('tells changes as they come', async () => {
    const { sequence } = (await call('GET', '/sandbox/state')).body;
    const waiting = call('GET', `/sandbox/changes?after=${sequence}`);
    await create('new@example.test');
    expect((await waiting).body.changes).toMatchObject([
      { kind: 'record created', objectType: '0-1' },
      { kind: 'property changed', property: 'email', value: 'new@example.test' },
    ]);
  });

  it('counts calls and inputs by route', async () => {
    await call('POST', '/crm/v3/objects/contacts/batch/read', { inputs: [{ id: '1' }, { id: '2' }] });
    const { byRoute } = (await call('GET', '/sandbox/requests')).body;
    expect(byRoute).toEqual({ 'POST /crm/v3/objects/:type/batch/read': { calls: 1, inputs: 2, byStatus: { 207: 1 } } });
  });

  it('starts over on reset', async () => {
    await create('new@example.test');
    await call('POST', '/sandbox/reset', { seed: 'empty' });
    expect([contactCount(), sandbox.portal().owners.size, sandbox.portal().switches.actionBaseUrl]).toEqual([
      0,
      0,
      receiver.url,
    ]);
  });

  it('does not leave a follower behind on reset', async () => {
    const { sequence } = (await call('GET', '/sandbox/state')).body;
    const waiting = call('GET', `/sandbox/changes?after=${sequence}`);
    await call('POST', '/sandbox/reset', {});
    expect(Number((await waiting).body.sequence)).toBeGreaterThan(Number(sequence));
    expect((await call('GET', `/sandbox/changes?after=${sequence}&waitMs=0`)).body.changes).not.toEqual([]);
  });

  it('counts a logged call', async () => {
    const answer = await call('POST', '/sandbox/contacts/sarah@finpilot.test/engagements');
    expect(answer.body.contact).toMatchObject({
      values: { num_contacted_notes: '1', notes_last_contacted: expect.stringMatching(/Z$/) },
    });
  });
});

describe('calls to the app', () => {
  it('hubspot.fetch appends who asks, signs v3, and tries once more after a 5xx', async () => {
    receiver.reply = (_request, index) => (index === 0 ? { status: 503 } : { body: { ok: true } });
    const answer = await call('POST', '/sandbox/hubspot-fetch', {
      url: `${receiver.url}/app/card?x=a%2Fb`,
      userEmail: 'maria@acme.test',
    });
    expect(answer).toMatchObject({ status: 200, body: { ok: true } });
    const { headers, url, path: called } = receiver.received[1]!;
    expect(called).toMatch(/^\/app\/card\?x=a%2Fb&portalId=424242&userId=\d+&userEmail=maria%40acme\.test&appId=1001$/);
    const timestamp = Number(headers['x-hubspot-request-timestamp']);
    expect(headers['x-hubspot-signature-v3']).toBe(
      signatureV3(sandbox.clientSecret, { method: 'GET', url, body: '' }, timestamp),
    );
  });

  it('hubspot.fetch refuses headers other than Authorization', async () => {
    const answer = await call('POST', '/sandbox/hubspot-fetch', {
      url: `${receiver.url}/app/card`,
      headers: { 'x-other': '1' },
    });
    expect(answer).toMatchObject({ status: 400, body: { message: "Only 'Authorization' header is allowed" } });
  });

  it('delivers subscribed changes as signed arrays, again after a failure, once switched on', async () => {
    receiver.reply = (_request, index) => (index === 0 ? { status: 500 } : {});
    const update = (jobtitle: string) =>
      call('PATCH', `/sandbox/objects/contacts/${contactId}`, { properties: { jobtitle } });
    const contactId = [...sandbox.portal().records['0-1'].keys()][0];
    await update('unseen');
    await call('POST', '/sandbox/settings', { webhooks: true });
    await update('Head of Data');
    await until(() => receiver.received.length === 2);
    const { headers, rawBody } = receiver.received[1]!;
    expect(JSON.parse(rawBody)).toMatchObject([
      {
        subscriptionType: 'object.propertyChange',
        objectTypeId: '0-1',
        objectId: Number(contactId),
        propertyValue: 'Head of Data',
        attemptNumber: 1,
        changeSource: 'CRM_UI',
      },
      {
        subscriptionType: 'contact.propertyChange',
        objectId: Number(contactId),
        propertyName: 'jobtitle',
        attemptNumber: 1,
      },
    ]);
    expect(headers['x-hubspot-signature']).toBe(signatureV1(sandbox.clientSecret, rawBody));
  });
});

describe('associations', () => {
  it('talks to the official client, and puts a first company first', async () => {
    const api = new Client({ accessToken: sandbox.accessToken, basePath: sandbox.url }).crm.associations.v4.batchApi;
    const contact = (await create('first@example.test')).body.id;
    const company = (await call('POST', '/crm/v3/objects/companies', { properties: { name: 'First' } })).body.id;
    const pair = { _from: { id: contact }, to: { id: company } };
    expect((await api.createDefault('contacts', 'companies', { inputs: [pair] })).status).toBe('COMPLETE');
    const read = await api.getPage('contacts', 'companies', { inputs: [{ id: contact }] });
    expect(read.results[0]?.to[0]?.associationTypes.map(({ typeId }) => typeId)).toEqual([279, 1]);
  });

  it('finds or makes the company of the e-mail domain a moment later, when the account is set to', async () => {
    await call('POST', '/sandbox/settings', { autoAssociateByDomain: true });
    const known = (await create('new@finpilot.test')).body.id;
    const unknown = (await create('new@unseen.test')).body.id;
    const companyOf = (id: string) => {
      const linked = sandbox
        .portal()
        .associations.get(id)
        ?.find((association) => association.typeId === 1);
      return sandbox.portal().records['0-2'].get(linked?.toId ?? '')?.values.domain;
    };
    expect(companyOf(known)).toBeUndefined();
    await until(() => companyOf(unknown));
    expect([companyOf(known), companyOf(unknown)]).toEqual(['finpilot.test', 'unseen.test']);
  });

  it('makes the unlabelled association with a primary one, and moves the primary', async () => {
    const company = async (name: string) =>
      (await call('POST', '/crm/v3/objects/companies', { properties: { name } })).body.id;
    const [contact, first, second] = [
      (await create('linked@example.test')).body.id,
      await company('First'),
      await company('Second'),
    ];
    for (const id of [first, second]) {
      const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }];
      expect(
        (await call('PUT', `/crm/v4/objects/contacts/${contact}/associations/companies/${id}`, types)).status,
      ).toBe(201);
    }
    const read = await call('POST', '/crm/v4/associations/contacts/companies/batch/read', {
      inputs: [{ id: contact }],
    });
    expect(read.body.results[0]?.to).toEqual([
      { toObjectId: Number(first), associationTypes: [expect.objectContaining({ typeId: 279 })] },
      {
        toObjectId: Number(second),
        associationTypes: [expect.objectContaining({ typeId: 279 }), expect.objectContaining({ typeId: 1 })],
      },
    ]);
    const shown = await call('GET', `/crm/v3/objects/contacts/${contact}?properties=associatedcompanyid`);
    expect(shown.body.properties.associatedcompanyid).toBe(second);
  });
});
