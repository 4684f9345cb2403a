import path from 'node:path';
import { signatureV1, signatureV3 } from '../../../sandbox/hubspot/signing/sign-request.ts';
import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { type ActionReceiver, startActionReceiver } from './action-receiver.ts';
import { callsAs, callsTo, until } from './sandbox-calls.ts';

type Item = Record<string, unknown>;

let receiver: ActionReceiver;
let sandbox: HubspotSandbox;
let call: ReturnType<typeof callsTo>;

beforeEach(async () => {
  receiver = await startActionReceiver();
  sandbox = await startHubspotSandbox({
    actionUrl: receiver.url,
    webhookRetryMs: 1,
    projectDir: path.join(import.meta.dirname, 'fixture-webhooks'),
  });
  call = callsTo(sandbox);
  await call('POST', '/sandbox/settings', { webhooks: true });
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const arrays = (): Item[][] => receiver.received.map(({ rawBody }) => JSON.parse(rawBody));
const items = () => arrays().flat();
const ofType = (type: string) => items().filter(({ subscriptionType }) => subscriptionType === type);
const arrived = (type: string, count = 1) => until(() => (ofType(type).length >= count ? ofType(type) : null), 10_000);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const delivery = (settings: Item) => call('POST', '/sandbox/webhooks', settings);

async function idOf(email: string): Promise<string> {
  return (await call('GET', `/crm/v3/objects/contacts/${email}?idProperty=email`)).body.id;
}
const title = (id: string, jobtitle: string) =>
  call('PATCH', `/sandbox/objects/contacts/${id}`, { properties: { jobtitle } });

const common = {
  eventId: expect.any(Number),
  subscriptionId: expect.any(Number),
  portalId: 424242,
  appId: 1001,
  occurredAt: expect.any(Number),
  attemptNumber: 0,
  objectTypeId: '0-1',
};
const byPerson = { changeSource: 'CRM_UI', sourceId: 'userId:501' };
const byApp = { changeSource: 'INTEGRATION', sourceId: '1001' };

describe('what webhooks say', () => {
  it('tells of creation, and of the app’s own writes as such', async () => {
    const made = await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'new@example.test' } });
    expect(await arrived('object.creation')).toEqual([
      {
        ...common,
        ...byApp,
        subscriptionType: 'object.creation',
        objectId: Number(made.body.id),
        changeFlag: 'CREATED',
      },
    ]);
  });

  it('tells of a subscribed property, and not of one that is off or not subscribed', async () => {
    const id = await idOf('sarah@finpilot.test');
    await call('PATCH', `/sandbox/objects/contacts/${id}`, {
      properties: { firstname: 'S.', lastname: 'C.', jobtitle: 'Buyer' },
    });
    await arrived('object.propertyChange');
    expect(items()).toEqual([
      {
        ...common,
        ...byPerson,
        subscriptionType: 'object.propertyChange',
        objectId: Number(id),
        propertyName: 'jobtitle',
        propertyValue: 'Buyer',
      },
    ]);
  });

  it('tells of a merge: which was the primary one, and which id is left', async () => {
    const primary = await idOf('sarah@finpilot.test');
    const other = await idOf('priya@finpilot.test');
    await title(other, 'Buyer');
    const merged = await call('POST', '/sandbox/objects/contacts/merge', { primary, other });
    expect(await arrived('object.merge')).toEqual([
      {
        ...common,
        ...byPerson,
        subscriptionType: 'object.merge',
        objectId: Number(merged.body.id),
        primaryObjectId: Number(primary),
        mergedObjectIds: [Number(primary), Number(other)],
        newObjectId: Number(merged.body.id),
        numberOfPropertiesMoved: 1,
      },
    ]);
    expect(ofType('object.deletion')).toEqual([]);
  });

  it('tells of deletion, to the older subscription in its own words, and of restoring', async () => {
    const id = await idOf('sarah@finpilot.test');
    await call('DELETE', `/sandbox/objects/contacts/${id}`);
    expect((await call('GET', `/crm/v3/objects/contacts/${id}`)).status).toBe(404);
    await call('POST', `/sandbox/objects/contacts/${id}/restore`);
    expect(await idOf('sarah@finpilot.test')).toBe(id);
    const [restored] = await arrived('object.restore');
    expect(restored).toEqual({ ...common, ...byPerson, subscriptionType: 'object.restore', objectId: Number(id) });
    const { objectTypeId: _new, ...older } = common;
    expect(ofType('object.deletion')).toEqual([
      { ...common, ...byPerson, subscriptionType: 'object.deletion', objectId: Number(id), changeFlag: 'DELETED' },
    ]);
    expect(ofType('contact.deletion')).toEqual([
      { ...older, ...byPerson, subscriptionType: 'contact.deletion', objectId: Number(id), changeFlag: 'DELETED' },
    ]);
  });

  it('tells of a deletion for privacy twice: as such and as a deletion', async () => {
    const id = await idOf('sarah@finpilot.test');
    await call('POST', `/sandbox/contacts/${id}/gdpr-delete`);
    const [privacy] = await arrived('contact.privacyDeletion');
    const { objectTypeId: _new, ...older } = common;
    expect(privacy).toEqual({
      ...older,
      ...byPerson,
      subscriptionType: 'contact.privacyDeletion',
      objectId: Number(id),
    });
    expect(ofType('contact.deletion')).toHaveLength(1);
  });

  it('tells both sides of an association that comes or goes', async () => {
    const contact = await idOf('sarah@finpilot.test');
    const made = await call('POST', '/crm/v3/objects/companies', { properties: { name: 'Second' } });
    const company = made.body.id;
    await call('PUT', `/crm/v4/objects/contacts/${contact}/associations/default/companies/${company}`);
    const there = {
      associationType: 'CONTACT_TO_COMPANY',
      fromObjectId: Number(contact),
      toObjectId: Number(company),
      associationRemoved: false,
      isPrimaryAssociation: false,
    };
    const back = {
      ...{ associationType: 'COMPANY_TO_CONTACT', associationRemoved: false, isPrimaryAssociation: false },
      ...{ fromObjectId: Number(company), toObjectId: Number(contact) },
    };
    const ends = { ...common, subscriptionType: 'object.associationChange' };
    expect(await arrived('object.associationChange', 2)).toEqual([
      { ...ends, ...byApp, ...there, objectId: Number(contact) },
      { ...ends, ...byApp, ...back, objectId: Number(company), objectTypeId: '0-2' },
    ]);
    await call('DELETE', `/sandbox/objects/contacts/${contact}/associations/companies/${company}`);
    expect((await arrived('object.associationChange', 4)).slice(2)).toEqual([
      { ...ends, ...byPerson, ...there, associationRemoved: true, objectId: Number(contact) },
      { ...ends, ...byPerson, ...back, associationRemoved: true, objectId: Number(company), objectTypeId: '0-2' },
    ]);
  });
});

describe('how webhooks come', () => {
  it('puts events of several portals into one signed array of at most 100', async () => {
    const made = await call('POST', '/sandbox/portals', { accessToken: 'token-of-two' });
    const create = (as: typeof call, from: number, count: number) =>
      as('POST', '/crm/v3/objects/contacts/batch/create', {
        inputs: Array.from({ length: count }, (_one, index) => ({
          properties: { email: `p${from + index}@example.test` },
        })),
      });
    await Promise.all([create(call, 0, 70), create(callsAs(sandbox, 'token-of-two'), 0, 70)]);
    await arrived('object.creation', 140);
    expect(arrays().map((array) => array.length)).toEqual([100, 40]);
    expect(new Set(arrays()[0]?.map(({ portalId }) => portalId))).toEqual(new Set([424242, made.body.portalId]));
    const { headers, rawBody, url } = receiver.received[0]!;
    expect(headers['x-hubspot-signature']).toBe(signatureV1(sandbox.clientSecret, rawBody));
    expect(headers['x-hubspot-signature-v3']).toBe(
      signatureV3(
        sandbox.clientSecret,
        { method: 'POST', url, body: rawBody },
        Number(headers['x-hubspot-request-timestamp']),
      ),
    );
  });

  it('tries ten more times, and says which time it is', async () => {
    receiver.reply = () => ({ status: 400 });
    await title(await idOf('sarah@finpilot.test'), 'Buyer');
    await until(() => receiver.received.length === 11, 15_000);
    await pause(50);
    expect(items().map(({ attemptNumber }) => attemptNumber)).toEqual([...Array(11).keys()]);
    const { deliveries } = (await call('GET', '/sandbox/webhooks')).body;
    expect(deliveries).toHaveLength(11);
  }, 30_000);

  it('takes no answer in time for a failure', async () => {
    await delivery({ answerWithinMs: 40 });
    receiver.reply = (_request, index) => (index === 0 ? { delayMs: 300 } : {});
    await title(await idOf('sarah@finpilot.test'), 'Buyer');
    const [first, second] = await arrived('object.propertyChange', 2);
    expect([first?.attemptNumber, second?.attemptNumber, first?.eventId === second?.eventId]).toEqual([0, 1, true]);
  });

  it('sends no more requests at a time than the app allows', async () => {
    let [open, most] = [0, 0];
    receiver.reply = () => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
      }, 290);
      return { delayMs: 300 };
    };
    await delivery({ spreadMs: 1_200 });
    const id = await idOf('sarah@finpilot.test');
    for (let count = 0; count < 40; count += 1) await title(id, `Buyer ${count}`);
    await arrived('object.propertyChange', 40);
    expect(most).toBeLessThanOrEqual(2);
  });

  it('comes late, twice and in another order on demand', async () => {
    await delivery({ delayMs: 100, spreadMs: 600, duplicates: 1 });
    const id = await idOf('sarah@finpilot.test');
    const titles = Array.from({ length: 12 }, (_one, index) => `Buyer ${index}`);
    const since = performance.now();
    for (const each of titles) await title(id, each);
    const all = (await arrived('object.propertyChange', 24)).map(({ propertyValue }) => String(propertyValue));
    expect(performance.now() - since).toBeGreaterThan(100);
    expect(all.toSorted()).toEqual([...titles, ...titles].toSorted());
    expect(all).not.toEqual(titles.flatMap((each) => [each, each]));
  });

  it('refuses settings that do not exist', async () => {
    expect((await delivery({ shuffle: true })).body.message).toContain('there is no setting shuffle');
    expect((await delivery({ delayMs: 'long' })).status).toBe(400);
  });

  it('ends with the installation, or goes on for a while when it is set to', async () => {
    const id = await idOf('sarah@finpilot.test');
    await call('POST', '/sandbox/oauth/uninstall', {});
    await title(id, 'Unseen');
    await pause(250);
    expect(items()).toEqual([]);
    await delivery({ afterUninstall: true });
    await title(id, 'Seen');
    expect(await arrived('object.propertyChange')).toMatchObject([{ propertyValue: 'Seen' }]);
  });

  it('leaves out objects that the account does not let the app read', async () => {
    const optionalScopes = ['crm.objects.contacts.read', 'crm.objects.deals.read'];
    await call('POST', '/sandbox/oauth/app', { redirectUrls: ['http://app.test/callback'], optionalScopes });
    const query = new URLSearchParams({
      ...{ client_id: sandbox.clientId, redirect_uri: 'http://app.test/callback', scope: 'oauth' },
      optional_scope: optionalScopes.join(' '),
    });
    const authorizeUrl = `${sandbox.url}/oauth/authorize?${query}`;
    const denyScopes = ['crm.objects.deals.read'];
    const { body } = await call('POST', '/sandbox/oauth/approve', { authorizeUrl, denyScopes });
    const form = {
      ...{ grant_type: 'authorization_code', redirect_uri: 'http://app.test/callback' },
      ...{ client_id: sandbox.clientId, client_secret: sandbox.clientSecret },
      code: new URL(String(body.redirectTo)).searchParams.get('code') ?? '',
    };
    await fetch(`${sandbox.url}/oauth/v3/token`, { method: 'POST', body: new URLSearchParams(form) });
    await call('POST', '/sandbox/deals', { contact: 'sarah@finpilot.test', stage: 'open' });
    await title(await idOf('sarah@finpilot.test'), 'Buyer');
    await arrived('object.propertyChange');
    expect(new Set(items().map(({ objectTypeId }) => objectTypeId))).toEqual(new Set(['0-1']));
  });

  it('drops what was on its way when the account starts over', async () => {
    await delivery({ delayMs: 150 });
    await title(await idOf('sarah@finpilot.test'), 'Buyer');
    await call('POST', '/sandbox/reset?portal=424242');
    await pause(400);
    expect(items()).toEqual([]);
  });
});
