import { postgresStore } from '../support/postgres-store.ts';
import { decidingBattery } from './deciding-battery.ts';
import { handoffBattery } from './handoff-battery.ts';
import { lastWordBattery } from './last-word-battery.ts';
import { recordsBattery } from './records-battery.ts';

describe('PostgreSQL', () => {
  const openStore = postgresStore();
  describe('deciding', () => decidingBattery(openStore));
  handoffBattery(openStore);
  describe('who has several handoffs', () => lastWordBattery(openStore));
  describe('records', () => recordsBattery(openStore));
});
