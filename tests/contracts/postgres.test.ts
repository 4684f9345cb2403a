import { openPostgresStore, type PostgresStore } from '../../backend/store/postgres/open.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { handoffBattery } from './handoff-battery.ts';
import { ingestBattery } from './ingest-battery.ts';
import { outboxBattery } from './outbox-battery.ts';
import { portalBattery } from './portal-battery.ts';
import { receiptsBattery } from './receipts-battery.ts';
import { uniteCompaniesBattery } from './unite-companies-battery.ts';
import { unitePersonsBattery } from './unite-persons-battery.ts';
import { compareRebuilds, compareStreams } from './usage-property.ts';

let store: PostgresStore;

/** No lease outlives its claim, so that a restart finds everything at once, as it does on SQLite. */
beforeAll(async () => {
  store = await openPostgresStore(await createTestDatabase(), { leaseMs: 0 });
}, 60_000);
afterAll(() => store?.close());

const openStore = async () => store;

describe('PostgreSQL', () => {
  describe('portals', () => portalBattery(openStore));
  describe('events', () => ingestBattery(openStore));
  describe('effects', () => outboxBattery(openStore));
  describe('handoffs', () => handoffBattery(openStore));
  describe('receipts and erasure', () => receiptsBattery(openStore));
  describe('people who are one contact', () => unitePersonsBattery(openStore));
  describe('companies that are one company', () => uniteCompaniesBattery(openStore));

  it('folds any stream of events into the usage that the plain fold finds', async () => {
    await compareStreams(store, 200_000, 60);
  }, 60_000);

  it('finds the same usage when it is rebuilt from the raw events', async () => {
    await compareRebuilds(store, 300_000, 15);
  }, 60_000);
});
