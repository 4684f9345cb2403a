import fc from 'fast-check';
import { setWake } from '../../../backend/store/sqlite/handoff-rows.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

let store: SqliteStore;
beforeAll(async () => {
  store = await openSqliteStore(':memory:');
});
afterAll(() => store.close());

const rules = { playbook: acmePlaybook(), timeZone: 'UTC' };

it('makes dirty exactly the persons whose time has come, each once, in portions', async () => {
  let portalId = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.record({ personId: fc.nat(200), dueAt: fc.nat(100) }), { selector: (wake) => wake.personId }),
      fc.nat(100),
      fc.integer({ min: 1, max: 20 }),
      async (wakes, now, limit) => {
        portalId += 1;
        for (const { personId, dueAt } of wakes) setWake(store.connection, portalId, 'person', personId, dueAt);
        setWake(store.connection, portalId, 'handoff', 1, 0);
        let recomputations = 0;
        for (let more = true; more; ) {
          const woken = await store.wakeDue(portalId, now, rules, limit);
          recomputations += woken.persons;
          more = woken.more;
        }
        const due = wakes.filter(({ dueAt }) => dueAt <= now).map(({ personId }) => personId);
        const dirty = store.connection
          .statement<{ person_id: number }>('SELECT person_id FROM dirty_persons WHERE portal_id = ?')
          .all(portalId);
        expect(recomputations).toBe(due.length);
        expect(dirty.map((row) => row.person_id)).toEqual(due.sort((a, b) => a - b));
        expect(await store.nextWakeAt(portalId)).toBe(0);
      },
    ),
    { numRuns: 100 },
  );
});
