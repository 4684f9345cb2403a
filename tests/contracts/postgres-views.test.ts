import { openPostgresStore, type PostgresStore } from '../../backend/store/postgres/open.ts';
import { event } from '../support/events.ts';
import { facts, now } from '../support/handoffs.ts';
import { acmePlaybook } from '../support/playbooks.ts';
import { createTestDatabase, lookInto } from '../support/postgres.ts';
import { reportBattery } from './report-battery.ts';
import { settingsBattery } from './settings-battery.ts';
import { unconfirmedBattery } from './unconfirmed-battery.ts';
import { valuesBattery } from './values-battery.ts';
import { watchBattery } from './watch-battery.ts';

let url: string;
let store: PostgresStore;
let looking: ReturnType<typeof lookInto>;
beforeAll(async () => {
  url = await createTestDatabase();
  store = await openPostgresStore(url, { leaseMs: 0 });
  looking = lookInto(url);
}, 60_000);
afterAll(async () => {
  await looking?.end();
  await store?.close();
});

const openStore = async () => store;

describe('PostgreSQL', () => {
  describe('reports', () => reportBattery(openStore));
  describe('settings', () => settingsBattery(openStore, (sql) => looking.ask(sql)));
  describe('values that changed', () => valuesBattery(openStore));
  describe('what is unconfirmed', () => unconfirmedBattery(openStore));
  describe('watching', () => watchBattery(openStore));

  describe('with several nodes', () => {
    let nodes: PostgresStore[];
    beforeAll(async () => {
      nodes = await Promise.all([1, 2, 3].map(() => openPostgresStore(url)));
    }, 60_000);
    afterAll(() => Promise.all(nodes.map((node) => node.close())));

    it('a request is begun by one of those that are asked at the same time', async () => {
      const entry = { requestId: 'request-1', author: 'ops@acme.test', deed: 'go live', detail: '' } as const;
      const begun = await Promise.all([...nodes, ...nodes].map((node) => node.beginAudit(1, entry, now)));
      expect(begun.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(begun.map(({ entry: { auditId } }) => auditId))).toEqual(new Set([1]));
      expect(await store.auditEntries(1, { limit: 9 })).toHaveLength(1);
    }, 30_000);

    it('the same hours are told by all without anybody having to wait for ever', async () => {
      const arrivals = Array.from({ length: 50 }, (_, index) => ({ name: `Event ${index}`, hourStart: index }));
      const told = nodes.flatMap((node) => [
        node.noteArrivals(1, arrivals, 1_000),
        node.noteArrivals(1, arrivals.toReversed(), 1_000),
      ]);
      await Promise.all(told);
      const names = arrivals.map(({ name }) => name);
      expect([...(await store.arrivalHours(1, names)).values()].flat()).toEqual(names.map((_, index) => index));
    }, 30_000);

    it('of two who read the same person anew, one is kept', async () => {
      await store.acceptEvents(1, [[event({ receivedAt: now })]], { playbook: acmePlaybook(), timeZone: 'UTC' });
      await store.saveFacts(1, [{ personId: 1, facts: facts() }], now);
      const anew = (node: PostgresStore, index: number) => {
        const about = { personId: 1, factsAt: now + 1 + index, basedOn: now };
        return node.refreshFacts(1, [{ ...about, facts: facts({ lifecycleStage: 'customer' }) }], now);
      };
      expect((await Promise.all(nodes.map(anew))).sort()).toEqual([0, 0, 1]);
    }, 30_000);
  });
});
