import type { Counts } from '../../../backend/home/counts.ts';
import { failedTable } from '../../../backend/home/health-tables.ts';
import { shownTable } from '../../../backend/home/home-tables.ts';
import type { WholeTable } from '../../../backend/home/table.ts';
import { namePortal } from '../../../backend/portals/name-portal.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { dayMs, hourMs, now, portalState } from '../../support/handoffs.ts';

let store: SqliteStore;
beforeAll(async () => {
  store = await openSqliteStore(':memory:');
});
afterAll(() => store.close());

const row = { id: '5', cells: ['Sarah Chen'], contactId: null, handoffId: 5 };

/** The table as it was counted then, looked at now: ten in the morning. */
async function today(countedAt: number): Promise<WholeTable> {
  const value: WholeTable = { name: 'today', columns: [], rows: [row], isCut: true, asOf: countedAt };
  const counts = { today: { of: async () => ({ asOf: countedAt, value }) } } as unknown as Counts;
  return shownTable('today', { store, counts }, { state: portalState(), most: 10, now });
}

it('what was counted this morning is of today, what was counted yesterday evening is not', async () => {
  expect(await today(now - 9 * hourMs)).toMatchObject({ rows: [row], isCut: true });
  for (const before of [now - 11 * hourMs, now - dayMs]) {
    expect(await today(before)).toMatchObject({ rows: [], isCut: false, asOf: null });
  }
});

it('the command that settles what is not confirmed names the portal where it has to be named', () => {
  const failed = {
    key: 'note:1',
    kind: 'post note',
    state: 'unconfirmed',
    createdAt: now,
    reason: 'no answer',
  } as const;
  const { rows } = failedTable([failed], 10, now, (text) => namePortal(text, 7));
  expect(rows[0]!.cells.at(-1)).toContain('`zo unconfirmed --portal 7`');
});
