import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { erasureBattery } from './erasure-battery.ts';
import { mentionsBattery } from './mentions-battery.ts';

let store: SqliteStore | undefined;
const openStore = async () => {
  store ??= await openSqliteStore(':memory:');
  return store;
};
afterAll(() => store?.close());

describe('SQLite', () => {
  erasureBattery(openStore);
  mentionsBattery(openStore);
});
