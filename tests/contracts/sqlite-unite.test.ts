import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { uniteCompaniesBattery } from './unite-companies-battery.ts';
import { unitePersonsBattery } from './unite-persons-battery.ts';

let store: SqliteStore | undefined;
const openStore = async () => {
  store ??= await openSqliteStore(':memory:');
  return store;
};
afterAll(() => store?.close());

describe('SQLite: one contact, one person', () => unitePersonsBattery(openStore));
describe('SQLite: one HubSpot company, one company', () => uniteCompaniesBattery(openStore));
