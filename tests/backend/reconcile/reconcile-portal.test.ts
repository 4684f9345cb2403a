/** What HubSpot's webhooks never told of is repaired by comparing, within a number of calls. */

import { CallsSpentError } from '../../../backend/hubspot/metered-reads.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { reconcilePortal } from '../../../backend/reconcile/reconcile-portal.ts';
import { begun, firstSeen, type ReconcileState } from '../../../backend/reconcile/reconcile-state.ts';
import { now, portalState } from '../../support/handoffs.ts';
import {
  type HistoryStep,
  historyPortalId,
  type Listener,
  startHistory,
  startListener,
} from '../../support/hubspot-history.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const { playbook, portal: account } = portalState();
const later = now + 86_400_000;
let portal: TestPortal;
const listeners: Listener[] = [];

beforeEach(async () => {
  portal = await startTestPortal({ tenSecondlyLimit: 1_000_000 }, { pacing: { limit: 1_000_000, maxInFlight: 100 } });
});
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
  await portal.close();
});

async function listen(history: ReturnType<typeof startHistory>): Promise<Listener> {
  const listener = await startListener(portal, history);
  listeners.push(listener);
  return listener;
}

/** One day's run; the account itself was proven before. */
async function run({ store }: Listener, calls: number, before: ReconcileState = firstSeen(now)) {
  await portal.gateway.provePortal();
  await portal.forget();
  const pages: ReconcileState[] = [];
  const state = await reconcilePortal(
    {
      portalId: historyPortalId,
      store,
      gateway: portal.gateway,
      used: { contact: [], company: [] },
      rules: { playbook, timeZone: account.timeZone, generation: 0 },
      now: () => later,
      calls,
      onPage: async (page) => void pages.push(page),
    },
    begun(before, later),
  );
  return { state, pages, made: (await portal.calls()).length };
}

const steps: HistoryStep[] = [
  { do: 'merge', type: 'contact', one: 0, other: 1 },
  { do: 'delete', type: 'contact', one: 2, other: 0 },
  { do: 'write', type: 'contact', one: 3, value: 1 },
  { do: 'associate', one: 3, other: 1 },
  { do: 'write', type: 'company', one: 1, value: 7 },
  { do: 'merge', type: 'company', one: 0, other: 2 },
];

it('agrees afterwards with a backend that was told everything, within the calls it says it made', async () => {
  const history = startHistory(portal, { contacts: 6, companies: 3 });
  const [deaf, told] = [await listen(history), await listen(history)];
  for (const step of steps) await told.hear(history.happen(step));
  await told.work();
  const { state, made } = await run(deaf, 200);
  await deaf.work();
  expect(await deaf.state()).toEqual(await told.state());
  expect(state).toMatchObject({
    contacts: 6,
    completedAt: later,
    calls: made,
    next: { kind: 'contacts', after: null },
  });
  expect(state.repaired).toMatchObject({ deleted: 1, restored: 0 });
  expect(state.repaired.merged).toBeGreaterThanOrEqual(2);
  expect(made).toBeLessThanOrEqual(15);

  const again = await run(deaf, 200, state);
  expect(again.state.repaired).toEqual({ merged: 0, deleted: 0, restored: 0, decided: 0 });
});

it('links again what was restored', async () => {
  const history = startHistory(portal, { contacts: 2, companies: 1 });
  const deaf = await listen(history);
  await deaf.hear(history.happen({ do: 'delete', type: 'contact', one: 0, other: 0 }));
  await deaf.work();
  history.happen({ do: 'restore', type: 'contact', one: 0, other: 0 });
  const { state } = await run(deaf, 200);
  expect(state.repaired).toMatchObject({ restored: 1, deleted: 0 });
  const [work] = await deaf.store.contactWork(historyPortalId, [1]);
  expect(work?.record).toMatchObject({ recordId: history.contactIds[0] });
});

it('never makes more calls than there are, begins with whoever was active last, and goes on the next day', async () => {
  const history = startHistory(portal, { contacts: 250, companies: 2 });
  const deaf = await listen(history);
  // By person: the higher the number, the later they were active.
  deaf.store.connection.database.exec(
    `UPDATE persons SET usage_json = json_set(usage_json, '$.lastActiveAt', ${now} + person_id)`,
  );
  const first = await run(deaf, 12);
  expect(first.made).toBeLessThanOrEqual(12);
  expect(first.state).toMatchObject({ calls: first.made, contacts: 200, completedAt: null });
  expect(first.state.next).toMatchObject({ kind: 'contacts', after: { personId: 51 } });
  const second = await run(deaf, 200, first.state);
  expect(second.state).toMatchObject({ contacts: 50, companies: 2, completedAt: later });
}, 60_000);

it('a crossing that asks HubSpot meanwhile never waits for it', async () => {
  const slow = await startTestPortal({ tenSecondlyLimit: 1_000_000 }, { pacing: { limit: 1_000_000, maxInFlight: 1 } });
  try {
    const history = startHistory(slow, { contacts: 300, companies: 2 });
    const deaf = await startListener(slow, history);
    listeners.push(deaf);
    const ended: string[] = [];
    const runs = [1, 2, 3].map(() =>
      slow.gateway
        .within({ left: 50 })
        .readContacts({ by: 'id', values: history.contactIds, properties: [] })
        .then(() => ended.push('comparing')),
    );
    const crossing = slow.gateway
      .readContacts({ by: 'id', values: history.contactIds.slice(0, 1), properties: [] }, priorities.crossing)
      .then(() => ended.push('crossing'));
    await Promise.all([...runs, crossing]);
    expect(ended[0]).toBe('crossing');
  } finally {
    await slow.close();
  }
}, 30_000);

it('stops in the middle of a page when HubSpot asks for more calls than thought, and keeps its place', async () => {
  const history = startHistory(portal, { contacts: 30, companies: 2 });
  const deaf = await listen(history);
  for (let one = 0; one < 20; one += 1) history.happen({ do: 'delete', type: 'contact', one, other: 0 });
  const within = portal.gateway.within({ left: 1 });
  await within.readContacts({ by: 'id', values: ['1'], properties: [] }).catch(() => {});
  await expect(within.readContacts({ by: 'id', values: ['2'], properties: [] })).rejects.toThrow(CallsSpentError);
  const { state, made } = await run(deaf, 8);
  expect(made).toBeLessThanOrEqual(8);
  expect(state.calls).toBe(made);
}, 30_000);
