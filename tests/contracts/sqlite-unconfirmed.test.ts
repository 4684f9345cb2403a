import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { unconfirmedBattery } from './unconfirmed-battery.ts';

let store: SqliteStore;
const openStore = async () => {
  store = await openSqliteStore(':memory:');
  return store;
};
afterAll(() => store.close());

describe('SQLite', () => unconfirmedBattery(openStore));
