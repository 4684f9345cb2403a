import type { Effect } from '../../../backend/outbox/effect.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { sampleContacts } from '../../../backend/watch/sample-contacts.ts';
import { type StoredSample, watchSettings } from '../../../backend/watch/watch-report.ts';
import { event } from '../../support/events.ts';
import { dayMs, hourMs } from '../../support/handoffs.ts';
import { makeProperties, startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 424242;
const batchRead = 'POST /crm/v3/objects/contacts/batch/read';
const start = Date.parse('2026-06-02T10:00:00+02:00');
const workflows = { handoff: { flowId: '7', live: true }, return: null };
const never: StoredSample = { dueAt: 0, after: 0, differing: [], since: null, last: null, problem: null };

let portal: TestPortal;
let store: SqliteStore;
let now: number;
let contactIds: string[];

beforeAll(async () => {
  portal = await startTestPortal({ tenSecondlyLimit: 5_000 }, { pacing: { limit: 5_000 } });
  await makeProperties(portal.gateway);
  const inputs = Array.from({ length: 230 }, (_, index) => ({
    trace: String(index),
    properties: { email: `p${index}@finpilot.test`, zo_pql_score: '65', zo_plan: 'free' },
  }));
  const created = await portal.gateway.createContacts(inputs);
  contactIds = [...created.values()].map((outcome) => (outcome.ok ? outcome.id : 'not created'));
});
afterAll(() => portal.close());

beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  now = start;
});
afterEach(() => store.close());

/** Persons from 1 on, with these contacts, as they were written. */
async function link(ids: string[]): Promise<void> {
  const people = ids.map((_, index) => event({ userId: `p${index}`, receivedAt: now }));
  await store.acceptEvents(portalId, [people], { playbook: acmePlaybook(), timeZone: 'UTC' });
  const written = { zo_pql_score: '65', zo_plan: 'free' };
  const acknowledged = ids.map((recordId, index) => ({ subjectId: index + 1, recordId, written, problem: null }));
  await store.acknowledge(portalId, 'contact', acknowledged);
}

/** Makes it wanted of the person, with nothing on its way. */
async function want(personId: number, values: Record<string, string>): Promise<void> {
  const wanted = JSON.stringify(values);
  store.connection.database
    .prepare("UPDATE records SET wanted_json = ? WHERE portal_id = ? AND kind = 'contact' AND subject_id = ?")
    .run(wanted, portalId, personId);
}

async function sample(): Promise<StoredSample> {
  const before = ((await store.setting(portalId, watchSettings.sample)) as StoredSample | null) ?? never;
  const clock = { now: () => now, plausibleNows: () => [now] };
  await sampleContacts({ store, clock, appId: null }, { workflows }, portal.gateway, before);
  return (await store.setting(portalId, watchSettings.sample)) as StoredSample;
}

/** Somebody in HubSpot. */
async function edit(contactId: string, properties: Record<string, string>, by?: object): Promise<void> {
  const address = `${portal.sandbox.url}/sandbox/objects/contacts/${contactId}`;
  const answer = await fetch(address, { method: 'PATCH', body: JSON.stringify({ properties, by }) });
  expect(answer.status).toBe(200);
}

const writtenOf = async (personId: number) => (await store.linkedContacts(portalId, [personId]))[0]?.record.written;
const alarmKeys = async () => (await store.alarms(portalId)).map(({ key }) => key).sort();

/** What is wanted of the outbox, and takes it out as done. */
async function wantedEffects(): Promise<Effect['key'][]> {
  const keys: string[] = [];
  for (const lane of ['hubspot', 'slack:operator']) {
    const claimed = await store.claimEffects(portalId, lane, 100, now, 'lease');
    keys.push(...claimed.map(({ key }) => key));
    const outcome = { outcome: 'done' } as const;
    const settled = claimed.map(({ key, generation }) => ({ key, generation, lease: 'lease', outcome }));
    await store.settleEffects(portalId, settled, now);
  }
  return keys;
}

/** Our own workflow, of which drift names nobody. */
const byNobody = { sourceType: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:1;flowId:7' };

it('everybody’s turn comes: a hundred a day, in one read', async () => {
  await link(contactIds);
  const turns: unknown[] = [];
  for (let day = 0; day < 4; day += 1) {
    await portal.forget();
    const { after, last } = await sample();
    turns.push([last?.contacts, after]);
    expect(await portal.calls()).toEqual([batchRead]);
    now += dayMs;
  }
  expect(turns).toEqual([
    [100, 100],
    [100, 200],
    [30, 0],
    [100, 100],
  ]);
  expect(await store.alarms(portalId)).toEqual([]);
  expect(await wantedEffects()).toEqual([]);
});

it('nobody linked yet is nothing to read', async () => {
  await portal.forget();
  expect((await sample()).last).toEqual({
    ...{ sampledAt: start, contacts: 0, values: 0, changed: 0, neverWritten: 0, gone: 0 },
  });
  expect(await portal.calls()).toEqual([]);
});

describe('a value that somebody changed', () => {
  const contact = () => contactIds[0]!;
  afterEach(() => edit(contact(), { zo_pql_score: '65', zo_plan: 'free' }));

  it('is told once, forgotten as written and wanted again; the next clean sample ends it', async () => {
    await link(contactIds.slice(0, 3));
    await want(1, { zo_pql_score: '65', zo_plan: 'free' });
    await edit(contact(), { zo_pql_score: '1' }, byNobody);
    const { last, differing } = await sample();
    expect(last).toEqual({ sampledAt: start, contacts: 3, values: 6, changed: 1, neverWritten: 0, gone: 0 });
    expect(differing).toEqual([1]);
    expect(await store.alarms(portalId)).toEqual([
      {
        ...{ key: 'sample:contacts', raisedAt: start, times: 1 },
        message: `HubSpot does not have what Zo wrote: 1 of 3 contacts in the daily sample differs. 1 value changed by somebody or something else. contact ${contact()} has "1" in zo_pql_score, where we wrote "65". Our values are written again, at most once a day per record; \`zo drift\` names whoever else writes them.`,
      },
    ]);
    expect(await writtenOf(1)).toEqual({ zo_pql_score: '1', zo_plan: 'free' });
    expect(await wantedEffects()).toEqual(['contact:1', `sample:contacts:${start}`]);

    now += dayMs;
    await edit(contact(), { zo_pql_score: '65' });
    await store.acknowledge(portalId, 'contact', [
      { subjectId: 1, recordId: contact(), written: { zo_pql_score: '65' }, problem: null },
    ]);
    expect(await sample()).toMatchObject({ since: null, differing: [] });
    expect(await store.alarms(portalId)).toEqual([]);
    expect(await wantedEffects()).toEqual([]);
  });

  it('by a user is named by drift, and written again once', async () => {
    await link(contactIds.slice(0, 2));
    await want(1, { zo_pql_score: '65', zo_plan: 'free' });
    await edit(contact(), { zo_pql_score: '1' });
    await edit(contact(), { zo_plan: 'gold' }, byNobody);
    await sample();
    expect(await alarmKeys()).toEqual(['sample:contacts', 'writer:contact:zo_pql_score:user 501']);
    expect(await writtenOf(1)).toEqual({ zo_pql_score: '1', zo_plan: 'gold' });
    expect((await wantedEffects()).filter((key) => key === 'contact:1')).toHaveLength(1);
  });

  it('again and again is written once a day, and told once', async () => {
    await link(contactIds.slice(0, 2));
    await want(1, { zo_pql_score: '65', zo_plan: 'free' });
    const wanted: unknown[] = [];
    for (let look = 0; look < 4; look += 1) {
      await edit(contact(), { zo_pql_score: String(look) }, byNobody);
      await sample();
      wanted.push((await wantedEffects()).filter((key) => !key.startsWith('writer:')));
      now += 12 * hourMs;
    }
    expect(wanted).toEqual([['contact:1', `sample:contacts:${start}`], [], ['contact:1'], []]);
  });

  it('is looked at again the next day, though others are in turn', async () => {
    await link(contactIds);
    await want(1, { zo_pql_score: '65', zo_plan: 'free' });
    await edit(contact(), { zo_pql_score: '1' }, byNobody);
    expect(await sample()).toMatchObject({ after: 100, differing: [1] });
    now += dayMs;
    await wantedEffects();
    await edit(contact(), { zo_pql_score: '2' }, byNobody);
    expect(await sample()).toMatchObject({ after: 199, differing: [1], last: { contacts: 100, changed: 1 } });
  });

  it('while HubSpot writes numbers and moments in its own way, is none', async () => {
    await link(contactIds.slice(0, 1));
    const at = '2026-05-01T08:00:00.000Z';
    await store.acknowledge(portalId, 'contact', [
      { subjectId: 1, recordId: contact(), written: { zo_activated_at: String(Date.parse(at)) }, problem: null },
    ]);
    await edit(contact(), { zo_pql_score: '65.0', zo_activated_at: at });
    expect((await sample()).last).toMatchObject({ values: 3, changed: 0 });
  });
});

it('a contact that is gone is looked for again', async () => {
  await link(['999999', contactIds[0]!]);
  expect((await sample()).last).toMatchObject({ contacts: 2, gone: 1, changed: 0 });
  expect((await store.alarms(portalId))[0]?.message).toContain('contact 999999 is not in HubSpot any more');
  expect(await wantedEffects()).toEqual(['changed:1', `sample:contacts:${start}`]);
});

it('what was never written is wanted again, but not while it is on its way', async () => {
  await link(contactIds.slice(0, 2));
  for (const personId of [1, 2]) await want(personId, { zo_pql_score: '70' });
  const onItsWay: Effect = {
    ...{ kind: 'sync contact', personId: 2, createIfMissing: false },
    ...{ key: 'contact:2', lane: 'hubspot', priority: 1 },
  };
  await store.enqueue(portalId, [onItsWay], now);
  expect(await sample()).toMatchObject({ differing: [1], last: { neverWritten: 1, changed: 0 } });
  expect((await wantedEffects()).sort()).toEqual(['contact:1', 'contact:2', `sample:contacts:${start}`]);
});

it('what is written while HubSpot is read is no difference', async () => {
  await link(contactIds.slice(0, 1));
  await want(1, { zo_pql_score: '65', zo_plan: 'free' });
  const before = portal.gateway;
  const meanwhile = { zo_pql_score: '70' };
  const gateway: typeof before = {
    ...before,
    readContacts: async (...question) => {
      await edit(contactIds[0]!, meanwhile, byNobody);
      const answer = await before.readContacts(...question);
      await store.acknowledge(portalId, 'contact', [
        { subjectId: 1, recordId: contactIds[0]!, written: meanwhile, problem: null },
      ]);
      return answer;
    },
  };
  const clock = { now: () => now, plausibleNows: () => [now] };
  await sampleContacts({ store, clock, appId: null }, { workflows }, gateway, never);
  expect(await store.alarms(portalId)).toEqual([]);
});
