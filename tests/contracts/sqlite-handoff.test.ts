import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { decidingBattery } from './deciding-battery.ts';
import { handoffBattery } from './handoff-battery.ts';
import { lastWordBattery } from './last-word-battery.ts';
import { recordsBattery } from './records-battery.ts';

const opened: SqliteStore[] = [];
const openStore = async () => {
  const store = await openSqliteStore(':memory:');
  opened.push(store);
  return store;
};
afterAll(() => Promise.all(opened.map((store) => store.close())));

describe('SQLite', () => {
  describe('deciding', () => decidingBattery(openStore));
  handoffBattery(openStore);
  describe('who has several handoffs', () => lastWordBattery(openStore));
  describe('records', () => recordsBattery(openStore));
});
