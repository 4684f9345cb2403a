import { Client } from '@hubspot/api-client';
import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { callsAs, callsTo } from './sandbox-calls.ts';

let sandbox: HubspotSandbox;
let call: ReturnType<typeof callsTo>;

beforeEach(async () => {
  sandbox = await startHubspotSandbox();
  call = callsTo(sandbox);
});
afterEach(() => sandbox.close());

const make = async (wanted: Record<string, unknown> = {}): Promise<number> => {
  const { status, body } = await call('POST', '/sandbox/portals', wanted);
  expect(status).toBe(201);
  return Number(body.portalId);
};

describe('many portals', () => {
  it('keeps records, properties and owners of each by itself, and routes by the token', async () => {
    const portalId = await make({ accessToken: 'token-of-two', users: ['ana@two.test'] });
    const two = callsAs(sandbox, 'token-of-two');
    await two('POST', '/crm/v3/properties/contacts', { ...property, name: 'only_two' });
    await two('POST', '/crm/v3/objects/contacts', { properties: { email: 'sarah@finpilot.test' } });
    const emails = (portal: ReturnType<typeof sandbox.portal>) =>
      [...portal.records['0-1'].values()].map(({ values }) => values.email);
    expect(emails(sandbox.portal(portalId))).toEqual(['sarah@finpilot.test']);
    expect(emails(sandbox.portal())).toHaveLength(7);
    expect(sandbox.portal().properties['0-1'].has('only_two')).toBe(false);
    const client = new Client({ accessToken: 'token-of-two', basePath: sandbox.url });
    const owners = await client.crm.owners.ownersApi.getPage();
    expect(owners.results.map(({ email }) => email)).toEqual(['ana@two.test']);
  });

  it('tells each about itself: zone, domain, hosting, limits', async () => {
    const portalId = await make({ accessToken: 'two', timeZone: 'America/New_York', uiDomain: 'app-eu1.hubspot.com' });
    const two = callsAs(sandbox, 'two');
    await call('POST', `/sandbox/settings?portal=${portalId}`, { tenSecondlyLimit: 1 });
    expect((await two('GET', '/account-info/2026-09/details')).body).toMatchObject({
      portalId,
      timeZone: 'America/New_York',
      uiDomain: 'app-eu1.hubspot.com',
      dataHostingLocation: 'eu1',
    });
    expect((await two('GET', '/crm/v3/owners')).status).toBe(429);
    expect((await call('GET', '/crm/v3/owners')).status).toBe(200);
  });

  it('logs calls with the portal they were made to, and fails only those of the portal named', async () => {
    const portalId = await make({ accessToken: 'two' });
    const two = callsAs(sandbox, 'two');
    await call('POST', `/sandbox/failures?portal=${portalId}`, { match: { path: 'owners' }, mode: 'status' });
    expect((await call('GET', '/crm/v3/owners')).status).toBe(200);
    expect((await two('GET', '/crm/v3/owners')).status).toBe(500);
    const logged = async (query: string) => (await call('GET', `/sandbox/requests${query}`)).body.total;
    expect([await logged(''), await logged(`?portal=${portalId}`)]).toEqual([1, 1]);
  });

  it('shares what is the app’s: its address and its switches', async () => {
    const before = await make();
    await call('POST', '/sandbox/settings', { actionUrl: 'http://app.test', webhooks: true, searchPerSecond: 9 });
    const after = await make();
    for (const id of [before, after]) {
      const { switches, settings } = sandbox.portal(id);
      expect([switches.actionBaseUrl, switches.webhooks, settings.searchPerSecond]).toEqual([
        'http://app.test',
        true,
        5,
      ]);
    }
  });

  it('refuses an unknown token with 401, and an unknown portal in a control with 404', async () => {
    await make();
    expect((await callsAs(sandbox, 'nobody')('GET', '/crm/v3/owners')).status).toBe(401);
    expect((await call('GET', '/sandbox/state?portal=7')).body.message).toBe('There is no portal 7');
  });

  it('starts one over without the others, and all of them without a name', async () => {
    const portalId = await make({ seed: 'acme' });
    await call('POST', `/sandbox/reset?portal=${portalId}`, { seed: 'empty' });
    expect([sandbox.portal(portalId).records['0-1'].size, sandbox.portal().records['0-1'].size]).toEqual([0, 7]);
    await call('POST', '/sandbox/reset');
    expect((await call('GET', '/sandbox/portals')).body.portals).toHaveLength(1);
  });

  it('removes one', async () => {
    const portalId = await make({ accessToken: 'two' });
    await call('DELETE', `/sandbox/portals/${portalId}`);
    expect((await callsAs(sandbox, 'two')('GET', '/crm/v3/owners')).status).toBe(401);
    expect((await call('DELETE', '/sandbox/portals/424242')).status).toBe(400);
  });

  it.each([
    [{ portalId: 424242 }, 'There is a portal 424242 already'],
    [{ portalId: 'x' }, 'portalId must be a number'],
    [{ timeZone: 'Mars/Base' }, 'timeZone must be one like Europe/Berlin'],
    [{ uiDomain: 'evil.test' }, 'uiDomain must be one like app.hubspot.com or app-eu1.hubspot.com'],
    [{ seed: 'other' }, 'seed must be acme or empty'],
    [{ users: [{ name: 'x' }] }, 'each of users needs an email'],
  ])('says what is wrong with %j', async (wanted, message) => {
    expect(await call('POST', '/sandbox/portals', wanted)).toMatchObject({ status: 400, body: { message } });
  });

  it('makes fifty in moments', async () => {
    const since = performance.now();
    await Promise.all(Array.from({ length: 50 }, () => make()));
    expect(performance.now() - since).toBeLessThan(3_000);
    expect((await call('GET', '/sandbox/portals')).body.portals).toHaveLength(51);
  });
});

const property = {
  name: 'x',
  label: 'X',
  type: 'string',
  fieldType: 'text',
  groupName: 'contactinformation',
};
