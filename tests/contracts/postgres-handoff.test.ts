import { postgresStore } from '../support/postgres-store.ts';
import { decidingBattery } from './deciding-battery.ts';
import { handoffBattery } from './handoff-battery.ts';
import { recordsBattery } from './records-battery.ts';

describe('PostgreSQL', () => {
  const openStore = postgresStore();
  describe('deciding', () => decidingBattery(openStore));
  handoffBattery(openStore);
  describe('records', () => recordsBattery(openStore));
});
