import { postgresStore } from '../support/postgres-store.ts';
import { erasureBattery } from './erasure-battery.ts';
import { mentionsBattery } from './mentions-battery.ts';

describe('PostgreSQL', () => {
  const openStore = postgresStore();
  erasureBattery(openStore);
  mentionsBattery(openStore);
});
