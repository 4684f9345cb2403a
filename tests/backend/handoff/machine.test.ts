/**
 * Whatever happens to a handoff, in any order, again, late or at once: the program and the issue's own words of it agree.
 * A failure prints the seed, and the shortest story that leads to it; `replayPath` in it makes exactly that story happen again.
 * STORIES=3000 tells more of them.
 */
import fc from 'fast-check';
import { type Handoff, isOpen } from '../../../backend/handoff/handoff.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { dayMs } from '../../support/handoffs.ts';
import { happenings, runOut } from './machine/commands.ts';
import { type Model, see } from './machine/model.ts';
import { type Setting, World } from './machine/world.ts';

const stories = Number(process.env.STORIES ?? 150);

let store: SqliteStore;
let portalId = 40_000;
beforeAll(async () => {
  store = await openSqliteStore(':memory:');
});
afterAll(() => store.close());

const settings: fc.Arbitrary<Setting> = fc.record({
  mode: fc.constantFrom('workflow', 'direct'),
  isReviewed: fc.boolean(),
  whenOverdue: fc.constantFrom('tell the manager', 'reassign'),
  mostReassignments: fc.integer({ min: 0, max: 2 }),
});

async function begin(setting: Setting): Promise<{ model: Model; real: World }> {
  portalId += 1;
  const real = new World(store, portalId, setting);
  await real.begin();
  const seen = see(await real.handoff());
  const isTaken = setting.mode === 'direct' && !setting.isReviewed;
  expect(seen.status).toBe(setting.isReviewed ? 'in_review' : isTaken ? 'assigned' : 'waiting');
  const model: Model = {
    ...seen,
    setting,
    now: real.now,
    isCalled: false,
    setByUs: true,
    handedOffAt: isTaken ? real.now : null,
    activeAt: null,
    undoUntil: null,
    ended: null,
    known: structuredClone(real.hubspot),
    hubspot: real.hubspot,
    areOwnersActive: true,
    callbacks: new Set(),
  };
  return { model, real };
}

it(
  'any story of a handoff is one that the issue allows, and comes to rest when nobody does anything more',
  async () => {
    await fc.assert(
      fc.asyncProperty(settings, fc.commands(happenings, { maxCommands: 60, size: 'max' }), async (setting, story) => {
        const { model, real } = await begin(setting);
        await fc.asyncModelRun(() => ({ model, real }), story);
        await runOut(model, real, 40 * dayMs);
        expectAtRest(await real.handoff(), real.hubspot.hasOpenDeal);
      }),
      { numRuns: stories },
    );
  },
  300_000 + 200 * stories,
);

/** Forty days after anybody did anything it is over, or waits for somebody who was told, or for the deal. */
function expectAtRest(handoff: Handoff, hasOpenDeal: boolean): void {
  const { status, owner, question, clock, review, heldSince, firstCallAt, origin } = handoff;
  switch (status) {
    case 'waiting':
      expect([origin, firstCallAt === null || owner === null]).toEqual(['workflow', true]);
      return;
    case 'in_review':
      expect(review?.escalatedAt).not.toBeNull();
      return;
    case 'engaged':
      expect(owner === null || question !== null || hasOpenDeal).toBe(true);
      return;
    case 'return_due':
      return;
    default:
      // One that was only told in a channel waits for somebody to claim it.
      if (isOpen(status)) {
        expect([status, hasOpenDeal, heldSince]).toEqual([status, true, null]);
        expect(owner === null || clock?.done === 'further').toBe(true);
      }
  }
}
