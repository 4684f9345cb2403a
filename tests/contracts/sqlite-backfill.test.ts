import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { backfillBattery } from './backfill-battery.ts';

let store: SqliteStore;
const openStore = async () => {
  store = await openSqliteStore(':memory:');
  return store;
};
afterAll(() => store.close());

describe('SQLite', () => backfillBattery(openStore));
