import { parseDefinition } from '@zo/shared';
import type { NormalisedEvent } from '../../../backend/ingest/event.ts';
import { type PastCustomer, replayHistory } from '../../../backend/simulation/replay-history.ts';
import type { FoldRules } from '../../../backend/store/store.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { event, normaliseAgain } from '../../support/events.ts';
import { facts } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 4711;
const timeZone = 'Europe/Berlin';
const dayMs = 86_400_000;
const start = Date.parse('2026-03-01T10:30:00+01:00');
const now = start + 60 * dayMs;
const live: FoldRules = { playbook: acmePlaybook(), timeZone };

/** Whoever visited pricing and did three key actions within a week. */
const parsed = parseDefinition(
  'A free user becomes an SQL when visited pricing AND at least 3 key actions in the last 7 days',
  { signals: live.playbook.signals.map(({ name }) => name) },
);
if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
const draft: FoldRules = { playbook: acmePlaybook({ definition: parsed.value }), timeZone };

describe.each(engines)('%s', (_engine, openStore) => {
  let store: EitherStore;
  beforeEach(async () => {
    store = await openStore();
  }, 60_000);
  afterEach(() => store.close());

  async function did(userId: string, day: number, is: Partial<NormalisedEvent> = {}): Promise<void> {
    const at = start + day * dayMs;
    await store.acceptEvents(portalId, [[event({ userId, eventAt: at, receivedAt: at, ...is })]], live);
  }
  const sawPricing = (userId: string, day: number) => did(userId, day, { type: 'page', path: '/pricing', name: null });

  /** Under this contact, a customer since the day. */
  async function closed(userId: string, contactId: string, day: number): Promise<PastCustomer> {
    const person = await store.personByIdentity(portalId, `u:${userId}`);
    await store.saveFacts(portalId, [{ personId: person!.personId, facts: facts({ contactId }) }], now);
    return { contactId, name: userId, closedAt: start + day * dayMs, hubspot: [] };
  }

  function replay(customers: PastCustomer[] | { unknown: string }) {
    return replayHistory({
      store,
      portalId,
      rules: draft,
      normalise: normaliseAgain,
      readCustomers: async () => customers,
      now,
    });
  }

  async function threeKeyActions(userId: string, day: number): Promise<void> {
    for (const part of [0, 0.1, 0.2]) await did(userId, day + part);
  }

  it('tells who would have been caught before they closed, and how early', async () => {
    await threeKeyActions('early', 1);
    await sawPricing('early', 2);
    await threeKeyActions('never', 1);
    const report = await replay([await closed('early', '1', 21), await closed('never', '2', 21)]);
    expect(report.customers).toMatchObject({
      considered: 2,
      caught: [{ name: 'early', daysBefore: 19 }],
      missed: [{ name: 'never', reason: expect.stringMatching(/^at best 1 of 2: missing .*pricing/) }],
      medianDaysBefore: 19,
    });
  });

  it('is not helped by a signal planted after the close', async () => {
    await threeKeyActions('sarah', 1);
    const customer = await closed('sarah', '1', 21);
    const before = await replay([customer]);
    await sawPricing('sarah', 21.001);
    await threeKeyActions('sarah', 22);
    const after = await replay([customer]);
    expect(before.customers).toMatchObject({ considered: 1, caught: [] });
    expect(after.customers).toEqual(before.customers);
    // The same signal a moment before the close does help.
    await did('ben', 21);
    await threeKeyActions('ben', 20);
    await sawPricing('ben', 20.9);
    expect((await replay([await closed('ben', '2', 21)])).customers).toMatchObject({ caught: [{ name: 'ben' }] });
  });

  it('looks at the last 50 customers that have events from before they closed', async () => {
    const customers: PastCustomer[] = [];
    for (let n = 0; n < 52; n += 1) {
      await did(`u-${n}`, 1);
      customers.push(await closed(`u-${n}`, String(n + 1), 10 + n / 10));
    }
    await did('late', 30);
    customers.push(await closed('late', '99', 29));
    const { customers: report } = await replay(customers);
    expect(report).toMatchObject({ considered: 50, isTooFew: false });
    expect(JSON.stringify(report)).not.toContain('late');
  });

  it('counts the handoffs everybody would have made, merged people once', async () => {
    await threeKeyActions('sarah', 50);
    await did('sarah', 50.3, { userId: null, anonymousId: 'visitor', type: 'page', path: '/pricing', name: null });
    await did('sarah', 50.4, { type: 'identify', anonymousId: 'visitor', name: null });
    const { pace } = await replay({ unknown: 'HubSpot does not answer.' });
    expect(pace).toMatchObject({ handoffs: 1, owners: 3, people: { replayed: 1, all: 1 } });
  });

  it('stops when nobody waits for the answer any more', async () => {
    await did('sarah', 1);
    const gone = new AbortController();
    gone.abort(new Error('nobody waits'));
    const parts = { store, portalId, rules: draft, normalise: normaliseAgain, readCustomers: async () => [], now };
    await expect(replayHistory({ ...parts, signal: gone.signal })).rejects.toThrow('nobody waits');
  });
});
