/** Whoever is erased is not found in an export any more, whatever came before and whatever is delivered again afterwards. */
import fc from 'fast-check';
import { decide } from '../../../backend/handoff/decide.ts';
import type { ExportedPart } from '../../../backend/store/privacy-store.ts';
import type { SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { rulesOf } from '../../contracts/usage-property.ts';
import { databases, type EitherStore, type OpenDatabase, sqliteDatabase } from '../../support/engines.ts';
import { type EventStream, eventStreams } from '../../support/event-streams.ts';
import { normaliseAgain } from '../../support/events.ts';
import { everyPortalTable } from '../../support/every-table.ts';
import { decisionContext } from '../../support/handoffs.ts';
import { openPackedStore, packEverything } from '../../support/packed-store.ts';

/** Whatever is not packed yet is, before anything is compared. */
let packed: SqliteStore | undefined;
const packedSqlite: (typeof databases)[number] = [
  'SQLite with packed events',
  async () => {
    packed = await openPackedStore();
    return sqliteDatabase(packed);
  },
];

let database: OpenDatabase;
let store: EitherStore;
let portalId = 0;
const users = fc.constantFrom('ann', 'ben', 'cat', 'dan');

async function deliver(stream: EventStream): Promise<void> {
  for (const group of stream.groups) await store.acceptEvents(portalId, group, rulesOf(stream));
}

async function decideAll(stream: EventStream): Promise<void> {
  const inputs = await store.decisionInputs(portalId, 100);
  const context = decisionContext({ now: stream.now });
  await store.commitDecisions(
    portalId,
    inputs.map((input) => decide(input, context)),
    1,
    stream.now,
  );
}

async function exportOf(personIds: number[], mentions: string[]): Promise<ExportedPart[]> {
  const parts: ExportedPart[] = [];
  await store.exportPersons(portalId, personIds, mentions, (part) => parts.push(part));
  return parts;
}

/** Every row of the portal, without its number. */
async function everything(): Promise<Record<string, unknown[]>> {
  if (packed !== undefined) packEverything(packed);
  const rows: Record<string, unknown[]> = {};
  for (const table of await everyPortalTable(database)) {
    const found = await database.ask(`SELECT * FROM ${table} WHERE portal_id = ${portalId}`);
    rows[table] = found.map(({ portal_id: _portal, ...row }) => JSON.stringify(row)).sort();
  }
  return rows;
}

describe.each([...databases, packedSqlite])('on %s', (name, open) => {
  beforeAll(async () => {
    database = await open();
    store = database.store;
  }, 60_000);
  afterAll(() => store?.close());

  it('an export is empty after an erasure, and says the same after everything was delivered again', async () => {
    await fc.assert(
      fc.asyncProperty(eventStreams, users, fc.boolean(), async (stream, user, isOld) => {
        portalId += 1;
        await deliver(stream);
        await decideAll(stream);
        if (isOld) {
          const order = { before: stream.now + 1, rules: rulesOf(stream), normalise: normaliseAgain, now: stream.now };
          await store.forgetEvents(portalId, order);
        }
        const person = await store.personByIdentity(portalId, `u:${user}`);
        if (person === null) return;
        const mentions = person.profile.email === null ? [] : [person.profile.email];
        const before = await exportOf([person.personId], mentions);
        expect(before.map(({ part }) => part)).toEqual(expect.arrayContaining(['person', 'identity']));

        await store.erasePersons(portalId, [person.personId], mentions, rulesOf(stream), stream.now);
        const facts = (await exportOf([person.personId], mentions)).filter(({ part }) => part !== 'merge');
        // What stays is that something was decided, and when.
        expect(facts.every(({ part, erased_at }) => part === 'receipt' && erased_at === stream.now)).toBe(true);
        expect(await store.findPersons(portalId, { userId: user })).toEqual([]);

        const after = await everything();
        await deliver(stream);
        expect(await everything()).toEqual(after);
        await store.erasePersons(portalId, [person.personId], mentions, rulesOf(stream), stream.now);
        expect(await everything()).toEqual(after);
      }),
      { numRuns: name === 'SQLite' ? 100 : 30 },
    );
  }, 60_000);
});
