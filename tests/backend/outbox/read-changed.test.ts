/** HubSpot told of changed records: each is read once, and only what matters leads to anything. */
import { nothingChanged } from '../../../backend/handoff/hubspot-changes.ts';
import { event } from '../../support/events.ts';
import { now } from '../../support/handoffs.ts';
import { historyPortalId, type Listener, startHistory, startListener } from '../../support/hubspot-history.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

let portal: TestPortal;
let history: ReturnType<typeof startHistory>;
let listener: Listener;

beforeEach(async () => {
  portal = await startTestPortal({ tenSecondlyLimit: 100_000 });
  history = startHistory(portal, { contacts: 4, companies: 2 });
  listener = await startListener(portal, history);
  listener.store.connection.database.exec('DELETE FROM dirty_persons');
  await portal.gateway.provePortal();
  await portal.forget();
});
afterEach(async () => {
  await listener.close();
  await portal.close();
});

const dirty = async () =>
  (await listener.store.decisionInputs(historyPortalId, 100)).map(({ person }) => person.profile.userIds[0]);
const told = (one: number) => ({
  portalId: historyPortalId,
  subscriptionType: 'contact.propertyChange',
  objectId: Number(history.contactIds[one]),
  propertyName: 'hs_lead_status',
  propertyValue: 'not what it is',
});

it('a hundred webhooks about one contact are one read, and nobody is decided again when nothing changed', async () => {
  await listener.hear(Array.from({ length: 100 }, () => told(0)));
  await listener.hear([told(0)]);
  await listener.work();
  const calls = await portal.calls();
  expect(calls.filter((call) => call === 'POST /crm/v3/objects/contacts/batch/read')).toHaveLength(1);
  expect(calls.length).toBeLessThanOrEqual(4);
  expect(await dirty()).toEqual([]);
});

it('whose values changed is decided again, by what HubSpot has and not by what was told', async () => {
  const webhooks = history.happen({ do: 'write', type: 'contact', one: 1, value: 1 });
  await listener.hear([...webhooks, told(1), told(2)]);
  await listener.work();
  expect(await dirty()).toEqual(['user-1']);
  const [work] = await listener.store.contactWork(historyPortalId, [2]);
  expect(work?.record?.facts?.leadStatus).toBe('OPEN');
});

it('a change of a company is that of everybody under it', async () => {
  await listener.hear(history.happen({ do: 'write', type: 'company', one: 1, value: 3 }));
  await listener.work();
  expect(await dirty()).toEqual(['user-1', 'user-3']);
});

it('what is told of an old id after a merge changes nothing any more', async () => {
  await listener.hear(history.happen({ do: 'merge', type: 'contact', one: 0, other: 1 }));
  await listener.work();
  const before = await listener.state();
  await listener.hear([told(0), told(1)]);
  await listener.work();
  expect(await listener.state()).toEqual(before);
});

/** As if no webhook had told of it. */
async function write(personId: number) {
  const { store } = listener;
  const claimed = async () => {
    const wanted = { kind: 'sync contact', personId, createIfMissing: true, key: `contact:${personId}` } as const;
    await store.enqueue(historyPortalId, [{ ...wanted, lane: 'hubspot', priority: 0 }], now);
    return store.claimEffects(historyPortalId, 'hubspot', 100, now + 1e9, 'write');
  };
  const settled = await listener.run(await claimed());
  const rows = settled.map(({ effect: { key, lease, generation }, outcome }) => ({ key, lease, generation, outcome }));
  await store.settleEffects(historyPortalId, rows, now);
  return settled;
}

it('a write that finds the contact deleted loses it, and makes no other one however often it is tried', async () => {
  history.happen({ do: 'delete', type: 'contact', one: 0, other: 0 });
  await listener.store.wantCompany(historyPortalId, 1, {});
  listener.store.connection.database.exec(
    "UPDATE records SET wanted_json = json_set(wanted_json, '$.zo_plan', 'free')",
  );
  expect(await write(1)).toMatchObject([{ outcome: { outcome: 'later' } }]);
  await listener.work();
  const [work] = await listener.store.contactWork(historyPortalId, [1]);
  expect(work?.record).toMatchObject({ recordId: null, deleted: { id: history.contactIds[0] } });
  for (let again = 0; again < 3; again += 1) await write(1);
  expect((await portal.calls()).filter((call) => call.includes('batch/create'))).toEqual([]);
});

it('a portal’s records are nobody’s business in another', async () => {
  const { store } = listener;
  await store.acceptEvents(7, [[event({ userId: 'user-0' })]], { playbook: acmePlaybook(), timeZone: 'UTC' });
  const { personId } = (await store.personByIdentity(7, 'u:user-0'))!;
  await store.acknowledge(7, 'contact', [
    { subjectId: personId, recordId: history.contactIds[0]!, written: {}, problem: null },
  ]);
  expect(
    await store.noteChanges(historyPortalId, { ...nothingChanged, contactIds: [history.contactIds[0]!] }, now),
  ).toBe(1);
  expect(await store.claimEffects(7, 'hubspot', 10, now, 'lease')).toEqual([]);
});
