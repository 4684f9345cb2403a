import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { valuesBattery } from './values-battery.ts';

let store: SqliteStore;
const openStore = async () => {
  store = await openSqliteStore(':memory:');
  return store;
};
afterAll(() => store.close());

describe('SQLite', () => valuesBattery(openStore));
