import type { AddressInfo } from 'node:net';
import { systemClock } from '../../../backend/clock.ts';
import { createAdminRoutes } from '../../../backend/http/admin-routes.ts';
import { closeHttpServer, createHttpServer } from '../../../backend/http/create-server.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { RetryLater } from '../../../backend/hubspot/hubspot-errors.ts';
import { createErasure } from '../../../backend/portals/erase-people.ts';
import type { PlanAnswer, ProvisionAnswer } from '../../../backend/portals/provision-portal.ts';
import { createReports } from '../../../backend/reports/reports.ts';
import { createAuditDeed } from '../../../backend/settings/audit-deed.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { hashWriteKey } from '../../../backend/write-key-hash.ts';
import { now, portalState } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const token = 'admin-token';
const { portal } = portalState();
const base = `/admin/portals/${portal.portalId}`;
let store: SqliteStore;
const asked: unknown[] = [];
let hubspotFails: 'at first' | 'later' | null = null;
const hubspotAway = new RetryLater('cannot be reached (ECONNREFUSED)', 1_000, { call: 'read account', status: null });

async function notAsked(): Promise<never> {
  throw new Error('asked for all the same');
}

async function start(adminToken: string | null) {
  const app = createExpressApp({ error: () => {} }, (express) => {
    express.use(
      createAdminRoutes({
        token: adminToken,
        writeKeySetting: 'write key of the environment',
        store,
        sharedChannels: async () => null,
        auditDeed: createAuditDeed({ store, clock: systemClock }),
        clock: systemClock,
        installations: {
          tokens: null,
          whyNot: async () => null,
          disconnecting: { words: notAsked, run: notAsked },
        },
        provisioning: {
          plan: async (...question) => {
            asked.push(question);
            return { asWanted: 3 } as PlanAnswer;
          },
          apply: async (portalId, wish, onStep) => {
            asked.push([portalId, wish]);
            if (hubspotFails === 'at first') throw hubspotAway;
            onStep({ step: 1, of: 2, act: 'create', words: 'contact property zo_plan' });
            if (hubspotFails === 'later') throw hubspotAway;
            return { mode: 'direct' } as ProvisionAnswer;
          },
        },
        playbooks: {
          readOnly: null,
          inForce: notAsked,
          simulate: notAsked,
          save: notAsked,
          rollBack: notAsked,
        },
        backfills: { begin: notAsked, one: notAsked, load: notAsked, end: notAsked, list: notAsked, stop: notAsked },
        drift: { report: notAsked, check: notAsked, restore: notAsked },
        reports: createReports({ store, states: { get: async () => portalState() }, before: { of: async () => null } }),
        rules: {
          rebuild: async (_portalId, onProgress) => {
            onProgress?.({ step: 'counting', done: 1, total: 2 });
            return { events: 2, persons: 1 };
          },
          progress: async () => ({ step: 'deciding', done: 3, total: 4 }),
        },
        sample: { look: notAsked, run: notAsked },
        unconfirmed: { list: notAsked, settle: notAsked },
        erasure: createErasure({
          store,
          rulesFor: async () => ({ playbook: acmePlaybook(), timeZone: portal.timeZone }),
          now: () => now,
          onErased: () => {},
        }),
        privacy: { show: notAsked, saveKeptDays: notAsked, saveAllowed: notAsked, forgetNow: notAsked },
        routing: { explain: notAsked, fairness: notAsked },
        doctor: async () => ({ checks: [] }),
      }),
    );
  });
  const server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

let running: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  store = await openSqliteStore(':memory:');
  await store.savePortal(portal);
  running = await start(token);
});
afterAll(async () => {
  await closeHttpServer(running.server);
  await store.close();
});

async function ask(method: string, path: string, body?: object, authorization = `Bearer ${token}`) {
  const response = await fetch(`${running.url}${path}`, {
    method,
    headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

const linesOf = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the operators’ routes', () => {
  it.each(['', 'Bearer ', 'Bearer guessed-token', `Basic ${token}`, `Bearer ${token}x`])(
    'refuse "%s"',
    async (authorization) => {
      expect((await ask('GET', base, undefined, authorization)).status).toBe(401);
    },
  );

  it('are off without ADMIN_TOKEN, whatever is sent', async () => {
    const off = await start(null);
    const response = await fetch(`${off.url}${base}`, { headers: { authorization: 'Bearer null' } });
    expect(response.status).toBe(404);
    await closeHttpServer(off.server);
  });

  it.each([
    '',
    '/doctor',
    '/handoffs',
    '/handoffs?open=true&limit=5',
    '/ready',
    '/receipts',
    '/receipts?personId=1',
    '/reports/sla',
    '/reports/outcomes?from=2026-03-01',
    '/reports/review',
    '/reports/handoffs',
  ])('answer JSON at %s, and nothing to a stranger', async (path) => {
    const { status, text } = await ask('GET', `${base}${path}`);
    expect([status, typeof JSON.parse(text)]).toEqual([200, 'object']);
    expect((await ask('GET', `${base}${path}`, undefined, '')).status).toBe(401);
  });

  it.each(['0x%h', '%d.0', '%de0', '+%d', ' %d'])('know a portal by its digits only, not as %p', async (form) => {
    const { portalId } = portal;
    const named = form.replace('%d', String(portalId)).replace('%h', portalId.toString(16));
    const { status } = await ask('GET', `/admin/portals/${encodeURIComponent(named)}/handoffs`);
    expect(status).toBe(400);
  });

  it('say what HubSpot said when provisioning fails there', async () => {
    hubspotFails = 'at first';
    const { status, text } = await ask('POST', `${base}/provision`, {});
    hubspotFails = null;
    expect([status, JSON.parse(text).error]).toEqual([
      502,
      { code: 'hubspot_failed', message: 'HubSpot, read account: cannot be reached (ECONNREFUSED)' },
    ]);
  });

  it.each<[string, number, string, string, object | undefined]>([
    ['an unknown portal', 404, 'GET', '/admin/portals/999', undefined],
    ['a portal that is none', 400, 'GET', '/admin/portals/all', undefined],
    ['a day that is none', 400, 'GET', `${base}/reports/sla?from=2026-02-30`, undefined],
    ['a limit too large', 400, 'GET', `${base}/handoffs?limit=1001`, undefined],
    ['two limits', 400, 'GET', `${base}/ready?limit=1&limit=2`, undefined],
    ['a person that is none', 400, 'GET', `${base}/receipts?personId=x`, undefined],
    ['an empty playbook', 400, 'PUT', `${base}/playbook`, { source: '' }],
    ['no playbook at all', 400, 'PUT', `${base}/playbook`, undefined],
    ['a misspelt wish', 400, 'POST', `${base}/provision`, { golive: true }],
    ['a misspelt question', 400, 'GET', `${base}/provision?golive=true`, undefined],
  ])('refuse %s with %i', async (_what, status, method, path, body) => {
    expect((await ask(method, path, body)).status).toBe(status);
  });

  it('provision line by line, going live and overwriting only what is asked for', async () => {
    asked.length = 0;
    const { text } = await ask('POST', `${base}/provision`);
    await ask('POST', `${base}/provision`, { goLive: true, force: ['zo_plan'] });
    expect(linesOf(text)).toEqual([
      { step: 1, of: 2, act: 'create', words: 'contact property zo_plan' },
      { mode: 'direct' },
    ]);
    expect(asked).toEqual([
      [portal.portalId, { goLive: false, force: [] }],
      [portal.portalId, { goLive: true, force: ['zo_plan'] }],
    ]);
  });

  it('say on the last line what HubSpot said in the middle of provisioning', async () => {
    hubspotFails = 'later';
    const { status, text } = await ask('POST', `${base}/provision`, {});
    hubspotFails = null;
    expect([status, linesOf(text)[1]]).toEqual([
      200,
      { error: { code: 'hubspot_failed', message: expect.stringContaining('cannot be reached') } },
    ]);
  });

  it('answer the plan of provisioning', async () => {
    asked.length = 0;
    const { text } = await ask('GET', `${base}/provision?goLive=true&force=zo_plan&force=Zo%20%7C%20SQL%20ready`);
    await ask('GET', `${base}/provision?force=zo_plan`);
    expect([JSON.parse(text), asked]).toEqual([
      { asWanted: 3 },
      [
        [portal.portalId, { goLive: true, force: ['zo_plan', 'Zo | SQL ready'] }],
        [portal.portalId, { goLive: false, force: ['zo_plan'] }],
      ],
    ]);
  });

  it('tell the progress of a rebuild line by line', async () => {
    const { text } = await ask('POST', `${base}/rebuild`);
    expect(linesOf(text)).toEqual([
      { done: 1, total: 2 },
      { events: 2, persons: 1 },
    ]);
  });

  it('leave in the audit what was done by an operator, and not what was only looked at', async () => {
    const before = (await store.auditEntries(portal.portalId, { limit: 1 }))[0]?.auditId ?? 0;
    await ask('POST', `${base}/rebuild`);
    await ask('POST', `${base}/replays`, { events: 120 });
    await ask('POST', `${base}/erasures`, { personId: 99 });
    await ask('POST', `${base}/erasures`, { personId: 99, confirm: true });
    const entries = (await store.auditEntries(portal.portalId, { limit: 9 })).filter(({ auditId }) => auditId > before);
    expect(entries.map(({ author, deed, detail, ended }) => [author, deed, detail, ended?.outcome])).toEqual([
      ['operator', 'erase person', '0 people', 'done'],
      ['operator', 'replay events', '120 events', 'done'],
      ['operator', 'count events again', '', 'done'],
    ]);
  });

  it('tell which rules are in force and how far everybody has been decided by them', async () => {
    await store.putInForce(portal.portalId, { playbookVersion: 1, timeZone: portal.timeZone });
    const { text } = await ask('GET', `${base}/rules`);
    expect(JSON.parse(text)).toEqual({
      playbookVersion: 1,
      timeZone: portal.timeZone,
      progress: { step: 'deciding', done: 3, total: 4 },
    });
  });
});

it('makes write keys for servers and browsers, shown once and kept as a hash', async () => {
  const made = await fetch(`${running.url}${base}/write-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ source: 'browser', name: 'The\0website \ud800' }),
  });
  expect(made.status).toBe(201);
  const { writeKey } = (await made.json()) as { writeKey: string };
  expect(writeKey).toMatch(/^[\w-]{32}$/);
  expect(await store.writeKey(hashWriteKey(writeKey))).toEqual({ portalId: portal.portalId, source: 'browser' });
  const kept = await store.writeKeys(portal.portalId, 9);
  expect(kept.map(({ name }) => name)).toContain('The\ufffdwebsite \ufffd');
});

describe('write keys', () => {
  const ask = async (method: string, at: string, body?: object) => {
    const response = await fetch(`${running.url}${base}/write-keys${at}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  };
  const idOf = (writeKey: string) => hashWriteKey(writeKey).slice(0, 8);

  it('are listed by their ids, never as they are, and revoked by them, with a trace', async () => {
    const { writeKey } = JSON.parse((await ask('POST', '', { name: 'Segment' })).text) as { writeKey: string };
    const keyId = idOf(writeKey);
    const listed = await ask('GET', '');
    expect(listed.text).not.toContain(writeKey);
    expect(listed.text).not.toContain(hashWriteKey(writeKey));
    const found = (text: string) => JSON.parse(text).keys.find((key: { keyId: string }) => key.keyId === keyId);
    expect(found(listed.text)).toMatchObject({
      source: 'server',
      name: 'Segment',
      revokedAt: null,
      isFromEnvironment: false,
    });
    expect(JSON.parse((await ask('POST', `/${keyId}/revoke`)).text)).toEqual({ keyId, worksForSeconds: 30 });
    expect(await store.writeKey(hashWriteKey(writeKey))).toBeNull();
    expect(found((await ask('GET', '')).text).revokedAt).toEqual(expect.any(Number));
    const [newest] = await store.auditEntries(portal.portalId, { limit: 1 });
    expect(newest).toMatchObject({ author: 'operator', deed: 'revoke write key', detail: keyId });
  });

  it('given in the place of their ids are not taken, and written down nowhere', async () => {
    const { writeKey } = JSON.parse((await ask('POST', '')).text) as { writeKey: string };
    const refused = await ask('POST', `/${writeKey}/revoke`);
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('`zo write-key list`')]);
    expect(refused.text).not.toContain(writeKey);
    expect(JSON.stringify(await store.auditEntries(portal.portalId, { limit: 50 }))).not.toContain(writeKey);
  });

  it('that are none, or that WRITE_KEY names, are not revoked, and why is said', async () => {
    const none = await ask('POST', '/01234567/revoke');
    expect([none.status, none.text]).toEqual([409, expect.stringContaining('There is no such key that works')]);
    const environment = await ask('POST', `/${idOf('write key of the environment')}/revoke`);
    expect([environment.status, environment.text]).toEqual([409, expect.stringContaining('WRITE_KEY names this key')]);
  });
});
