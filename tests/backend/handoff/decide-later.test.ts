/** Whom a backfill alone changed: on a real database, with nobody else in the way and with somebody always there. */
import { createDecider, type Decider } from '../../../backend/handoff/decider.ts';
import type { Decision } from '../../../backend/handoff/decision.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import type { DecisionLine } from '../../../backend/store/handoff-store.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { event } from '../../support/events.ts';
import { portalState } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const rules = { timeZone: 'Europe/Berlin', playbook: acmePlaybook() };
const order = { key: 'k', fileKey: 'f', name: 'past.csv' };
let store: SqliteStore;
let decider: Decider;
let portalId = 700;
let decided: { line: DecisionLine; decisions: readonly Decision[] }[];
let errors: unknown[];

beforeAll(async () => {
  store = await openSqliteStore(':memory:');
});
afterAll(() => store.close());
beforeEach(() => {
  portalId += 1;
  decided = [];
  errors = [];
  const state = portalState();
  decider = createDecider({
    store,
    memory: createPortalMemory(),
    states: { get: async (asked: number) => ({ ...state, portal: { ...state.portal, portalId: asked } }) } as never,
    earlierPlaybook: async () => null,
    clock: { now: () => Date.now(), plausibleNows: () => [Date.now()] },
    onDecided: (_portalId, _takeUp, decisions, line) => decided.push({ line, decisions }),
    onError: (_portalId, error) => errors.push(error),
    gatherMs: 5,
    backfillPatienceMs: 300,
  });
});
afterEach(async () => {
  await decider.stop();
  expect(errors).toEqual([]);
});

const past = (userId: string) =>
  event({ userId, source: 'backfill', receivedAt: Date.now(), eventAt: Date.now() - 1e8 });
const live = (userId: string) => event({ userId, receivedAt: Date.now(), eventAt: Date.now() });
const load = (people: number) =>
  store.acceptEvents(portalId, [Array.from({ length: people }, (_, index) => past(`past-${index}`))], rules);
const decidedIn = (line: DecisionLine) =>
  decided.filter((one) => one.line === line).reduce((sum, { decisions }) => sum + decisions.length, 0);
const waiting = async () => (await store.historyFigures(portalId, 1_000)).toDecide;

it('is decided once nothing comes in any more, in steps', async () => {
  await load(60);
  decider.wake(portalId);
  await decider.settled();
  expect([decidedIn('later'), decidedIn('soon'), await waiting()]).toEqual([60, 0, 0]);
  expect(decided.length).toBeGreaterThan(2);
});

it('waits while a file is being loaded, and no longer than its patience when nobody goes on loading it', async () => {
  await load(10);
  await store.beginBackfill(portalId, order, false, Date.now());
  decider.wake(portalId);
  await decider.settled();
  expect(await waiting()).toBe(10);
  await waitUntil(
    'the patience to be over',
    async () => {
      decider.wake(portalId);
      await decider.settled();
      return (await waiting()) === 0 ? { value: true } : { instead: `${await waiting()} waiting` };
    },
    10_000,
    50,
  );
});

it('is decided at once when the file is through', async () => {
  await store.beginBackfill(portalId, order, false, Date.now());
  await load(10);
  await store.endBackfill(portalId, order.key, Date.now());
  decider.wake(portalId);
  await decider.settled();
  expect(await waiting()).toBe(0);
});

it('is decided too while live events never stop', async () => {
  await load(40);
  const until = performance.now() + 10_000;
  for (let turn = 0; (await waiting()) > 0 && performance.now() < until; turn += 1) {
    await store.acceptEvents(portalId, [[live(`live-${turn}`)]], rules);
    decider.wake(portalId);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(await waiting()).toBe(0);
  expect(decidedIn('soon')).toBeGreaterThan(0);
});

it('leaves a portal whose people wait to its own turn', async () => {
  await load(40);
  const [first, second] = [portalId, portalId + 400];
  await store.acceptEvents(second, [[past('somebody')]], rules);
  decider.wake(first);
  decider.wake(second);
  await decider.settled();
  const order = decided.map(({ decisions }) => decisions.length);
  expect(await waiting()).toBe(0);
  expect((await store.historyFigures(second, 10)).toDecide).toBe(0);
  // The one person of the second portal did not wait for all forty of the first.
  expect(order.slice(0, 3)).toContain(1);
});
