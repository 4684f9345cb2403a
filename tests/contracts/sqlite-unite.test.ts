import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { unitePersonsBattery } from './unite-persons-battery.ts';

let store: SqliteStore;
const openStore = async () => {
  store ??= await openSqliteStore(':memory:');
  return store;
};
afterAll(() => store.close());

describe('SQLite: one contact, one person', () => unitePersonsBattery(openStore));
