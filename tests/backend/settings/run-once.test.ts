import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { createRunOnce, type Done } from '../../../backend/settings/run-once.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';

const portalId = 7;
const clock = { now: () => 1_000, plausibleNows: () => [1_000] };
const entry = {
  requestId: 'request-1',
  author: 'ops@acme.test',
  deed: 'make write key',
  detail: 'for servers',
} as const;
type Answer = { status: 'done'; secret: string | null } | { status: 'refused'; reason: string };

let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
});
afterEach(() => store.close());

const done = (secret: string): Done<Answer> => ({
  answer: { status: 'done', secret },
  outcome: 'done',
  kept: { status: 'done', secret: null },
});

it('a write asked for twice at once is done once, and both have its answer', async () => {
  const once = createRunOnce({ store, memory: createPortalMemory(), clock });
  let times = 0;
  const work = async () => {
    times += 1;
    return done(`secret ${times}`);
  };
  const answers = await Promise.all([once.run(portalId, entry, work), once.run(portalId, entry, work)]);
  expect(answers).toEqual([
    { status: 'done', secret: 'secret 1' },
    { status: 'done', secret: 'secret 1' },
  ]);
});

it('after a restart the answer is given as it was kept, and nothing is done', async () => {
  await createRunOnce({ store, memory: createPortalMemory(), clock }).run(portalId, entry, async () => done('secret'));
  const later = createRunOnce({ store, memory: createPortalMemory(), clock });
  const answer = await later.run(portalId, entry, async () => {
    throw new Error('done a second time');
  });
  expect(answer).toEqual({ status: 'done', secret: null });
});

it('what was begun before a crash is not done again: nobody knows whether it ended', async () => {
  await store.beginAudit(portalId, entry, 500);
  const answer = await createRunOnce({ store, memory: createPortalMemory(), clock }).run(portalId, entry, async () =>
    done('secret'),
  );
  expect(answer).toEqual({ status: 'refused', reason: expect.stringContaining('nobody knows whether it ended') });
  expect((await store.auditEntries(portalId, { limit: 5 }))[0]?.ended).toBeNull();
});

describe('a request id of another write', () => {
  it.each([
    ['by somebody else', { author: 'tom@acme.test' }],
    ['of another kind', { deed: 'revoke write key' }],
    ['of other words', { detail: 'for browsers' }],
  ] as const)('%s does nothing, and is told no secret, also after a restart', async (_which, other) => {
    const once = createRunOnce({ store, memory: createPortalMemory(), clock });
    await once.run(portalId, entry, async () => done('secret'));
    const refused = { status: 'refused', reason: 'This request id was used for something else' };
    const fails = async () => {
      throw new Error('done all the same');
    };
    expect(await once.run(portalId, { ...entry, ...other }, fails)).toEqual(refused);
    expect(
      await createRunOnce({ store, memory: createPortalMemory(), clock }).run(portalId, { ...entry, ...other }, fails),
    ).toEqual(refused);
  });
});

it('a wrong request that comes first after a restart takes nothing from the right one', async () => {
  await createRunOnce({ store, memory: createPortalMemory(), clock }).run(portalId, entry, async () => done('secret'));
  const restarted = createRunOnce({ store, memory: createPortalMemory(), clock });
  await restarted.run(portalId, { ...entry, detail: 'for browsers' }, async () => done('x'));
  expect(await restarted.run(portalId, entry, async () => done('x'))).toEqual({ status: 'done', secret: null });
});

it('the same id in another portal is another write', async () => {
  const once = createRunOnce({ store, memory: createPortalMemory(), clock });
  await once.run(portalId, entry, async () => done('one'));
  expect(await once.run(8, entry, async () => done('other'))).toEqual({ status: 'done', secret: 'other' });
});

it('long work goes on, tells how far it is, and has ended when it is asked for again', async () => {
  const once = createRunOnce({ store, memory: createPortalMemory(), clock }, 0);
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = async (report: (words: string) => void) => {
    report('Step 2 of 3');
    await promise;
    return done('secret');
  };
  expect(await once.run(portalId, entry, work)).toEqual({ status: 'still working', words: 'Step 2 of 3' });
  expect(once.isRunning(portalId, entry.requestId)).toBe(true);
  resolve();
  await once.ended();
  expect(await once.run(portalId, entry, work)).toEqual({ status: 'done', secret: 'secret' });
  expect(once.isRunning(portalId, entry.requestId)).toBe(false);
});

it('work that fails without anybody expecting it is written down as failed, and not tried again by itself', async () => {
  const once = createRunOnce({ store, memory: createPortalMemory(), clock });
  const failing = async (): Promise<Done<Answer>> => {
    throw new Error('no such table');
  };
  await expect(once.run(portalId, entry, failing)).rejects.toThrow('no such table');
  const later = createRunOnce({ store, memory: createPortalMemory(), clock });
  expect(await later.run(portalId, entry, async () => done('x'))).toEqual({
    status: 'refused',
    reason: 'Something went wrong on our side',
  });
  expect((await store.auditEntries(portalId, { limit: 5 }))[0]?.ended?.outcome).toBe('failed');
});
