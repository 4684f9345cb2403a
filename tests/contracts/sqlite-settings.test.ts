import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { settingsBattery } from './settings-battery.ts';

let store: SqliteStore;
const openStore = async () => {
  store = await openSqliteStore(':memory:');
  return store;
};
afterAll(() => store.close());

describe('SQLite', () => settingsBattery(openStore, async (sql) => store.connection.database.exec(sql)));
