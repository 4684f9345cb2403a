import { plainRouting, plainTerms } from '@zo/shared';
import { assignOwner } from '../../../../backend/handoff/actions/assign-owner.ts';
import { shortfall } from '../../../../backend/handoff/routing/fairness.ts';
import { openHandoff } from '../../../../backend/handoff/steps/opening.ts';
import { openSqliteStore, type SqliteStore } from '../../../../backend/store/sqlite/open.ts';
import { event } from '../../../support/events.ts';
import { lee, maria, now, portalState, timeZone, tom } from '../../../support/handoffs.ts';
import { acmePlaybook } from '../../../support/playbooks.ts';

const count = 200;
const weights: [string, number][] = [
  [maria.email, 3],
  [tom.email, 2],
  [lee.email, 1],
];
const routing = {
  ...plainRouting,
  owners: Object.fromEntries(weights.map(([email, weight]) => [email, { ...plainTerms, weight }])),
};
const { handoff } = acmePlaybook();
const playbook = acmePlaybook({ handoff: { ...handoff, owners: weights.map(([email]) => email), routing } });
const state = portalState({ playbook });
const { portalId } = state.portal;
const contacts = Array.from({ length: count }, (_, index) => `${1000 + index}`);
let store: SqliteStore;

beforeAll(async () => {
  store = await openSqliteStore(':memory:');
  await store.savePortal(state.portal);
  const events = contacts.map((userId) => event({ userId, receivedAt: now, eventAt: now }));
  await store.acceptEvents(portalId, [events], { playbook, timeZone });
  for (const recordId of contacts) {
    const { personId } = (await store.personByIdentity(portalId, `u:${recordId}`))!;
    await store.acknowledge(portalId, 'contact', [{ subjectId: personId, recordId, written: {}, problem: null }]);
    await store.transactHandoff(portalId, { personId }, now, ({ newHandoffId }) => {
      const about = { personId, companyId: null, contactId: recordId, hubspotCompanyId: null };
      const opened = openHandoff({
        ...{ ...about, handoffId: newHandoffId(), origin: 'workflow', receipt: null, contactedNotes: 0, now },
        ...{ employees: null, review: null, timers: {} },
      });
      return { answer: null, change: { handoff: opened, effects: [], receipts: [] } };
    });
  }
});
afterAll(() => store.close());

/** As HubSpot calls the action. */
function assign(contactId: string, callbackId: string) {
  const parts = {
    store,
    states: { get: async () => state, isKnown: async () => true, changed: () => {} },
    clock: { now: () => now, plausibleNows: () => [now] },
    operatorsOf: async () => [],
    drainHeld: async () => {},
    onChange: () => {},
  };
  const action = 'assign-owner' as const;
  const call = {
    portalId,
    contactId,
    callbackId,
    action,
    enrolmentId: null,
    workflowId: null,
    inputs: {},
    properties: {},
  };
  return assignOwner(parts, call);
}

it('200 assignments at once, each called for three times, are each one turn, and nobody is more than one from the ideal', async () => {
  const calls = contacts.flatMap((contact) => [
    assign(contact, `first ${contact}`),
    assign(contact, `first ${contact}`),
    assign(contact, `second ${contact}`),
  ]);
  const answers = await Promise.all(calls);
  expect(answers).toHaveLength(3 * count);

  const handoffs = await store.handoffs(portalId, { open: true, limit: 1_000 });
  const had = (email: string) => handoffs.filter(({ owner }) => owner?.email === email).length;
  expect(handoffs.map(({ status }) => status)).toEqual(contacts.map(() => 'assigned'));
  expect(await store.assignments(portalId, 1_000)).toHaveLength(count);
  const ledger = await store.ledger(portalId);
  for (const [email, weight] of weights) {
    expect([email, ledger[email]!.handoffs]).toEqual([email, had(email)]);
    expect(Math.abs(shortfall(ledger[email]!))).toBeLessThanOrEqual(1);
    expect(Math.abs((count * weight) / 6 - had(email))).toBeLessThan(1);
  }
});
