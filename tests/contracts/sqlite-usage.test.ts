import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { openPackedStore } from '../support/packed-store.ts';
import { compareInterleaved } from './rebuild-interleaved.ts';
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

  it('finds the same usage whatever is accepted during a rebuild, and after one that was broken off', async () => {
    await compareInterleaved(store, 200_000, 150);
  }, 60_000);

  it('finds the same usage from raw events that are packed', async () => {
    const packed = await openPackedStore();
    await compareRebuilds(packed, 0, 100);
    await compareInterleaved(packed, 100_000, 50);
    await packed.close();
  }, 60_000);
});
