/** Who is no contact of HubSpot yet is judged by the company that they will be put under. */
import { type Playbook, parseDefinition } from '@zo/shared';
import { decide } from '../../../backend/handoff/decide.ts';
import { runHubspotLane } from '../../../backend/outbox/hubspot-lane.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { askJson } from '../../support/ask-json.ts';
import { event } from '../../support/events.ts';
import { decisionContext, now, portalState, timeZone } from '../../support/handoffs.ts';
import { makeProperties, startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { reviewRule } from '../../support/rules.ts';

const portalId = 424242;
const reviewing = acmePlaybook({
  review: {
    ...reviewRule('expected contract value >= 15000'),
    channel: null,
    expectedContractValue: { amount: 120, per: 'employee', text: '120 per employee' },
  },
});
let playbook: Playbook;
let portal: TestPortal;
let store: SqliteStore;
let moment: number;

beforeEach(async () => {
  moment = now;
  playbook = reviewing;
  portal = await startTestPortal({ tenSecondlyLimit: 100_000, searchIndexDelayMs: 0 });
  await makeProperties(portal.gateway);
  store = await openSqliteStore(':memory:');
});
afterEach(async () => {
  await portal.close();
  await store.close();
});

it('a handoff at a large company is looked at first, though HubSpot has no such contact yet', async () => {
  const companyId = await inHubspot(400);
  await crosses();
  const record = await contact();
  expect(record?.wanted).toMatchObject({ zo_handoff_status: 'in_review', zo_handoff_gate: 'in_review' });
  expect(record?.written).toMatchObject({ zo_handoff_gate: 'in_review' });
  expect(record?.facts).toMatchObject({ exists: true, primaryCompany: { id: companyId } });
  const handoff = {
    status: 'in_review',
    employees: 400,
    hubspotCompanyId: companyId,
    review: { contractValue: 48_000 },
  };
  expect(await store.handoffs(portalId, { limit: 10 })).toMatchObject([handoff, handoff]);
});

it('so it is where HubSpot had no such company either when it was looked for first', async () => {
  await uses('sarah');
  await work();
  const companyId = await inHubspot(400);
  await uses('ben');
  await work();
  const handoff = { status: 'in_review', employees: 400, hubspotCompanyId: companyId };
  expect(await store.handoffs(portalId, { limit: 10 })).toMatchObject([handoff, handoff]);
});

it('a company that belongs to another product account says nothing about its people', async () => {
  const companyId = await inHubspot(400);
  const url = `${portal.sandbox.url}/sandbox/objects/companies/${companyId}`;
  await askJson('PATCH', url, { properties: { zo_company_id: 'somebody else' } });
  await crosses();
  const receipts = await store.receipts(portalId, { limit: 100 });
  expect(receipts.find(({ kind }) => kind === 'review')?.body).toMatchObject({ isKnown: false, contractValue: null });
});

it('a definition that asks for the size of the company is met, and makes them a contact', async () => {
  const parsed = parseDefinition('A free user becomes an SQL when company number of employees is at least 50');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  playbook = acmePlaybook({ definition: parsed.value });
  await inHubspot(85);
  await uses('sarah');
  await work();
  expect(await contact()).toMatchObject({ recordId: expect.any(String), written: { zo_sql_ready: 'yes' } });
});

it('at a small one it is not, and the receipt says that its size was known', async () => {
  await inHubspot(40);
  await crosses();
  expect((await contact())?.wanted).toMatchObject({ zo_handoff_status: 'waiting' });
  const receipts = await store.receipts(portalId, { limit: 100 });
  expect(receipts.find(({ kind }) => kind === 'review')?.body).toMatchObject({ isKnown: true, contractValue: 4_800 });
});

it('where HubSpot has no company either, nothing is known of its size', async () => {
  await crosses();
  const receipts = await store.receipts(portalId, { limit: 100 });
  expect(receipts.find(({ kind }) => kind === 'review')?.body).toMatchObject({ isKnown: false, contractValue: null });
});

it('a write that finds no contact leaves what is known of the company, and knows no less of the contact', async () => {
  const companyId = await inHubspot(400);
  await uses('sarah');
  await work();
  const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
  const about = { personId, lane: 'hubspot', priority: 0 } as const;
  await store.enqueue(portalId, [{ ...about, kind: 'read facts', key: `facts:${personId}` }], moment);
  await work();
  const known = { exists: false, primaryCompany: { id: companyId }, values: { company: { numberofemployees: '400' } } };
  expect((await contact())?.facts).toMatchObject(known);
  const sync = { ...about, kind: 'sync contact', key: `contact:${personId}`, createIfMissing: false } as const;
  await store.enqueue(portalId, [sync], moment);
  await work();
  expect((await contact())?.facts).toMatchObject(known);
});

async function inHubspot(employees: number): Promise<string> {
  const properties = { name: 'FinPilot', domain: 'finpilot.test', numberofemployees: String(employees) };
  const url = `${portal.sandbox.url}/sandbox/objects/companies`;
  return (await askJson<{ id: string }>('POST', url, { properties })).id;
}

/** The company is known for a while when its second user is active: then both are handed off. */
async function crosses(): Promise<void> {
  await uses('sarah');
  await work();
  expect(await contact()).toMatchObject({ recordId: null });
  await uses('ben');
  await work();
}

async function uses(userId: string): Promise<void> {
  const about = { userId, receivedAt: moment, email: `${userId}@finpilot.test` };
  const joins = event({ ...about, type: 'group', groupId: 'finpilot' });
  await store.acceptEvents(portalId, [[event({ ...about, type: 'identify' }), joins, event(about)]], {
    playbook,
    timeZone,
  });
}

async function contact() {
  const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
  return (await store.contactWork(portalId, [personId]))[0]?.record;
}

/** Decides and delivers until nothing is left to do. */
async function work(): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    moment += 10_000;
    const clock = { now: () => moment, plausibleNows: () => [moment] };
    const inputs = await store.decisionInputs(portalId, 10);
    const decisions = inputs.map((input) => decide(input, decisionContext({ playbook, now: moment })));
    await store.commitDecisions(portalId, decisions, 1, moment);
    const claimed = await store.claimEffects(portalId, 'hubspot', 10, moment, `lease-${moment}`);
    if (inputs.length + claimed.length === 0) return;
    const lane = { portalId, store, gateway: portal.gateway, state: portalState({ playbook }), clock };
    const settled = await runHubspotLane(lane, claimed);
    const rows = settled.map(({ effect, outcome }) => ({ ...effect, outcome }));
    await store.settleEffects(portalId, rows, moment);
  }
  throw new Error('there is always more to do');
}
