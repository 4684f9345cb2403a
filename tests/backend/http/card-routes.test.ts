import type { AddressInfo } from 'node:net';
import { type ContactCardAnswer, contactCardPath, type LinkProductUserAnswer, linkProductUserPath } from '@zo/shared';
import type { z } from 'zod';
import { decide } from '../../../backend/handoff/decide.ts';
import { createCardRoutes } from '../../../backend/http/card-routes.ts';
import { contactCardAnswerSchema, linkProductUserAnswerSchema } from '../../../backend/http/card-schemas.ts';
import { closeHttpServer, createHttpServer } from '../../../backend/http/create-server.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import type { PortalStates } from '../../../backend/portals/portal-state.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { headersV2, headersV3 } from '../../../sandbox/hubspot/signing/sign-request.ts';
import { event } from '../../support/events.ts';
import { decisionContext, facts, minuteMs, now, portalState, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Unfolds intersections, so that `{a} & {b}` and `{a, b}` are the same. */
type Plain<T> = T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

it('the schemas of the answers and the types the cards know are the same', () => {
  const card: Same<Plain<z.infer<typeof contactCardAnswerSchema>>, Plain<ContactCardAnswer>> = true;
  const link: Same<Plain<z.infer<typeof linkProductUserAnswerSchema>>, Plain<LinkProductUserAnswer>> = true;
  const more: Same<Plain<ContactCardAnswer>, Plain<ContactCardAnswer | { status: 'new' }>> = false;
  expect([card, link, more]).toEqual([true, true, false]);
});

const secret = 'card-secret';
const portalId = 1234567;
const noPlaybook = 300;
let store: SqliteStore;
let url = '';
let server: ReturnType<typeof createHttpServer>;
const changed: number[] = [];

beforeAll(async () => {
  store = await openSqliteStore(':memory:');
  const { portal } = portalState();
  await store.savePortal(portal);
  await store.savePortal({ ...portal, portalId: noPlaybook });
  const states: PortalStates = {
    get: async (id) =>
      id === portalId || id === portalId + 1 ? portalState({ portal: { ...portal, portalId: id } }) : null,
    isKnown: async (id) => (await store.portal(id)) !== null,
    changed: () => {},
  };
  const clock = { now: () => now, plausibleNows: () => [now] };
  const signed = { secret, publicUrl: () => url, clock };
  const app = createExpressApp({ error: () => {} }, (express) => {
    express.use(
      createCardRoutes({
        signed,
        store,
        states,
        clock,
        operatorsOf: async () => [],
        drainHeld: async () => {},
        onChange: (id) => changed.push(id),
      }),
    );
  });
  server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await makeSarah();
});
afterAll(async () => {
  await closeHttpServer(server);
  await store.close();
});

/** One person with as much of everything as the door lets in. */
async function makeSarah(): Promise<void> {
  const rules = { playbook: acmePlaybook(), timeZone };
  const long = 'x'.repeat(200);
  const events = Array.from({ length: 300 }, (_, index) =>
    event({ groupId: 'finpilot', name: `${long} ${index}`, receivedAt: now, eventAt: now - index * minuteMs }),
  );
  const people = Array.from({ length: 60 }, (_, index) =>
    event({
      userId: `${long}${index}`,
      groupId: 'finpilot',
      email: `p${index}@finpilot.test`,
      receivedAt: now,
      eventAt: now,
    }),
  );
  const traits = { firstName: long, lastName: long, plan: long };
  const members = ['sarah', ...people.map(({ userId }) => userId)].map((userId) =>
    event({ type: 'group', name: null, userId, groupId: 'finpilot', receivedAt: now, eventAt: now }),
  );
  const who = event({
    type: 'identify',
    name: null,
    email: 'sarah@finpilot.test',
    receivedAt: now,
    eventAt: now,
    traits,
  });
  await store.acceptEvents(portalId, [[who, ...members, ...events, ...people]], rules);
  const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
  const reason = 'refused because '.repeat(200);
  await store.saveFacts(portalId, [{ personId, facts: facts() }], now);
  await store.acknowledge(portalId, 'contact', [
    { subjectId: personId, recordId: '501', written: {}, problem: reason },
  ]);
  for (let round = 0; round < 3; round += 1) {
    const inputs = await store.decisionInputs(portalId, 500);
    const playbook = acmePlaybook({ freePlans: [long] });
    await store.commitDecisions(
      portalId,
      inputs.map((input) => decide(input, decisionContext({ playbook }))),
      1,
      now,
    );
  }
}

type Asked = { portal?: number; contactId?: string; query?: string; at?: number; key?: string; sign?: 'v2' | 'v3' };

async function askCard({
  portal = portalId,
  contactId = '501',
  query = '',
  at = now,
  key = secret,
  sign = 'v3',
}: Asked = {}) {
  const address = `${url}${contactCardPath}?contactId=${contactId}&portalId=${portal}&userId=9&userEmail=maria%40acme.test&appId=1${query}`;
  const parts = { method: 'GET', url: address, body: '' };
  const headers = sign === 'v3' ? headersV3(key, parts, at) : headersV2(key, parts);
  const response = await fetch(address, { headers });
  return { status: response.status, body: await response.text() };
}
const cardOf = async (asked?: Asked) => contactCardAnswerSchema.parse(JSON.parse((await askCard(asked)).body));

async function link(body: object, portal = portalId, signedBody = JSON.stringify(body)) {
  const address = `${url}${linkProductUserPath}?portalId=${portal}`;
  const headers = headersV3(secret, { method: 'POST', url: address, body: signedBody }, now);
  const response = await fetch(address, { method: 'POST', body: JSON.stringify(body), headers });
  return { status: response.status, body: await response.json() };
}

describe('the contact card', () => {
  it('answers what is known of the contact, in at most 100 kB for however much there is', async () => {
    const { status, body } = await askCard();
    expect(status).toBe(200);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(100_000);
    expect(contactCardAnswerSchema.parse(JSON.parse(body))).toMatchObject({
      status: 'ready',
      asOf: now,
      portal: { portalId },
      gate: 'open',
      readiness: { ready: 'yes', conditionsMissing: 0 },
      company: { name: 'FinPilot', activeUsers: 61, recordId: '900' },
      handoffs: [{ status: 'waiting', owner: null }],
      freshness: { hubspot: { status: 'refused' } },
    });
    const card = await cardOf();
    if (card.status !== 'ready') throw new Error(card.status);
    expect([card.activity.recent.length, card.activity.days.length, card.company?.people.length]).toEqual([5, 14, 5]);
  });

  it('is empty for a contact nothing is known of, and says whether any event ever came', async () => {
    expect(await cardOf({ contactId: '999' })).toMatchObject({ status: 'empty', email: null, eventsReceived: true });
  });

  it('is empty for another portal’s contact', async () => {
    const portal = portalId + 1;
    expect(await cardOf({ portal })).toMatchObject({
      status: 'empty',
      portal: { portalId: portal },
      eventsReceived: false,
    });
  });

  it('says what is missing of a portal that is not connected', async () => {
    expect(await cardOf({ portal: 299 })).toEqual({ status: 'not connected', missing: 'portal' });
    expect(await cardOf({ portal: noPlaybook })).toEqual({ status: 'not connected', missing: 'playbook' });
  });

  it.each<[string, Asked, number]>([
    ['another secret', { key: 'guessed' }, 401],
    ['a signature of six minutes ago', { at: now - 6 * minuteMs }, 401],
    ['only the weaker signature of workflow actions', { sign: 'v2' }, 401],
    ['the portal named twice', { query: `&portalId=${portalId + 1}` }, 400],
    ['the contact named twice', { query: '&contactId=502' }, 400],
    ['an id that is none', { contactId: '1%20OR%201' }, 400],
    ['a portal that is none', { portal: -1 }, 400],
  ])('refuses %s', async (_what, asked, status) => expect((await askCard(asked)).status).toBe(status));

  it('accepts the signature of four minutes ago', async () => {
    expect((await askCard({ at: now - 4 * minuteMs })).status).toBe(200);
  });
});

describe('Link product user', () => {
  it('answers what became of it, and has the person decided again', async () => {
    const answer = await link({ contactId: '501', productUser: 'sarah' });
    expect([answer.status, linkProductUserAnswerSchema.parse(answer.body)]).toEqual([200, { status: 'linked' }]);
    expect(changed).toContain(portalId);
    const elsewhere = await link({ contactId: '777', productUser: 'SARAH@finpilot.test ' });
    expect(linkProductUserAnswerSchema.parse(elsewhere.body)).toEqual({ status: 'linked elsewhere', contactId: '501' });
  });

  it('knows nobody of another portal', async () => {
    const { body } = await link({ contactId: '501', productUser: 'sarah' }, portalId + 1);
    expect(linkProductUserAnswerSchema.parse(body)).toEqual({ status: 'unknown user' });
  });

  it.each([
    ['no user', { contactId: '501', productUser: ' ' }],
    ['no contact', { productUser: 'sarah' }],
    ['a contact that is none', { contactId: 'abc', productUser: 'sarah' }],
  ])('refuses %s', async (_what, body) => expect((await link(body)).status).toBe(400));

  it('refuses a body that is not the signed one', async () => {
    expect((await link({ contactId: '501', productUser: 'sarah' }, portalId, '{}')).status).toBe(401);
  });
});
