import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import type { BeforeGoLive } from '../../../backend/reports/before-go-live.ts';
import { type BeforeGoLives, keepBefore } from '../../../backend/reports/keep-before.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { type ClockServer, startClockServer } from '../../../sandbox/clock/clock-server.ts';
import { dayMs, hourMs, minuteMs, portalState } from '../../support/handoffs.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const { portal } = portalState();
const { portalId } = portal;
/** Every minute is working time, so that what is reckoned does not hang on the hour of the test. */
const playbook = acmePlaybook({ workingHours: { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1440 } });
const said: string[] = [];
let clock: ClockServer;
let hubspot: TestPortal;
let store: SqliteStore;
let before: BeforeGoLives;

beforeEach(async () => {
  clock = await startClockServer();
  hubspot = await startTestPortal({ seed: 'acme', searchIndexDelayMs: 0, clockUrl: clock.url });
  store = await openSqliteStore(':memory:');
  said.length = 0;
  before = keepBefore({
    memory: createPortalMemory(),
    store,
    states: { get: async () => portalState({ playbook }) },
    hubspot: new Map([[portalId, hubspot.gateway]]),
    clock,
    log: {
      debug: () => {},
      warn: (_fields, words) => void said.push(words),
    },
  });
});
afterEach(async () => {
  await before.ended();
  await hubspot.close();
  await store.close();
  await clock.close();
});

const goLive = () => store.savePortal({ ...portal, goLiveAt: clock.now() });
const ask = async (method: string, path: string, body: object) => {
  const response = await fetch(`${hubspot.sandbox.url}/sandbox${path}`, { method, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
};
const write = (email: string, properties: Record<string, string>) =>
  ask('PATCH', `/objects/contacts/${email}`, { properties });
const ownerId = (email: string) =>
  [...hubspot.sandbox.portal().owners.values()].find((owner) => owner.email === email)!.id;
const becomesSql = (email: string, owner = 'maria@acme.test') =>
  write(email, { lifecyclestage: 'salesqualifiedlead', hubspot_owner_id: ownerId(owner) });
const calls = (email: string) => ask('POST', `/contacts/${email}/engagements`, { kind: 'call' });

function minutesOf(read: unknown): Record<string, number[]> {
  const { owners } = read as BeforeGoLive;
  return Object.fromEntries(owners.map((owner) => [owner.ownerId ?? 'nobody', owner.minutes]));
}

it('in watch mode there is no before', async () => {
  await store.savePortal({ ...portal, goLiveAt: null });
  expect(await before.of(portalId)).toBeNull();
  expect(await hubspot.calls()).toEqual([]);
});

it('is read from HubSpot’s own properties, once, and survives what HubSpot forgets', async () => {
  await becomesSql('nora@brightside.test');
  await clock.advance(91 * dayMs);
  await becomesSql('sarah@finpilot.test');
  await becomesSql('priya@finpilot.test', 'tom@acme.test');
  await becomesSql('lone@soloworks.test');
  await write('lone@soloworks.test', { hubspot_owner_id: '' });
  await clock.advance(2 * hourMs);
  await calls('sarah@finpilot.test');
  await clock.advance(dayMs);
  await goLive();
  await hubspot.forget();
  const read = await before.of(portalId);
  const { from, to } = read as BeforeGoLive;
  expect(read).toEqual({
    from: to - 90 * dayMs,
    to,
    readAt: expect.any(Number),
    found: 3,
    owners: expect.arrayContaining([
      { ownerId: ownerId('maria@acme.test'), contacts: 1, minutes: [120], engagedBefore: 0, noEngagement: 0 },
      { ownerId: ownerId('tom@acme.test'), contacts: 1, minutes: [], engagedBefore: 0, noEngagement: 1 },
      { ownerId: null, contacts: 1, minutes: [], engagedBefore: 0, noEngagement: 1 },
    ]),
  });
  expect(from).toBe(to - 90 * dayMs);
  expect(await hubspot.calls()).toEqual([
    'GET /crm/v3/properties/contacts/hs_v2_date_entered_salesqualifiedlead',
    'GET /crm/v3/properties/contacts/hs_lifecyclestage_salesqualifiedlead_date',
    'POST /crm/v3/objects/contacts/search',
  ]);

  await write('sarah@finpilot.test', { hubspot_owner_id: '' });
  await hubspot.forget();
  expect(await before.of(portalId)).toEqual(read);
  expect(await hubspot.calls()).toEqual([]);
  expect(await store.alarms(portalId)).toEqual([]);
});

it.each(['hs_v2_date_entered_salesqualifiedlead', 'hs_lifecyclestage_salesqualifiedlead_date'])(
  'a portal without %s tells by the other date',
  async (missing) => {
    await becomesSql('sarah@finpilot.test');
    await clock.advance(30 * minuteMs);
    await calls('sarah@finpilot.test');
    await goLive();
    await hubspot.fail({
      match: { path: `/crm/v3/properties/contacts/${missing}` },
      mode: 'status',
      status: 404,
      times: 1,
    });
    expect(minutesOf(await before.of(portalId))).toEqual({ [ownerId('maria@acme.test')]: [30] });
  },
);

it('a portal that keeps neither date says so, and is asked again', async () => {
  await goLive();
  await hubspot.fail({ match: { path: '/crm/v3/properties/contacts' }, mode: 'status', status: 404, times: 2 });
  expect(await before.of(portalId)).toEqual({ unknown: 'HubSpot keeps no date of becoming SQL in this portal' });
  expect(await before.of(portalId)).toMatchObject({ found: 0, owners: [] });
});

it('with HubSpot away is not known yet, without an alarm, and read at the next report', async () => {
  await goLive();
  await hubspot.fail({ match: { path: 'search' }, mode: 'status', status: 500, times: 1 });
  before.readSoon(portalId);
  await before.ended();
  expect(await store.alarms(portalId)).toEqual([]);
  expect(said).toEqual(['first calls before going live are not known yet']);
  expect(await before.of(portalId)).toMatchObject({ found: 0 });
});

it('whoever asks while it is being read waits for the one reading', async () => {
  await goLive();
  before.readSoon(portalId);
  const [one, other] = await Promise.all([before.of(portalId), before.of(portalId)]);
  expect(one).toEqual(other);
  expect((await hubspot.calls()).filter((call) => call.endsWith('/search'))).toHaveLength(1);
});

it('a portal without a connection is not known', async () => {
  const alone = keepBefore({
    memory: createPortalMemory(),
    store,
    states: { get: async () => null },
    hubspot: new Map(),
    clock,
    log: { debug: () => {}, warn: () => {} },
  });
  await goLive();
  expect(await alone.of(portalId)).toEqual({ unknown: 'the portal is not connected to HubSpot' });
});
