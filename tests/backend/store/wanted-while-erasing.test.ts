/** What is wanted of somebody else between the look into the outbox and the erasing is done, whatever the look found. */
import { wordHeldContact } from '../../../backend/hubspot/contact-conflicts.ts';
import type { Effect } from '../../../backend/outbox/effect.ts';
import type { HomeStore } from '../../../backend/store/home-store.ts';
import { erasePersons as eraseOnPostgres } from '../../../backend/store/postgres/erase-persons.ts';
import { openPostgresStore } from '../../../backend/store/postgres/open.ts';
import { enqueueEffects } from '../../../backend/store/sqlite/enqueue-effects.ts';
import { erasePersons as eraseOnSqlite } from '../../../backend/store/sqlite/erase-persons.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import type { FoldRules, IngestStore, OutboxStore } from '../../../backend/store/store.ts';
import { event } from '../../support/events.ts';
import { now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { createTestDatabase } from '../../support/postgres.ts';

const portalId = 5;
const rules: FoldRules = { playbook: acmePlaybook(), timeZone };
const erasing = { mentions: [], rules, now: now + 1 };
const sync: Effect = {
  ...{ kind: 'sync contact', personId: 7, createIfMissing: false },
  ...{ key: 'contact:7', lane: 'hubspot', priority: 1 },
} as Effect;
const newlyWanted: Effect = { ...sync, createIfMissing: true } as Effect;

let close: () => Promise<void>;
afterEach(() => close());

async function refuseBecauseOfSarah(store: IngestStore & OutboxStore & { close(): Promise<void> }): Promise<number> {
  close = store.close;
  await store.acceptEvents(portalId, [[event({ receivedAt: now })]], rules);
  await store.enqueue(portalId, [sync], now);
  const [claimed] = await store.claimEffects(portalId, 'hubspot', 1, now, 'one');
  const reason = wordHeldContact('501', 'sarah');
  await store.settleEffects(portalId, [{ ...claimed!, outcome: { outcome: 'failed', reason } }], now);
  return (await store.personByIdentity(portalId, 'u:sarah'))!.personId;
}

async function expectWanted(store: HomeStore & OutboxStore): Promise<void> {
  const [due] = await store.claimEffects(portalId, 'hubspot', 9, now + 1, 'two');
  expect(due?.effect).toEqual({ kind: 'sync contact', personId: 7, createIfMissing: true });
  expect(await store.failedEffects(portalId, 9)).toEqual([]);
}

it('on SQLite', async () => {
  const store = await openSqliteStore(':memory:');
  const sarah = await refuseBecauseOfSarah(store);
  let steps = 0;
  const transaction = <Result>(work: () => Result) => {
    steps += 1;
    // Events first, then what is in the outbox.
    if (steps === 2) enqueueEffects(store.connection, portalId, [newlyWanted], now);
    return store.connection.transaction(work);
  };
  await eraseOnSqlite({ ...store.connection, transaction }, portalId, [sarah], erasing);
  expect(steps).toBeGreaterThan(2);
  await expectWanted(store);
});

it('on PostgreSQL', async () => {
  const store = await openPostgresStore(await createTestDatabase(), { leaseMs: 0 });
  const sarah = await refuseBecauseOfSarah(store);
  let steps = 0;
  const transaction: typeof store.connection.transaction = async (portal, work) => {
    steps += 1;
    // Events first, then what is in the outbox.
    if (steps === 2) await store.enqueue(portalId, [newlyWanted], now);
    return store.connection.transaction(portal, work);
  };
  await eraseOnPostgres({ ...store.connection, transaction }, portalId, [sarah], erasing);
  expect(steps).toBe(2);
  await expectWanted(store);
});
