import { postgresStore } from '../support/postgres-store.ts';
import { ingestBattery } from './ingest-battery.ts';
import { outboxBattery } from './outbox-battery.ts';
import { portalBattery } from './portal-battery.ts';
import { compareInterleaved } from './rebuild-interleaved.ts';
import { restBattery } from './rest-battery.ts';
import { compareRebuilds, compareStreams } from './usage-property.ts';

const openStore = postgresStore();

describe('PostgreSQL', () => {
  describe('portals', () => portalBattery(openStore));
  describe('events', () => ingestBattery(openStore));
  describe('effects', () => {
    outboxBattery(openStore);
    restBattery(openStore);
  });

  it('folds any stream of events into the usage that the plain fold finds', async () => {
    await compareStreams(await openStore(), 200_000, 60);
  }, 60_000);

  it('finds the same usage when it is rebuilt from the raw events', async () => {
    await compareRebuilds(await openStore(), 300_000, 15);
  }, 60_000);

  it('finds the same usage whatever is accepted during a rebuild, and after one that was broken off', async () => {
    await compareInterleaved(await openStore(), 400_000, 15);
  }, 60_000);
});
