import type { AddressInfo } from 'node:net';
import type { ActionParts } from '../../../backend/handoff/actions/action-request.ts';
import { createActionRoutes } from '../../../backend/http/action-routes.ts';
import { closeHttpServer, createHttpServer } from '../../../backend/http/create-server.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { headersV2, headersV3 } from '../../../sandbox/hubspot/signing/sign-request.ts';
import { event } from '../../support/events.ts';
import { facts, minuteMs, now, portalState, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const secret = 'action-secret';
const portalId = 1234567;
let store: SqliteStore;
let server: ReturnType<typeof createHttpServer>;
let url = '';
const failures: unknown[] = [];
const learned: unknown[] = [];
const leftPortal = 666;

beforeAll(async () => {
  store = await openSqliteStore(':memory:');
  const clock = { now: () => now, plausibleNows: () => [now] };
  const states = {
    get: async (id: number) => (id === portalId ? portalState() : null),
    isKnown: async () => true,
    changed: () => {},
  };
  const actions: ActionParts = {
    store,
    states,
    clock,
    operatorsOf: async () => [],
    drainHeld: async () => {},
    onChange: () => {},
  };
  const app = createExpressApp({ error: (...details: unknown[]) => failures.push(details) }, (express) => {
    express.use(
      createActionRoutes({
        signed: { secret, publicUrl: () => url, clock },
        actions,
        isServed: (id) => id !== leftPortal,
        learnActionId: async (...origin) => void learned.push(origin),
        options: {
          owner: async (id) => [
            { value: '71', label: `Maria of ${id}` },
            { value: '72', label: 'Tom' },
          ],
        },
      }),
    );
  });
  server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rules = { playbook: acmePlaybook(), timeZone };
  await store.acceptEvents(portalId, [[event({ receivedAt: now, eventAt: now })]], rules);
  const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
  await store.saveFacts(portalId, [{ personId, facts: facts() }], now);
});
afterAll(async () => {
  await closeHttpServer(server);
  await store.close();
  expect(failures).toEqual([]);
});

const call = (change: object = {}) => ({
  callbackId: 'cb-1',
  origin: { portalId, actionDefinitionId: 5, actionDefinitionVersion: 1 },
  object: { objectId: 501, objectType: 'CONTACT', properties: { hubspot_owner_id: null } },
  inputFields: {},
  ...change,
});

async function post(path: string, body: unknown, headersOf = headersV2 as (key: string, parts: object) => object) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = headersOf(secret, { method: 'POST', url: `${url}${path}`, body: text }) as Record<string, string>;
  const response = await fetch(`${url}${path}`, { method: 'POST', body: text, headers });
  return { status: response.status, body: await response.json() };
}
const compute = '/hubspot/actions/compute-pql-score';

describe('a workflow action', () => {
  it('answers the outputs of its contact, and learns its own id', async () => {
    expect(await post(compute, call())).toMatchObject({
      status: 200,
      body: { outputFields: { hs_execution_state: expect.any(String) } },
    });
    expect(learned[0]).toEqual([portalId, 'compute-pql-score', expect.objectContaining({ actionDefinitionId: '5' })]);
  });

  it.each(['assign-owner', 'send-slack-handoff', 'compute-pql-score'])(
    '%s says when nothing is known of the contact, and the workflow goes on',
    async (action) => {
      const answer = await post(`/hubspot/actions/${action}`, call({ object: { objectId: 999 } }));
      expect(answer.body).toMatchObject({
        outputFields: { zo_error: 'no_product_activity', hs_execution_state: 'FAIL_CONTINUE' },
      });
    },
  );

  it('return-to-marketing leaves a contact that is not ours', async () => {
    const { body } = await post('/hubspot/actions/return-to-marketing', call({ object: { objectId: 999 } }));
    expect(body).toEqual({ outputFields: { zo_return_status: 'not_ours', hs_execution_state: 'SUCCESS' } });
  });

  it.each<[string, number, unknown]>([
    ['without callbackId', 400, call({ callbackId: undefined })],
    ['without portal', 400, call({ origin: {} })],
    ['without contact', 400, call({ object: {} })],
    ['that is not JSON', 400, 'callbackId=1'],
    ['of another shape', 400, '[]'],
    ['with members we do not know', 200, call({ callbackId: 'cb-2', isNew: true })],
    ['with older names', 200, call({ callbackId: 'cb-3', inputFields: undefined, fields: { owner: null } })],
  ])('called %s answers %i', async (_what, status, body) => expect((await post(compute, body)).status).toBe(status));

  it('accepts v3 too, and never falls back from a bad v3 to a good v2', async () => {
    const both = (at: number) => (key: string, parts: object) => ({
      ...headersV2(key, parts as Parameters<typeof headersV2>[1]),
      ...headersV3(key, parts as Parameters<typeof headersV3>[1], at),
    });
    expect((await post(compute, call({ callbackId: 'cb-4' }), both(now))).status).toBe(200);
    expect((await post(compute, call({ callbackId: 'cb-5' }), both(now - 6 * minuteMs))).status).toBe(401);
  });

  it('refuses what is not signed, or signed with another secret', async () => {
    expect((await post(compute, call(), () => ({}))).status).toBe(401);
    const forged = (_key: string, parts: object) => headersV2('guessed', parts as Parameters<typeof headersV2>[1]);
    expect((await post(compute, call(), forged)).status).toBe(401);
  });
});

describe('a list of options', () => {
  const ask = (field: string, q?: string) =>
    post(`/hubspot/options/${field}`, { origin: { portalId }, fetchOptions: { q } });

  it('is the verified portal’s, and can be searched', async () => {
    expect((await ask('owner')).body).toEqual({
      options: [
        { value: '71', label: `Maria of ${portalId}` },
        { value: '72', label: 'Tom' },
      ],
      searchable: true,
    });
    expect((await ask('owner', 'TOM')).body).toMatchObject({ options: [{ value: '72' }] });
  });

  it.each(['nothing', 'constructor', 'toString'])('that is none (%s) is not found', async (field) => {
    expect((await ask(field)).status).toBe(404);
  });
});
