import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { ingestBattery } from './ingest-battery.ts';
import { outboxBattery } from './outbox-battery.ts';
import { portalBattery } from './portal-battery.ts';
import { restBattery } from './rest-battery.ts';

const opened: SqliteStore[] = [];

async function openStore(): Promise<SqliteStore> {
  const store = await openSqliteStore(':memory:');
  opened.push(store);
  return store;
}

afterAll(async () => {
  for (const store of opened) await store.close();
});

describe('SQLite', () => {
  describe('portals', () => portalBattery(openStore));
  describe('events', () => ingestBattery(openStore));
  describe('effects', () => {
    outboxBattery(openStore);
    restBattery(openStore);
  });
});
