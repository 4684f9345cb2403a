/** Rounds of decisions are gathered while calls keep coming, unless somebody waits for one. */
import { createDecider, type Decider } from '../../../backend/handoff/decider.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { event } from '../../support/events.ts';
import { portalState } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 701;
const longer = 60_000;
let store: SqliteStore;
let decider: Decider;
let decided: number;
let rounds: number;
/** Of so many, the first, what is stored cannot be read. */
let unreadable: number;

beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  decided = 0;
  rounds = 0;
  unreadable = 0;
  const state = portalState();
  decider = createDecider({
    store: { ...store, decisionInputs },
    memory: createPortalMemory(),
    states: { get: async () => ({ ...state, portal: { ...state.portal, portalId } }) } as never,
    earlierPlaybook: async () => null,
    clock: { now: () => Date.now(), plausibleNows: () => [Date.now()] },
    onDecided: (_portalId, _takeUp, decisions) => {
      decided += decisions.length;
      rounds += 1;
    },
    onError: (_portalId, error) => {
      if (unreadable === 0) throw error;
    },
    gatherMs: longer,
    roundsInHand: 2,
  });
});
afterEach(async () => {
  await decider.stop();
  await store.close();
});

const decisionInputs: SqliteStore['decisionInputs'] = async (...asked) =>
  (await store.decisionInputs(...asked)).map((input) =>
    input.person.personId <= unreadable ? { ...input, person: { ...input.person, usage: null as never } } : input,
  );
const act = (userId: string) =>
  store.acceptEvents(portalId, [[event({ userId, receivedAt: Date.now() })]], {
    timeZone: 'Europe/Berlin',
    playbook: acmePlaybook(),
  });
const untilDecided = (people: number) =>
  waitUntil(
    `${people} decisions`,
    async () => (decided === people ? { value: true } : { instead: `${decided}` }),
    5_000,
    5,
  );

const untilGathered = () => new Promise((resolve) => setTimeout(resolve, 50));

it('a few calls from outside are answered at once, and then they are gathered', async () => {
  await act('sarah');
  decider.wake(portalId);
  await untilDecided(1);
  await act('tom');
  decider.wake(portalId);
  await untilDecided(2);
  await act('lee');
  decider.wake(portalId);
  await untilGathered();
  expect(decided).toBe(2);
});

it('a call from outside does not wait for what is gathered of our own doing', async () => {
  await act('sarah');
  decider.wake(portalId, 'gathered');
  await untilDecided(1);
  await act('tom');
  decider.wake(portalId, 'gathered');
  await untilGathered();
  expect(decided).toBe(1);
  await act('lee');
  decider.wake(portalId);
  await untilDecided(3);
});

it('an urgent call ends the gathering, and decides everybody who was gathered', async () => {
  await act('sarah');
  decider.wake(portalId, 'gathered');
  await untilDecided(1);
  await act('tom');
  decider.wake(portalId, 'gathered');
  await act('lee');
  await untilGathered();
  expect(decided).toBe(1);
  decider.wake(portalId, 'now');
  await untilDecided(3);
});

it('decides about many in steps that let requests through, and about all of them', async () => {
  const people = 120;
  for (let index = 0; index < people; index += 1) await act(`user-${index}`);
  decider.wake(portalId);
  await untilDecided(people);
  expect(rounds).toBeGreaterThan(1);
});

it('whoever cannot be decided about does not hold up those behind them', async () => {
  for (let index = 0; index < 40; index += 1) await act(`user-${index}`);
  unreadable = 30;
  decider.wake(portalId);
  await untilDecided(10);
});

it('gathers again afterwards', async () => {
  await act('sarah');
  decider.wake(portalId, 'now');
  await untilDecided(1);
  await act('tom');
  decider.wake(portalId, 'gathered');
  await untilGathered();
  expect(decided).toBe(1);
});
