import { openPostgresStore, type PostgresStore } from '../../backend/store/postgres/open.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { historyBattery } from './history-battery.ts';
import { sampleBattery } from './sample-battery.ts';

let store: PostgresStore;
beforeAll(async () => {
  store = await openPostgresStore(await createTestDatabase(), { leaseMs: 0 });
}, 60_000);
afterAll(() => store?.close());

const openStore = async () => store;

describe('PostgreSQL', () => {
  describe('history', () => historyBattery(openStore));
  describe('sample activity', () => sampleBattery(openStore));
});
