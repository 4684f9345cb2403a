/** Moved to PostgreSQL in the middle of its life, a portal goes on as it would have on SQLite. */
import { copyFileSync } from 'node:fs';
import fc from 'fast-check';
import { openPostgresStore } from '../../backend/store/postgres/open.ts';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import type { EitherStore } from '../support/engines.ts';
import { eventStreams, streamStart } from '../support/event-streams.ts';
import { dayMs } from '../support/handoffs.ts';
import { databaseFolder, makeDatabase, move } from '../support/moved-store.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { type ActsAt, act, storeActs } from '../support/store-acts.ts';
import { readEverything } from '../support/store-questions.ts';
import { readStore, rulesOf } from './usage-property.ts';

const newFile = databaseFolder();

/** One that was not moved, and so may go on. */
function copyOf(file: string): string {
  const copy = newFile();
  copyFileSync(file, copy);
  return copy;
}

/** One portal's: what happens before the move and what after it. */
const lives = fc.record({
  stream: eventStreams,
  movedAfter: fc.double({ min: 0, max: 1, noNaN: true }),
  before: storeActs,
  after: storeActs,
});
type Life = ReturnType<typeof lives.generate>['value'];

const atOf = ({ stream }: Life, portalId: number): ActsAt => ({ portalId, rules: rulesOf(stream), now: stream.now });

function groupsOf({ stream, movedAfter }: Life) {
  const at = Math.round(movedAfter * stream.groups.length);
  return { before: stream.groups.slice(0, at), after: stream.groups.slice(at) };
}

async function begin(store: EitherStore, life: Life, portalId: number): Promise<void> {
  const at = atOf(life, portalId);
  for (const group of groupsOf(life).before) await store.acceptEvents(portalId, group, at.rules);
  for (const one of life.before) await act(store, one, at);
}

/** What the store answers on the way, and to everything in the end. */
async function goOn(store: EitherStore, life: Life, portalId: number): Promise<unknown[]> {
  const at = atOf(life, portalId);
  // Whom each database hashes first after the move it hashes by a salt of its own.
  const answers: unknown[] = [await readEverything(store, at), await store.privacyDeletions(portalId, 9)];
  for (const group of groupsOf(life).after) answers.push(await store.acceptEvents(portalId, group, at.rules));
  for (const one of life.after) answers.push(await act(store, one, at));
  answers.push(await store.wakeDue(portalId, at.now, at.rules, 1_000));
  answers.push(await act(store, { what: 'decide' }, at));
  answers.push(await readEverything(store, at), await readStore(store, portalId));
  answers.push(await store.receipts(portalId, { limit: 200 }));
  return answers;
}

it('answers every question the same right after the move, and after whatever comes then', async () => {
  let portalId = 700_000;
  await fc.assert(
    fc.asyncProperty(fc.array(lives, { minLength: 2, maxLength: 5 }), async (portals) => {
      const [file, url] = [newFile(), await createTestDatabase()];
      const moved = portals.map((life) => {
        portalId += 10;
        return { life, portalId };
      });
      await makeDatabase(file, async (store) => {
        for (const { life, portalId: id } of moved) await begin(store, life, id);
      });
      const unmoved = copyOf(file);
      expect((await move(file, url, { limits: { rows: 5 } })).differences).toEqual([]);
      const [sqlite, postgres] = [await openSqliteStore(unmoved), await openPostgresStore(url, { leaseMs: 0 })];
      try {
        for (const { life, portalId: id } of moved) {
          expect(await goOn(postgres, life, id)).toEqual(await goOn(sqlite, life, id));
        }
      } finally {
        await sqlite.close();
        await postgres.close();
      }
    }),
    { numRuns: 8 },
  );
}, 300_000);

it('windows end and scores fall after the move as they would have', async () => {
  const stream = fc.sample(eventStreams, { numRuns: 1, seed: 4 })[0]!;
  const [file, url] = [newFile(), await createTestDatabase()];
  const rules = rulesOf(stream);
  await makeDatabase(file, async (store) => {
    for (const group of stream.groups) await store.acceptEvents(1, group, rules);
  });
  const unmoved = copyOf(file);
  await move(file, url);
  const [sqlite, postgres] = [await openSqliteStore(unmoved), await openPostgresStore(url, { leaseMs: 0 })];
  for (const days of [1, 7, 14, 31]) {
    const at = { portalId: 1, rules, now: Math.max(stream.now, streamStart) + days * dayMs };
    const answers = [];
    for (const store of [sqlite, postgres]) {
      answers.push([
        await store.wakeDue(1, at.now, rules, 1_000),
        await act(store, { what: 'decide' }, at),
        await readEverything(store, at),
      ]);
    }
    expect(answers[1]).toEqual(answers[0]);
  }
  await sqlite.close();
  await postgres.close();
}, 60_000);
