/** What a node keeps in memory is read again once another node saved it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { parseStored } from '../../../backend/playbook/parse-stored.ts';
import { followNodes } from '../../../backend/portals/follow-nodes.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { portalStates, settingNames } from '../../../backend/portals/portal-state.ts';
import { allowedSetting, createPrivacyTerms } from '../../../backend/privacy/privacy-terms.ts';
import { openPostgresStore, type PostgresStore } from '../../../backend/store/postgres/open.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { maria, now } from '../../support/handoffs.ts';
import { createTestDatabase } from '../../support/postgres.ts';

const portalId = 7001;
let url: string;
let one: PostgresStore;
let other: PostgresStore;
let states: ReturnType<typeof portalStates>;
let terms: ReturnType<typeof createPrivacyTerms>;
const followed: string[] = [];
const problems: unknown[] = [];
const portal = { portalId, timeZone: 'UTC', uiDomain: 'app.hubspot.com', scopes: [], goLiveAt: null, createdAt: now };

beforeAll(async () => {
  url = await createTestDatabase();
  one = await openPostgresStore(url);
  other = await openPostgresStore(url);
  const acme = await readFile(path.resolve(import.meta.dirname, '../../../playbooks/acme.yaml'), 'utf8');
  await one.savePortal(portal);
  await one.savePlaybook(portalId, { source: acme, properties: [], author: 'ops@acme.test', reason: '' }, now);
  const memory = createPortalMemory();
  states = portalStates(other, parseStored, memory);
  terms = createPrivacyTerms({ store: other, states, memory, now: () => now });
  followNodes({
    store: other,
    states,
    memory,
    servedPortals: () => [portalId],
    knownPortals: async () => [portalId, 7002],
    forgetSetting: (about, name) => {
      if (name === allowedSetting || name === '') terms.forget(about);
    },
    followRules: async (about) => void followed.push(`rules of ${about}`),
    followCredentials: async (about) => void followed.push(`credentials of ${about}`),
    onError: (_portalId, error) => problems.push(error),
  });
}, 60_000);
beforeEach(() => {
  followed.length = 0;
});
afterAll(async () => {
  await Promise.all([one?.close(), other?.close()]);
  expect(problems).toEqual([]);
});

const until = (what: string, isSo: () => Promise<boolean>) =>
  waitUntil(what, async () => ((await isSo()) ? { value: true } : { instead: 'not yet' }), 15_000, 20);
const state = async () => (await states.get(portalId))!;

it('owners, workflows, going live', async () => {
  expect(await state()).toMatchObject({ owners: [], mode: 'direct', portal: { goLiveAt: null } });
  await one.saveSetting(portalId, settingNames.owners, [maria], now);
  await until('the owner', async () => (await state()).owners.length === 1);
  await one.saveSetting(portalId, settingNames.workflows, { handoff: { flowId: '1', live: true }, return: null }, now);
  await until('the workflow', async () => (await state()).mode === 'workflow');
  await one.savePortal({ ...portal, goLiveAt: now });
  await until('going live', async () => (await state()).portal.goLiveAt === now);
}, 60_000);

it('rules in force, which are followed, too', async () => {
  const before = (await state()).generation;
  await one.putInForce(portalId, { playbookVersion: 1, timeZone: 'Europe/Berlin' });
  await until('the rules', async () => (await state()).generation === before + 1);
  expect((await state()).portal.timeZone).toBe('Europe/Berlin');
  await until('following', async () => followed.includes(`rules of ${portalId}`));
}, 60_000);

it('what may be kept of events', async () => {
  expect([...(await terms.allowedOf(portalId))]).toEqual([]);
  await one.saveSetting(portalId, allowedSetting, ['traits.jobTitle'], now);
  await until('the list', async () => (await terms.allowedOf(portalId)).has('traits.jobTitle'));
}, 60_000);

it('tokens, also of a portal that this node does not serve yet', async () => {
  await one.saveCredential(7002, 'hubspot', { sealed: 'k.n.b', expiresAt: 1, details: {} }, now);
  await until('the credential', async () => followed.includes('credentials of 7002'));
  expect(followed).not.toContain('rules of 7002');
}, 60_000);

it('everything, after the database could not be heard', async () => {
  await state();
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name LIKE 'zo-handoff node %'`,
  );
  await client.query("SELECT set_config('zo.portal_id', $1, false)", [String(portalId)]);
  await client.query(
    `INSERT INTO settings (portal_id, name, value_json, updated_at) VALUES ($1, $2, '["mql"]', 0)
     ON CONFLICT (portal_id, name) DO UPDATE SET value_json = excluded.value_json`,
    [portalId, settingNames.stages],
  );
  await client.end();
  await until('the stages', async () => (await state()).stageOrder[0] === 'mql');
  await until('everything', async () =>
    [`rules of ${portalId}`, `credentials of ${portalId}`, 'credentials of 7002'].every((one) =>
      followed.includes(one),
    ),
  );
}, 60_000);
