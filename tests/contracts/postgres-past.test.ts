import { postgresStore } from '../support/postgres-store.ts';
import { historyBattery } from './history-battery.ts';
import { sampleBattery } from './sample-battery.ts';

describe('PostgreSQL', () => {
  const openStore = postgresStore();
  describe('history', () => historyBattery(openStore));
  describe('sample activity', () => sampleBattery(openStore));
});
