import { FixTheRecord, RetryLater } from '../../../backend/hubspot/hubspot-errors.ts';
import { createHubspotGateway } from '../../../backend/hubspot/hubspot-gateway.ts';
import type { RecordInput } from '../../../backend/hubspot/hubspot-record.ts';
import { mergeById, separate } from '../../../backend/hubspot/update-records.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const batchUpdate = 'POST /crm/v3/objects/contacts/batch/update';

async function createContacts(portal: TestPortal, count: number): Promise<string[]> {
  const inputs = Array.from({ length: count }, (_, index) => ({
    trace: `t${index}`,
    properties: { email: `p${index}@finpilot.test` },
  }));
  const outcomes = await portal.gateway.createContacts(inputs);
  return [...outcomes.values()].map((outcome) => (outcome.ok ? outcome.id : 'not created'));
}

describe('writing values on records', () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await startTestPortal();
  });
  afterEach(() => portal.close());

  const lastNames = async (ids: string[]) => {
    const records = await portal.gateway.readContacts({ by: 'id', values: ids, properties: ['lastname'] });
    return [...records.values()].map((record) => (record === 'not found' ? record : record.properties.lastname));
  };

  it('takes a hundred records a call', async () => {
    const ids = await createContacts(portal, 250);
    await portal.forget();
    const outcomes = await portal.gateway.updateRecords(
      'contact',
      ids.map((id) => ({ id, properties: { lastname: 'X' } })),
    );
    expect([...outcomes.values()].every(({ ok }) => ok)).toBe(true);
    expect(outcomes.size).toBe(250);
    expect(await portal.calls()).toEqual([batchUpdate, batchUpdate, batchUpdate]);
  });

  it('writes ninety-nine when one among a hundred is refused, and names what was wrong', async () => {
    const ids = await createContacts(portal, 100);
    const outcomes = await portal.gateway.updateRecords(
      'contact',
      ids.map(
        (id, index): RecordInput => ({
          id,
          properties: index === 41 ? { lastname: 'X', lifecyclestage: 'nonsense' } : { lastname: 'X' },
        }),
      ),
    );
    const refused = [...outcomes].filter(([, outcome]) => !outcome.ok);
    expect(refused).toEqual([
      [ids[41], expect.objectContaining({ kind: 'fix the record', properties: ['lifecyclestage'] })],
    ]);
    expect(await lastNames(ids)).toEqual(ids.map((_, index) => (index === 41 ? null : 'X')));
  });

  it('separates the records with a property HubSpot does not know from the others in one step', async () => {
    const ids = await createContacts(portal, 20);
    await portal.forget();
    const outcomes = await portal.gateway.updateRecords(
      'contact',
      ids.map(
        (id, index): RecordInput => ({ id, properties: index === 3 ? { zo_unheard_of: '1' } : { lastname: 'X' } }),
      ),
    );
    expect(outcomes.get(ids[3]!)).toMatchObject({ kind: 'fix the record', unknownProperties: ['zo_unheard_of'] });
    expect(await portal.calls()).toEqual([batchUpdate, batchUpdate, batchUpdate]);
  });

  it.each([
    [
      'written',
      (ids: string[]) =>
        portal.gateway.updateRecords(
          'contact',
          ids.map((id) => ({ id, properties: { zo_unheard_of: '1' } })),
        ),
    ],
    [
      'made',
      (ids: string[]) =>
        portal.gateway.createContacts(ids.map((id) => ({ trace: id, properties: { zo_unheard_of: '1' } }))),
    ],
  ])('asks once for a hundred when all that is %s has a property HubSpot does not know', async (_what, write) => {
    const ids = await createContacts(portal, 100);
    await portal.forget();
    const outcomes = [...(await write(ids)).values()];
    expect(outcomes).toHaveLength(100);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ kind: 'fix the record', properties: ['zo_unheard_of'] });
    }
    expect(await portal.calls()).toHaveLength(1);
  });

  it('says which records are gone and writes the others', async () => {
    const [id] = await createContacts(portal, 1);
    const outcomes = await portal.gateway.updateRecords('contact', [
      { id: '999', properties: { lastname: 'X' } },
      { id: id!, properties: { lastname: 'X' } },
    ]);
    expect(outcomes.get('999')).toMatchObject({ ok: false, kind: 'gone' });
    expect(outcomes.get(id!)).toEqual({ ok: true });
  });

  it('writes a merged record under its old id and tells the new one', async () => {
    const ids = await createContacts(portal, 4);
    const merged: string[] = [];
    for (const [primary, other] of [
      [ids[0], ids[1]],
      [ids[2], ids[3]],
    ]) {
      const response = await fetch(`${portal.sandbox.url}/crm/v3/objects/contacts/merge`, {
        method: 'POST',
        headers: { authorization: `Bearer ${portal.sandbox.accessToken}` },
        body: JSON.stringify({ primaryObjectId: primary, objectIdToMerge: other }),
      });
      merged.push(((await response.json()) as { id: string }).id);
    }
    const outcomes = await portal.gateway.updateRecords('contact', [
      { id: ids[0]!, properties: { lastname: 'A' } },
      { id: ids[2]!, properties: { lastname: 'B' } },
    ]);
    expect([...outcomes]).toEqual([
      [ids[0], { ok: true, newId: merged[0] }],
      [ids[2], { ok: true, newId: merged[1] }],
    ]);
    expect(await lastNames([ids[1]!, ids[3]!])).toEqual(['A', 'B']);
  });

  it('survives two ids of one merged record in the same call', async () => {
    const [one, other] = await createContacts(portal, 2);
    await fetch(`${portal.sandbox.url}/crm/v3/objects/contacts/merge`, {
      method: 'POST',
      headers: { authorization: `Bearer ${portal.sandbox.accessToken}` },
      body: JSON.stringify({ primaryObjectId: one, objectIdToMerge: other }),
    });
    const outcomes = await portal.gateway.updateRecords('contact', [
      { id: one!, properties: { lastname: 'A' } },
      { id: other!, properties: { lastname: 'B' } },
    ]);
    expect([...outcomes.values()].map(({ ok }) => ok)).toEqual([true, true]);
  });

  it('pauses and says when to try again at a limit, with and without Retry-After', async () => {
    const [id] = await createContacts(portal, 1);
    const write = () => portal.gateway.updateRecords('contact', [{ id: id!, properties: { lastname: 'X' } }]);
    await portal.fail({
      mode: 'status',
      status: 429,
      headers: { 'retry-after': '1' },
      match: { path: 'batch/update' },
    });
    expect((await write()).get(id!)).toMatchObject({ kind: 'retry', afterMs: 1_000 });
    const before = performance.now();
    expect((await write()).get(id!)).toEqual({ ok: true });
    expect(performance.now() - before).toBeGreaterThan(900);

    await portal.fail({
      mode: 'status',
      status: 429,
      body: { policyName: 'TEN_SECONDLY_ROLLING' },
      match: { path: 'batch/update' },
    });
    const outcome = (await write()).get(id!);
    expect(outcome).toMatchObject({ kind: 'retry', afterMs: expect.any(Number) });
    if (outcome?.ok === false && outcome.kind === 'retry') expect(outcome.afterMs).toBeGreaterThanOrEqual(10_000);
  });

  it.each([
    ['a server error', { mode: 'status', status: 500 }],
    ['a gateway error', { mode: 'status', status: 502 }],
    ['a locked record', { mode: 'status', status: 423 }],
    ['no answer in time', { mode: 'timeout' }],
    ['no answer after the commit', { mode: 'reset-after-commit' }],
    ['an answer that cannot be read', { mode: 'malformed' }],
    ['a success that names no record', { mode: 'empty-200' }],
  ])('may be tried again after %s', async (_name, failure) => {
    const [id] = await createContacts(portal, 1);
    await portal.fail({ ...failure, match: { path: 'batch/update' } });
    const outcomes = await portal.gateway.updateRecords('contact', [{ id: id!, properties: { lastname: 'X' } }]);
    expect(outcomes.get(id!)).toMatchObject({ ok: false, kind: 'retry' });
  });

  it('throws when the token is not accepted and nothing was written', async () => {
    await portal.fail({ mode: 'status', status: 401 });
    await expect(
      portal.gateway.updateRecords('contact', [{ id: '1', properties: { lastname: 'X' } }]),
    ).rejects.toMatchObject({ code: 'reconnect' });
  });

  it('keeps what was written when the token is refused half-way', async () => {
    const ids = await createContacts(portal, 101);
    await portal.fail({ mode: 'status', status: 401, match: { path: 'batch/update', bodyContains: ids[100] } });
    const outcomes = await portal.gateway.updateRecords(
      'contact',
      ids.map((id) => ({ id, properties: { lastname: 'X' } })),
    );
    expect(outcomes.get(ids[0]!)).toEqual({ ok: true });
    expect(outcomes.get(ids[100]!)).toMatchObject({ kind: 'retry' });
  });

  it('asks before each call, once it has the token, and keeps what was written until then', async () => {
    const ids = await createContacts(portal, 4);
    const inputs = ids.map(
      (id, index): RecordInput => ({ id, properties: { lifecyclestage: index === 3 ? 'nonsense' : 'lead' } }),
    );
    const order: string[] = [];
    const gateway = createHubspotGateway({
      portalId: 424242,
      baseUrl: portal.sandbox.url,
      accessToken: async () => {
        order.push('token');
        return portal.sandbox.accessToken;
      },
      log: { debug() {}, warn() {} },
    });
    const writes = gateway.writesAfter(async (call) => {
      order.push(call);
      if (order.length > 4) throw new RetryLater('it is not ours', 0, { call, status: null });
    });
    await portal.forget();
    const outcomes = await writes.updateRecords('contact', inputs);
    await gateway.close();
    // The four, the first half, and the second half, which was not sent.
    expect(order).toEqual(['token', 'write contacts', 'token', 'write contacts', 'token', 'write contacts']);
    expect(await portal.calls()).toEqual([batchUpdate, batchUpdate]);
    const refused = { ok: false, kind: 'retry', reason: 'it is not ours', afterMs: 0 };
    expect(ids.map((id) => outcomes.get(id))).toEqual([{ ok: true }, { ok: true }, refused, refused]);
  });
});

describe('preparing a batch', () => {
  it('merges inputs for one record, the later value of a property winning', () => {
    expect(
      mergeById([
        { id: '1', properties: { a: '1', b: '1' } },
        { id: '2', properties: { a: '2' } },
        { id: '1', properties: { b: '3' } },
      ]),
    ).toEqual([
      { id: '1', properties: { a: '1', b: '3' } },
      { id: '2', properties: { a: '2' } },
    ]);
  });

  it('halves a refused batch when no property is named as unknown', () => {
    const chunk = ['1', '2', '3'].map((id) => ({ id, properties: { a: '1' } }));
    const error = new FixTheRecord('no', ['a'], [], { call: 'write contacts', status: 400 });
    expect(separate(chunk, error).map((half) => half.map(({ id }) => id))).toEqual([['1', '2'], ['3']]);
  });
});
