/** Calls of one enrolment, signed as HubSpot signs them, on both databases: no late one opens another handoff. */
import type { AddressInfo } from 'node:net';
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { dealClosed } from '../../../backend/handoff/steps/ending.ts';
import { createActionRoutes } from '../../../backend/http/action-routes.ts';
import { closeHttpServer, createHttpServer } from '../../../backend/http/create-server.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { headersV2 } from '../../../sandbox/hubspot/signing/sign-request.ts';
import { type HandoffBatteryStore, handoffActs } from '../../support/handoff-acts.ts';
import { now, portalState } from '../../support/handoffs.ts';
import { postgresStore } from '../../support/postgres-store.ts';

const secret = 'action-secret';
const clock = { now: () => now, plausibleNows: () => [now] };
let callbacks = 0;

function sqliteStore() {
  const opening = openSqliteStore(':memory:');
  afterAll(async () => (await opening).close());
  return () => opening;
}

describe.each([
  ['SQLite', sqliteStore],
  ['PostgreSQL', postgresStore],
])('on %s a call of an enrolment', (_engine, storeOf) => {
  const openStore = storeOf();
  let store: HandoffBatteryStore;
  let server: ReturnType<typeof createHttpServer>;
  let url = '';
  let portalId = 1;
  let sarah = 0;
  const errors: unknown[] = [];
  const acts = handoffActs(
    () => store,
    () => portalId,
  );

  beforeAll(async () => {
    store = await openStore();
    const states = { get: async () => portalState(), isKnown: async () => true, changed: () => {} };
    const actions = {
      store,
      states,
      clock,
      operatorsOf: async () => [],
      drainHeld: async () => {},
      onChange: () => {},
    };
    const signed = { secret, publicUrl: () => url, clock };
    const routes = createActionRoutes({
      ...{ signed, actions, isServed: () => true, learnActionId: async () => {}, options: {} },
    });
    const app = createExpressApp({ error: (...details: unknown[]) => errors.push(details) }, (express) => {
      express.use(routes);
    });
    server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(async () => {
    portalId += 1;
    ({ sarah } = await acts.twoHandoffs());
  });
  afterAll(async () => {
    await closeHttpServer(server);
    expect(errors).toEqual([]);
  });

  type Named = { origin?: object; context?: unknown; callbackId?: string };
  async function call(action: string, { origin, context, callbackId }: Named): Promise<Record<string, string>> {
    callbacks += 1;
    const body = JSON.stringify({
      callbackId: callbackId ?? `cb-${callbacks}`,
      origin: { portalId, actionDefinitionId: 5, ...origin },
      ...(context === undefined ? {} : { context }),
      object: { objectId: 501, objectType: 'CONTACT', properties: { hubspot_owner_id: null } },
      inputFields: {},
    });
    const address = `${url}/hubspot/actions/${action}`;
    const headers = headersV2(secret, { method: 'POST', url: address, body });
    const response = await fetch(address, { method: 'POST', body, headers: { ...headers } });
    expect(response.status).toBe(200);
    return ((await response.json()) as { outputFields: Record<string, string> }).outputFields;
  }
  const of = (enrollmentId: unknown) => ({ actionExecutionIndexIdentifier: { enrollmentId, actionExecutionIndex: 0 } });
  const win = () =>
    store.transactHandoff(portalId, { personId: sarah }, now, ({ handoff }) => ({
      answer: null,
      change: dealClosed(handoff!, 'won', now, now),
    }));
  const hers = async (): Promise<Handoff[]> =>
    (await store.handoffs(portalId, { limit: 50 })).filter(({ personId }) => personId === sarah);

  it('whose handoff was won meanwhile says so, also when it is repeated, and opens none', async () => {
    expect((await call('assign-owner', { origin: of(99887766) })).hs_execution_state).toBe('BLOCK');
    await win();
    const ended = { zo_error: 'handoff_ended', hs_execution_state: 'FAIL_CONTINUE' };
    for (let times = 0; times < 2; times += 1) {
      const again = { origin: of(99887766), callbackId: `late-${portalId}` };
      expect(await call('send-slack-handoff', again)).toEqual({ ...ended, zo_delivery_status: 'failed' });
    }
    expect(await call('assign-owner', { origin: of(99887766) })).toEqual(ended);
    expect(await hers()).toMatchObject([{ status: 'won', enrolments: ['99887766'] }]);
  });

  it('whose handoff ended before another one did opens none', async () => {
    for (const enrolment of [5, 6]) {
      await call('assign-owner', { origin: of(enrolment) });
      await win();
    }
    expect(await call('send-slack-handoff', { origin: of(5) })).toMatchObject({ zo_error: 'handoff_ended' });
    expect(await hers()).toMatchObject([{ enrolments: ['6'] }, { enrolments: ['5'] }]);
  });

  it('whose handoff ended before another one was opened does not return that one', async () => {
    await call('assign-owner', { origin: of(5) });
    await win();
    await call('assign-owner', { origin: of(6) });
    expect(await call('return-to-marketing', { origin: of(5) })).toEqual({
      zo_return_status: 'not_ours',
      hs_execution_state: 'SUCCESS',
    });
    expect(await hers()).toMatchObject([{ status: 'assigned', enrolments: ['6'] }, { status: 'won' }]);
    expect(await call('return-to-marketing', { origin: of(6) })).toMatchObject({ hs_execution_state: 'BLOCK' });
  });

  it('that has acted on no handoff yet, or that names none, returns the one that is open', async () => {
    for (const [enrolment, origin] of [
      [5, of(7)],
      [6, {}],
    ] as const) {
      await call('assign-owner', { origin: of(enrolment) });
      expect(await call('return-to-marketing', { origin })).toMatchObject({ hs_execution_state: 'BLOCK' });
      expect((await hers())[0]).toMatchObject({ status: 'return_due' });
      await win();
    }
  });

  it('that asks for an alert which was posted once more is told where it is', async () => {
    const [{ handoffId }] = (await hers()) as [Handoff];
    const key = `alert:${handoffId}:channel:#pql-handoff`;
    const link = 'https://acme.slack.test/p1';
    const alerts: Handoff['alerts'] = {
      [key]: { state: 'failed', reason: 'it was not there' },
      [`${key}:again`]: { state: 'posted', channel: 'C1', ts: '1.2', link, at: now },
    };
    await store.transactHandoff(portalId, { handoffId }, now, ({ handoff }) => ({
      answer: null,
      change: { handoff: { ...handoff!, alerts }, effects: [], receipts: [] },
    }));
    expect(await call('send-slack-handoff', { origin: of(5) })).toMatchObject({
      zo_delivery_status: 'already_alerted',
      zo_message_link: link,
    });
  });

  it('that only asked for the score opens none either', async () => {
    await call('compute-pql-score', { origin: of(5) });
    await win();
    expect(await call('assign-owner', { origin: of(5) })).toMatchObject({ zo_error: 'handoff_ended' });
    expect(await hers()).toHaveLength(1);
  });

  it('that was told to wait for a review opens none once it was rejected', async () => {
    const inReview = ({ handoff }: { handoff: Handoff | null }) => ({
      answer: null,
      change: { handoff: { ...handoff!, status: 'in_review' as const }, effects: [], receipts: [] },
    });
    await store.transactHandoff(portalId, { personId: sarah }, now, inReview);
    expect(await call('assign-owner', { origin: of(5) })).toMatchObject({ zo_error: 'in_review' });
    await store.transactHandoff(portalId, { personId: sarah }, now, ({ handoff }) => ({
      answer: null,
      change: { handoff: { ...handoff!, status: 'rejected', closedAt: now }, effects: [], receipts: [] },
    }));
    expect(await call('send-slack-handoff', { origin: of(5) })).toMatchObject({ zo_error: 'handoff_ended' });
    expect(await hers()).toHaveLength(1);
  });

  it.each<[string, Named, Named]>([
    ['as a number, then as text', { origin: of(5) }, { origin: of('5') }],
    ['in origin, then only in context', { origin: of(5) }, { context: of(5) }],
    ['only in context', { origin: of(null), context: of('5') }, { origin: of(null), context: of(5) }],
  ])('is known by the name HubSpot gives %s', async (_how, first, then) => {
    await call('assign-owner', first);
    await win();
    expect(await call('assign-owner', then)).toMatchObject({ zo_error: 'handoff_ended' });
  });

  it.each<[string, Named, Named]>([
    ['of another enrolment', { origin: of(5) }, { origin: of(6) }],
    ['that names none', { origin: of(5) }, {}],
    ['that names none, nor did the first', {}, { context: null }],
    ['that names it in a shape nobody knows', { origin: of({ id: 5 }) }, { origin: of({ id: 5 }), context: 'none' }],
    ['that names nothing', { origin: of('') }, { origin: of(''), context: of(' ') }],
  ])('opens a handoff after the last one has ended: one %s', async (_what, first, then) => {
    await call('assign-owner', first);
    await win();
    expect(await call('assign-owner', then)).toMatchObject({ hs_execution_state: 'BLOCK' });
    expect(await hers()).toMatchObject([{ status: 'assigned', origin: 'action' }, { status: 'won' }]);
  });
});
