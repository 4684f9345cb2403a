import { openPostgresStore, type PostgresStore } from '../../backend/store/postgres/open.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { reportBattery } from './report-battery.ts';
import { settingsBattery } from './settings-battery.ts';
import { valuesBattery } from './values-battery.ts';
import { watchBattery } from './watch-battery.ts';

let store: PostgresStore;
beforeAll(async () => {
  store = await openPostgresStore(await createTestDatabase(), { leaseMs: 0 });
}, 60_000);
afterAll(() => store?.close());

const openStore = async () => store;

describe('PostgreSQL', () => {
  describe('reports', () => reportBattery(openStore));
  describe('settings', () => settingsBattery(openStore, (sql) => store.connection.query(sql)));
  describe('values that changed', () => valuesBattery(openStore));
  describe('watching', () => watchBattery(openStore));
});
