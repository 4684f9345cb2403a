import { forEachPortal, type PortalRounds, type PortalTurns } from '../../../backend/portals/for-each-portal.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';

let rounds: PortalRounds | null = null;
let begun: number[];
let logged: [fields: object, words?: string][];
/** Of the portals whose turn is not to end yet. */
let held: Map<number, () => void>;
afterEach(async () => {
  for (const end of held.values()) end();
  await rounds?.stop();
  rounds = null;
});
beforeEach(() => {
  [begun, logged, held] = [[], [], new Map()];
});

const ids = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const hold = (portalId: number) => new Promise<void>((resolve) => held.set(portalId, resolve));
const times = (portalId: number) => begun.filter((id) => id === portalId).length;

function start(parts: Pick<PortalTurns, 'turn'> & Partial<PortalTurns>): PortalRounds {
  rounds = forEachPortal({
    what: 'a look',
    memory: createPortalMemory(),
    portalIds: () => ids(2),
    log: { error: (fields: object, words?: string) => void logged.push([fields, words]) },
    everyMs: 1,
    ...parts,
    turn: (portalId, stopping) => {
      begun.push(portalId);
      return parts.turn(portalId, stopping);
    },
  });
  return rounds;
}

const untilBegun = (portalId: number, count: number) =>
  waitUntil<true>(
    `portal ${portalId} to have had ${count} turns`,
    () => (times(portalId) >= count ? { value: true } : { instead: String(times(portalId)) }),
    10_000,
    1,
  );

it('a portal that takes long keeps no other from its turns, and has one at a time itself', async () => {
  start({ turn: (portalId) => (portalId === 1 ? hold(1) : Promise.resolve()) });
  await untilBegun(2, 5);
  expect(times(1)).toBe(1);
  held.get(1)!();
  await untilBegun(1, 2);
});

it('what one throws is logged with the portal, and the others have their turns', async () => {
  const failure = new Error('nonsense');
  start({
    turn: async (portalId) => {
      if (portalId === 1) throw failure;
    },
  });
  await untilBegun(2, 2);
  await untilBegun(1, 2);
  expect(logged[0]).toEqual([{ portalId: 1, err: failure }, 'a look failed']);
});

it('begins no more at once than it may, until those that take long have given up their places', async () => {
  const placeMs = 60;
  const began = performance.now();
  start({ portalIds: () => ids(9), turn: hold, atOnce: 3, placeMs });
  await untilBegun(3, 1);
  expect(begun).toEqual([1, 2, 3]);
  await untilBegun(9, 1);
  // Twice three have given up theirs.
  expect(performance.now() - began).toBeGreaterThan(1.9 * placeMs);
});

it('goes on when it cannot be told which portals there are', async () => {
  let asked = 0;
  start({
    portalIds: async () => {
      asked += 1;
      if (asked === 1) throw new Error('the database is away');
      return [1];
    },
    turn: async () => {},
  });
  await untilBegun(1, 1);
  expect(logged).toEqual([[{ err: new Error('the database is away') }, 'a look failed']]);
});

it('stops: who is under way is told and waited for, who waits for a place does not begin', async () => {
  let isTold = false;
  const { stop } = start({
    portalIds: () => ids(5),
    atOnce: 1,
    placeMs: 60_000,
    turn: (_portalId, stopping) =>
      new Promise((resolve) => {
        stopping.addEventListener('abort', () => {
          isTold = true;
          setTimeout(resolve, 20);
        });
      }),
  });
  await untilBegun(1, 1);
  await stop();
  expect([isTold, begun]).toEqual([true, [1]]);
});

it('an account that is erased is waited for', async () => {
  const memory = createPortalMemory();
  start({ memory, turn: hold, portalIds: () => (begun.length === 0 ? [1] : []) });
  await untilBegun(1, 1);
  let hasEnded = false;
  const ended = memory.end(1).then(() => {
    hasEnded = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([hasEnded, memory.holding(1)]).toEqual([false, ['a look']]);
  held.get(1)!();
  await ended;
  expect(memory.holding(1)).toEqual([]);
});
