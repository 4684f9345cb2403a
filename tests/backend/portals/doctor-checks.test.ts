import { mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { properties } from '@zo/shared';
import Database from 'better-sqlite3';
import { createHubspotGateway } from '../../../backend/hubspot/hubspot-gateway.ts';
import { costOf, optionalScopes, requiredScopes } from '../../../backend/hubspot/scopes.ts';
import { arrivalChecks } from '../../../backend/portals/check-arrivals.ts';
import { databaseChecks } from '../../../backend/portals/check-database.ts';
import { domainChecks } from '../../../backend/portals/check-domains.ts';
import {
  actionIdsCheck,
  hubspotChecks,
  provisionedCheck,
  skewChecks,
  wantedWorkflows,
} from '../../../backend/portals/check-hubspot.ts';
import { scopesCheck } from '../../../backend/portals/check-slack.ts';
import { slackScopes } from '../../../backend/slack/scopes.ts';
import { openStore } from '../../../backend/store/open-store.ts';
import { lookAtDatabase } from '../../../backend/store/sqlite/look-at-database.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { createTestDatabase, lookInto, ordinaryRole } from '../../support/postgres.ts';
import { returnRule } from '../../support/rules.ts';

const gigabyte = 1024 ** 3;
const fine = { notWritable: null, damage: null, isUnfinished: false, bytes: 5_000_000, freeBytes: 9 * gigabyte };
const states = (checks: { name: string; state: string }[]) => checks.map(({ name, state }) => `${name} ${state}`);

it('what every scope is for can be told', () => {
  for (const scope of [...requiredScopes, ...optionalScopes]) expect([scope, costOf(scope)]).not.toEqual([scope, '']);
});

describe('the clock', () => {
  it.each([
    [null, []],
    [0, ['Clock ok']],
    [-60_000, ['Clock ok']],
    [60_001, ['Clock warning']],
    [-60_001, ['Clock warning']],
    [300_000, ['Clock problem']],
  ])('%s ms away from HubSpot’s: %j', (skewMs, told) => {
    expect(states(skewChecks(skewMs))).toEqual(told);
  });

  it('says which of the two is behind', () => {
    expect(skewChecks(120_000)[0]!.detail).toContain('120 s behind HubSpot’s');
    expect(skewChecks(-120_000)[0]!.detail).toContain('120 s ahead of HubSpot’s');
  });

  it('is told by HubSpot’s answers', async () => {
    const server: Server = createServer((_request, response) => {
      response.setHeader('date', new Date(Date.now() + 120_000).toUTCString());
      response.end(JSON.stringify({ portalId: 7, timeZone: 'UTC' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const gateway = createHubspotGateway({
      portalId: 7,
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      accessToken: async () => 'token',
      log: { debug() {}, warn() {} },
    });
    expect(gateway.clockSkewMs()).toBeNull();
    await gateway.account();
    expect(Math.abs(gateway.clockSkewMs()! - 120_000)).toBeLessThan(5_000);
    await gateway.close();
    server.close();
    server.closeAllConnections();
  }, 15_000);
});

describe('what HubSpot has and allows', () => {
  /** A portal with some properties, whose workflows answer as said. */
  async function checksOf(flows: { status: number; body: object }, names: string[], scopes: string[]) {
    const server = createServer((request, response) => {
      const isFlows = request.url?.includes('/flows') ?? false;
      const results = names.map((name) => ({ name, label: name, type: 'string', fieldType: 'text', groupName: 'g' }));
      response.writeHead(isFlows ? flows.status : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isFlows ? flows.body : { results }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const gateway = createHubspotGateway({
      portalId: 7,
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      accessToken: async () => 'token',
      log: { debug() {}, warn() {} },
    });
    try {
      return await hubspotChecks(gateway, scopes);
    } finally {
      await gateway.close();
      server.close();
      server.closeAllConnections();
    }
  }
  const allowed = { status: 200, body: { results: [] } };
  const tier = {
    status: 403,
    body: { status: 'error', category: 'MISSING_SCOPES', message: 'not in this subscription' },
  };
  const names = properties.map(({ name }) => name);

  it('all is there and allowed', async () => {
    const told = await checksOf(allowed, names, ['automation']);
    expect(states(told)).toEqual(['Properties ok', 'Tier ok', 'Clock ok']);
  }, 15_000);

  it('a subscription without workflows is a warning: direct mode serves', async () => {
    const told = await checksOf(tier, names, ['automation']);
    expect(told[1]).toMatchObject({ name: 'Tier', state: 'warning', detail: expect.stringContaining('direct mode') });
    expect(states(await checksOf(allowed, names, []))).toContain('Tier warning');
  }, 15_000);

  it('a property that is gone is a problem, by its name', async () => {
    const told = await checksOf(allowed, names.slice(1), ['automation']);
    expect(told[0]).toMatchObject({ state: 'problem', detail: expect.stringContaining(`property ${names[0]}`) });
  }, 15_000);

  it('a HubSpot that is away is no proof of anything', async () => {
    const told = await checksOf({ status: 500, body: {} }, names, ['automation']);
    expect(told[1]).toMatchObject({ name: 'Tier', state: 'warning', detail: expect.stringContaining('not known') });
  }, 15_000);
});

describe('the database', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'zo-look-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function fileOf(name: string): Promise<string> {
    const file = path.join(folder, name);
    const store = await openSqliteStore(file);
    for (let index = 0; index < 300; index += 1) await store.saveSetting(1, `setting ${index}`, 'x'.repeat(2_000), 1);
    await store.close();
    return file;
  }

  it('that is in use is looked at without being disturbed', async () => {
    const file = await fileOf('whole.db');
    const store = await openSqliteStore(file);
    expect(await lookAtDatabase(file)).toMatchObject({ notWritable: null, damage: null, isUnfinished: false });
    await store.saveSetting(1, 'afterwards', true, 1);
    expect(await store.setting(1, 'afterwards')).toBe(true);
    await store.close();
  }, 30_000);

  it('that is damaged is found out', async () => {
    const file = await fileOf('damaged.db');
    const descriptor = openSync(file, 'r+');
    for (let at = 40_960; at < statSync(file).size; at += 8_192)
      writeSync(descriptor, Buffer.alloc(4_096, 7), 0, 4_096, at);
    const look = await lookAtDatabase(file);
    expect(look.damage).not.toBeNull();
    expect(databaseChecks(look)[0]).toMatchObject({ state: 'problem', remedy: expect.stringContaining('zo restore') });
  }, 30_000);

  it('that somebody else holds cannot be written', async () => {
    const file = await fileOf('held.db');
    const other = new Database(file);
    other.exec('BEGIN EXCLUSIVE');
    expect((await lookAtDatabase(file)).notWritable).toContain('locked');
    other.close();
  }, 30_000);

  it.each([
    [fine, ['Database ok', 'Disk ok']],
    [{ ...fine, notWritable: 'attempt to write a readonly database' }, ['Database problem', 'Disk ok']],
    [{ ...fine, isUnfinished: true }, ['Database warning', 'Disk ok']],
    [{ ...fine, freeBytes: gigabyte / 2 }, ['Database ok', 'Disk warning']],
    [{ ...fine, freeBytes: 1_000_000 }, ['Database ok', 'Disk problem']],
  ])('%j: %j', (look, told) => {
    expect(states(databaseChecks(look))).toEqual(told);
  });
});

describe('a database on PostgreSQL', () => {
  const server = {
    version: '18.4',
    notWritable: null,
    bytes: 3 * gigabyte,
    nodes: 2,
    connections: 30,
    mostConnections: 100,
    role: 'zo_service',
    overWalls: null,
  };

  it('tells its size, whether it takes writes, and who is there', async () => {
    const url = await createTestDatabase();
    const store = await openStore(url);
    const look = await store.look();
    expect(look).toMatchObject({ notWritable: null, nodes: 1, version: expect.stringMatching(/^\d+\.\d+/) });
    expect(states(databaseChecks(look!))).toEqual(['Database ok', 'Connections ok']);
    await store.close();
  }, 60_000);

  it('warns of a role that row-level security does not hold for, with what to do', async () => {
    const url = await createTestDatabase();
    const { ask, end } = lookInto(url);
    const bypass = `bypass_${new URL(url).pathname.slice(1)}`;
    await ask(`CREATE ROLE ${bypass} LOGIN BYPASSRLS IN ROLE ${ordinaryRole}`);
    await end();
    const roleIn = async (role: string) => {
      const address = new URL(url);
      address.username = role;
      const store = await openStore(address.href);
      const look = await store.look();
      await store.close();
      return databaseChecks(look!).find(({ name }) => name === 'Database role');
    };
    expect(await roleIn(ordinaryRole)).toBeUndefined();
    expect(await roleIn('zo')).toEqual({
      name: 'Database role',
      state: 'warning',
      detail: 'zo is a superuser: row-level security does not hold for it, so only the statements keep accounts apart',
      remedy:
        'Name in DATABASE_URL a role that owns the tables and is neither superuser nor BYPASSRLS: docs/scale.md, "Roles and rights".',
    });
    expect(await roleIn(bypass)).toMatchObject({ state: 'warning', detail: expect.stringContaining('has BYPASSRLS') });
  }, 60_000);

  it.each([
    [server, ['Database ok', 'Connections ok']],
    [{ ...server, notWritable: 'it is a standby' }, ['Database problem']],
    [{ ...server, connections: 95 }, ['Database ok', 'Connections warning']],
    [{ ...server, overWalls: 'superuser' as const }, ['Database ok', 'Connections ok', 'Database role warning']],
  ])('%j: %j', (look, told) => {
    expect(states(databaseChecks(look))).toEqual(told);
  });
});

describe('colleagues of one domain', () => {
  const place = (
    domain: string,
    via: 'domain' | 'group',
    companyId: number,
    people: number,
    groupId = null as string | null,
  ) => ({
    domain,
    via,
    companyId,
    people,
    groupId,
  });

  it('in two companies are told with how many and an example', () => {
    const places = [
      place('newco.test', 'domain', 1, 2),
      place('newco.test', 'group', 2, 3, 'newco'),
      place('small.test', 'domain', 3, 1),
      place('small.test', 'group', 4, 1, 'small'),
    ];
    expect(domainChecks(places)).toEqual([
      {
        name: 'Companies',
        state: 'warning',
        detail:
          'people of newco.test are counted as two companies: 2 by their e-mail domain, 3 by group (such as newco); and so at one more domain',
        remedy: 'Send group for everybody of a company, or for nobody: docs/send-events.md.',
      },
    ]);
  });

  it('whose group and domain are one company are none to tell', () => {
    expect(domainChecks([place('newco.test', 'domain', 1, 2), place('newco.test', 'group', 1, 3, 'newco')])).toEqual(
      [],
    );
  });
});

describe('what arrives', () => {
  const now = Date.UTC(2026, 10, 24, 9);
  const about = { timeZone: 'UTC', now };
  const quiet = { lanes: [], undecided: 0, undecidedSince: null };
  const seen = { firstAt: now - 60_000, lastAt: now };

  it('is fine once events, the card and webhooks have come', () => {
    const events = { events: 3, firstAt: now, lastAt: now };
    const told = arrivalChecks({ events, card: seen, webhook: seen, figures: quiet }, about);
    expect(states(told)).toEqual(['Arriving ok', 'Card ok', 'Webhooks ok', 'Backlog ok']);
    expect(told[0]!.detail).toContain('3 events so far (track and page; identify, group and the like are not counted)');
  });

  it('that never came is a warning with a remedy', () => {
    const told = arrivalChecks({ events: null, card: null, webhook: null, figures: quiet }, about);
    expect(states(told)).toEqual(['Arriving warning', 'Card warning', 'Webhooks warning', 'Backlog ok']);
    for (const { state, remedy } of told) expect(remedy === null).toBe(state === 'ok');
  });

  it('that waits is a warning as soon as some of it is late', () => {
    const lane = (oldestAt: number | null) => ({ lane: 'hubspot', waiting: 12, oldestAt });
    const backlog = (figures: Parameters<typeof arrivalChecks>[0]['figures']) =>
      arrivalChecks({ events: null, card: null, webhook: null, figures }, about).at(-1)!;
    expect(backlog({ ...quiet, lanes: [lane(null)] }).state).toBe('ok');
    expect(backlog({ ...quiet, lanes: [lane(now - 60_000)] }).state).toBe('ok');
    expect(backlog({ ...quiet, lanes: [lane(now - 600_000)] })).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('12 effects wait'),
    });
    expect(backlog({ ...quiet, undecided: 1, undecidedSince: now - 600_000 }).state).toBe('warning');
  });
});

it('action ids are fine when they are known, or were when the workflows were made', () => {
  const none = { setting: null, learned: null, workflows: null };
  expect(actionIdsCheck(none)).toMatchObject({ state: 'warning', detail: expect.stringContaining('assign-owner') });
  const setting = 'compute-pql-score=1:1,assign-owner=2:1,send-slack-handoff=3:1,return-to-marketing=4:1';
  expect(actionIdsCheck({ ...none, setting }).detail).toContain('setting HUBSPOT_ACTION_IDS');
  const workflows = { handoff: { flowId: '1', live: false }, return: null };
  expect(actionIdsCheck({ ...none, workflows }).state).toBe('ok');
});

it('a handoff workflow that is off while handoffs are live is a problem', () => {
  const workflows = { handoff: { flowId: '1', live: false }, return: null };
  expect(provisionedCheck(null, { isLive: false, wanted: ['handoff'] }).state).toBe('warning');
  expect(provisionedCheck(workflows, { isLive: false, wanted: ['handoff'] }).state).toBe('ok');
  expect(provisionedCheck(workflows, { isLive: true, wanted: ['handoff'] }).state).toBe('problem');
});

it('a workflow that the playbook wants and that was not made is told, with what makes it', () => {
  const none = { handoff: null, return: null };
  const made = { handoff: { flowId: '1', live: false }, return: null };
  const remedy = expect.stringContaining('zo provision --apply');
  expect(provisionedCheck(none, { isLive: false, wanted: ['handoff', 'return'] })).toMatchObject({
    state: 'warning',
    detail: 'handoff workflow not made, return workflow not made',
    remedy,
  });
  expect(provisionedCheck(made, { isLive: false, wanted: ['handoff', 'return'] })).toMatchObject({
    state: 'warning',
    remedy,
  });
});

it('a workflow that nobody wants is not missed', () => {
  expect(provisionedCheck({ handoff: null, return: null }, { isLive: true, wanted: [] })).toMatchObject({
    state: 'ok',
    detail: 'handoff workflow not needed, return workflow not needed',
    remedy: null,
  });
});

it('workflows are wanted where the account lets us make them and the playbook has them perform handoffs', () => {
  const whole = acmePlaybook({ return: { ...returnRule('14 days without AE activity'), channel: '#marketing' } });
  expect(wantedWorkflows(whole, ['automation'])).toEqual(['handoff', 'return']);
  expect(wantedWorkflows({ ...whole, return: null }, ['automation'])).toEqual(['handoff']);
  expect(wantedWorkflows({ ...whole, handoff: { ...whole.handoff, mode: 'direct' } }, ['automation'])).toEqual([]);
  expect(wantedWorkflows(whole, [])).toEqual([]);
  expect(wantedWorkflows(null, ['automation'])).toEqual([]);
});

it('a Slack scope that is missing is told with what it costs', () => {
  const all = slackScopes.map(({ scope }) => scope as string);
  expect(scopesCheck(all).state).toBe('ok');
  expect(scopesCheck(all.filter((scope) => scope !== 'groups:read')).state).toBe('warning');
  expect(scopesCheck(all.filter((scope) => scope !== 'chat:write'))).toMatchObject({
    state: 'problem',
    detail: 'missing chat:write, to post alerts',
  });
});
