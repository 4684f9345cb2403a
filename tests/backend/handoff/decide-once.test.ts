/** What is decided is committed once, also where taking it up fails, and where nobody knows whether it was committed. */
import { createDecider } from '../../../backend/handoff/decider.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { handoffActs } from '../../support/handoff-acts.ts';
import { facts, now, portalState } from '../../support/handoffs.ts';

const portalId = 702;
let store: SqliteStore;
let errors: unknown[];
/** How many decisions each commit took. */
let commits: number[];
/** The answer to the first commit is lost. */
let isAnswerLost: boolean;
const { idOf, join, settle, openOf } = handoffActs(
  () => store,
  () => portalId,
);

beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  errors = [];
  commits = [];
  isAnswerLost = false;
  await join('sarah');
  await join('ben');
  await settle({ mode: 'direct' });
  await store.saveFacts(portalId, [{ personId: await idOf('sarah'), facts: facts() }], now);
});
afterEach(() => store.close());

const commitDecisions: SqliteStore['commitDecisions'] = async (...asked) => {
  const committed = await store.commitDecisions(...asked);
  commits.push(committed.committed);
  if (isAnswerLost && commits.length === 1) throw new Error('the answer was lost');
  return committed;
};

async function decideNow(step: () => { answer: null }): Promise<void> {
  const state = portalState({ mode: 'direct' });
  const decider = createDecider({
    store: { ...store, commitDecisions },
    memory: createPortalMemory(),
    states: { get: async () => ({ ...state, portal: { ...state.portal, portalId } }) } as never,
    earlierPlaybook: async () => null,
    takeUp: async () => step,
    clock: { now: () => now, plausibleNows: () => [now] },
    onDecided: () => {},
    onError: (_portalId, error) => errors.push(error),
  });
  await decider.decideNow(portalId);
  await decider.stop();
}

it('where the handoff cannot be taken up, without taking it up', async () => {
  await decideNow(() => {
    throw new Error('no owner');
  });
  expect([errors, commits]).toEqual([[], [1]]);
  expect(await openOf(await idOf('sarah'))).toHaveLength(1);
});

it('where its answer is lost, not a second time', async () => {
  isAnswerLost = true;
  await decideNow(() => ({ answer: null }));
  expect(commits).toEqual([1]);
  expect(errors).toMatchObject([{ message: 'the answer was lost' }]);
  expect(await openOf(await idOf('sarah'))).toHaveLength(1);
});
