import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { compareRebuilds, compareStreams } from './usage-property.ts';

let store: SqliteStore;
beforeAll(async () => {
  store = await openSqliteStore(':memory:');
});
afterAll(() => store.close());

describe('SQLite', () => {
  it('folds any stream of events into the usage that the plain fold finds', async () => {
    await compareStreams(store, 0, 2500);
  }, 60_000);

  it('finds the same usage when it is rebuilt from the raw events', async () => {
    await compareRebuilds(store, 100_000, 300);
  }, 60_000);
});
