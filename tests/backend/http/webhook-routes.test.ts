import type { AddressInfo } from 'node:net';
import { closeHttpServer, createHttpServer } from '../../../backend/http/create-server.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { createWebhookRoutes } from '../../../backend/http/webhook-routes.ts';
import type { PortalState } from '../../../backend/portals/portal-state.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { headersV1, headersV2, headersV3 } from '../../../sandbox/hubspot/signing/sign-request.ts';
import { event } from '../../support/events.ts';
import { minuteMs, now, portalState, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const secret = 'webhook-secret';
const portalId = 1234567;
const appId = 1001;
let store: SqliteStore;
let server: ReturnType<typeof createHttpServer>;
let url = '';
let woken: number[] = [];
const failures: unknown[] = [];
/** By contact id: who of ours it is. */
const people: Record<string, number> = {};

beforeAll(async () => {
  store = await openSqliteStore(':memory:');
  const clock = { now: () => now, plausibleNows: () => [now] };
  const states = { get: async (id: number): Promise<PortalState | null> => (id === portalId ? portalState() : null) };
  const onChange = (id: number) => void woken.push(id);
  const app = createExpressApp({ error: (...details: unknown[]) => failures.push(details) }, (express) => {
    const signed = { secret, publicUrl: () => url, clock };
    express.use(createWebhookRoutes({ signed, store, states, clock, onChange }));
  });
  server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { portal } = portalState();
  await store.savePortal({ ...portal, portalId });
  for (const contactId of ['501', '502']) {
    const rules = { playbook: acmePlaybook(), timeZone };
    await store.acceptEvents(portalId, [[event({ userId: `user-${contactId}`, receivedAt: now })]], rules);
    const { personId } = (await store.personByIdentity(portalId, `u:user-${contactId}`))!;
    const linked = { subjectId: personId, recordId: contactId, written: {}, problem: null };
    await store.acknowledge(portalId, 'contact', [linked]);
    people[contactId] = personId;
  }
});
beforeEach(() => {
  woken = [];
  store.connection.database.exec('DELETE FROM outbox');
});
afterAll(async () => {
  await closeHttpServer(server);
  await store.close();
  expect(failures).toEqual([]);
});

let events = 0;
function contactChange(change: Record<string, unknown> = {}) {
  events += 1;
  return {
    eventId: 4_101_286_000 + events,
    subscriptionId: 7_562_680,
    portalId,
    appId,
    occurredAt: now,
    subscriptionType: 'contact.propertyChange',
    attemptNumber: 0,
    objectId: 501,
    propertyName: 'hubspot_owner_id',
    propertyValue: '71',
    changeSource: 'CRM_UI',
    sourceId: 'userId:501',
    ...change,
  };
}
const dealChange = (change: Record<string, unknown> = {}) =>
  contactChange({ subscriptionType: 'object.propertyChange', objectTypeId: '0-3', objectId: 900, ...change });

type Sign = (body: string) => Record<string, string>;
const parts = (body: string) => ({ method: 'POST', url: `${url}/hubspot/webhooks`, body });
const v1: Sign = (body) => headersV1(secret, body);
const v3 =
  (at = now, key = secret): Sign =>
  (body) =>
    headersV3(key, parts(body), at);

async function post(sent: unknown, sign: Sign = v1): Promise<number> {
  const body = typeof sent === 'string' ? sent : JSON.stringify(sent);
  return (await fetch(`${url}/hubspot/webhooks`, { method: 'POST', body, headers: sign(body) })).status;
}

/** Keys of what waits in the outbox. */
async function waiting(of = portalId): Promise<string[]> {
  const claimed = await store.claimEffects(of, 'hubspot', 1_000, now, 'lease');
  return claimed.map(({ key }) => key).sort();
}
const read = (...contactIds: string[]) => contactIds.map((id) => `changed:${people[id]}`).sort();

describe('HubSpot tells of a change, and', () => {
  it.each<[string, unknown[], () => string[]]>([
    ['a contact of ours is read again', [contactChange()], () => read('501')],
    [
      'it is the same of a project’s subscription',
      [contactChange({ subscriptionType: 'object.propertyChange', objectTypeId: '0-1' })],
      () => read('501'),
    ],
    ['one that is nobody’s is left alone', [contactChange({ objectId: 999 })], () => []],
    ['the contacts of a deal are looked for', [dealChange()], () => ['deal:900']],
    [
      'of a new deal as well, under the classic name',
      [contactChange({ subscriptionType: 'deal.creation', objectId: 901, changeFlag: 'CREATED' })],
      () => ['deal:901'],
    ],
    [
      'both ends of an association are read, also of one that is gone',
      [
        dealChange({
          subscriptionType: 'object.associationChange',
          associationType: 'DEAL_TO_CONTACT',
          fromObjectId: 900,
          toObjectId: 502,
          associationRemoved: true,
        }),
      ],
      () => [...read('502'), 'deal:900'],
    ],
    [
      'whoever was merged is read again',
      [
        contactChange({
          subscriptionType: 'contact.merge',
          objectId: 777,
          mergedObjectIds: [501, 502],
          newObjectId: 777,
        }),
      ],
      () => read('501', '502'),
    ],
    [
      'a write of our own is no news',
      [contactChange({ changeSource: 'INTEGRATION', sourceId: String(appId) })],
      () => [],
    ],
    ['another integration’s is', [contactChange({ changeSource: 'INTEGRATION', sourceId: '77' })], () => read('501')],
    [
      'what we have no use for is ignored',
      [
        contactChange({ subscriptionType: 'object.propertyChange', objectTypeId: '0-2', objectId: 501 }),
        contactChange({ subscriptionType: 'conversation.newMessage', objectId: 501 }),
        contactChange({ subscriptionType: 'something new', objectId: undefined }),
        contactChange({ subscriptionType: 'object.propertyChange', objectTypeId: '2-77', objectId: 501 }),
        contactChange({ subscriptionType: 'object.associationChange', objectTypeId: '0-1', objectId: 501 }),
      ],
      () => [],
    ],
    ['an empty list is taken', [], () => []],
  ])('%s', async (_what, sent, expected) => {
    expect(await post(sent)).toBe(200);
    expect(await waiting()).toEqual(expected());
    expect(woken).toEqual(expected().length > 0 ? [portalId] : []);
  });

  it('it does no harm to tell it twice, or in the wrong order', async () => {
    const [older, newer] = [contactChange({ occurredAt: now - 5_000 }), contactChange({ propertyValue: '72' })];
    for (const sent of [[newer, older], [newer], [dealChange(), dealChange()], [older]]) {
      expect(await post(sent)).toBe(200);
    }
    expect(await waiting()).toEqual([...read('501'), 'deal:900']);
  });

  it('a portal we do not know is answered and left', async () => {
    expect(await post([contactChange({ portalId: 99 }), dealChange({ portalId: 99 })])).toBe(200);
    expect([await waiting(99), woken]).toEqual([[], []]);
  });

  it('a hundred changes of two portals come to one read each', async () => {
    const sent = Array.from({ length: 100 }, (_none, index) =>
      contactChange({ objectId: index % 2 === 0 ? 501 : 502, portalId: index % 10 === 0 ? 99 : portalId }),
    );
    expect(await post(sent)).toBe(200);
    expect(await waiting()).toEqual(read('501', '502'));
    expect(woken).toEqual([portalId]);
  });

  it('nobody waits for it as for a crossing', async () => {
    await post([contactChange()]);
    expect(await store.claimEffects(portalId, 'hubspot', 10, now, 'lease')).toMatchObject([{ priority: 1 }]);
  });
});

describe('what claims to be HubSpot', () => {
  it.each<[string, Sign, number]>([
    ['and signs the body', v1, 200],
    ['and signs the address too', v3(), 200],
    ['with a signature of five minutes ago', v3(now - 6 * minuteMs), 401],
    ['with a signature from the future', v3(now + 6 * minuteMs), 401],
    ['without a signature', () => ({}), 401],
    ['with the signature of another secret', (body) => headersV1('guessed', body), 401],
    ['with the signature of another body', () => headersV1(secret, '[]'), 401],
    ['with a good old signature beside a bad new one', (body) => ({ ...v1(body), ...v3(now, 'guessed')(body) }), 401],
    ['as it signs actions, which no webhook is', (body) => headersV2(secret, parts(body)), 401],
  ])('%s is answered as it deserves', async (_how, sign, status) => {
    expect(await post([contactChange()], sign)).toBe(status);
    expect(await waiting()).toEqual(status === 200 ? read('501') : []);
  });

  it.each<[string, unknown]>([
    ['no JSON', 'objectId=501'],
    ['no list', contactChange()],
    ['a list of something else', ['contact.propertyChange']],
    ['an event of no portal', [contactChange({ portalId: undefined })]],
    ['an event of no kind', [contactChange({ subscriptionType: 7 })]],
    ['a record that has no id', [contactChange({ objectId: { id: 501 } })]],
    ['more events than HubSpot sends at once', Array.from({ length: 101 }, () => contactChange())],
  ])('but sends %s is refused', async (_what, sent) => {
    expect(await post(sent)).toBe(400);
    expect(await waiting()).toEqual([]);
  });
});
