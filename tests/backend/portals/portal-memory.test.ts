import fc from 'fast-check';
import { createPortalMemory, type PortalKey } from '../../../backend/portals/portal-memory.ts';

const portal = fc.integer({ min: 1, max: 1_200 });
const kept = fc.array(fc.record({ portalId: portal, what: fc.constantFrom('lane', '7', '1 7', '') }), {
  maxLength: 40,
});

it('forgets everything of the portal, whatever it is kept by, and nothing of any other', () => {
  fc.assert(
    fc.property(kept, portal, (all, erased) => {
      const memory = createPortalMemory();
      const byPortal = memory.map<number, string>('values');
      const seen = memory.set<number>('seen');
      const byKey = memory.map<PortalKey, string>('values by more');
      const seenBy = memory.set<PortalKey>('seen by more');
      for (const { portalId, what } of all) {
        byPortal.set(portalId, what);
        seen.add(portalId);
        byKey.set(`${portalId} ${what}`, what);
        seenBy.add(`${portalId} ${what}`);
      }
      const others = all.filter(({ portalId }) => portalId !== erased);
      memory.forget(erased);
      const ids = new Set(others.map(({ portalId }) => portalId));
      const keys = new Set(others.map(({ portalId, what }): PortalKey => `${portalId} ${what}`));
      expect([new Set(byPortal.keys()), seen, new Set(byKey.keys()), seenBy]).toEqual([ids, ids, keys, keys]);
      expect(memory.holding(erased)).toEqual([]);
      const names = ['values', 'seen', 'values by more', 'seen by more'];
      for (const id of ids) expect(memory.holding(id)).toEqual(names);
    }),
  );
});

it('tells and forgets what is kept in another form', () => {
  const memory = createPortalMemory();
  const mine = new Set(['4711', '4712']);
  memory.keep('others', {
    holds: (portalId) => mine.has(String(portalId)),
    forget: (portalId) => void mine.delete(String(portalId)),
  });
  expect(memory.holding(4711)).toEqual(['others']);
  memory.forget(4711);
  expect([memory.holding(4711), [...mine]]).toEqual([[], ['4712']]);
});

describe('the end of a portal', () => {
  it('waits for its work, also for what begins out of it, fails, or is never taken out; not for others’', async () => {
    const memory = createPortalMemory();
    const running = memory.work<number>('rounds');
    const lanes = memory.work<PortalKey>('lanes');
    const first = Promise.withResolvers<void>();
    const second = Promise.withResolvers<void>();
    running.set(
      1,
      first.promise.then(() => void lanes.set('1 slack', second.promise)),
    );
    running.set(2, new Promise(() => {}));
    let isOver = false;
    const over = memory.end(1).then(() => {
      isOver = true;
    });
    await settle();
    expect(isOver).toBe(false);
    first.resolve();
    await settle();
    expect([isOver, memory.holding(1)]).toEqual([false, ['lanes']]);
    second.reject(new Error('it failed'));
    await over;
    expect([memory.holding(1), memory.holding(2)]).toEqual([[], ['rounds']]);
  });

  it('stops what can be stopped first', async () => {
    const memory = createPortalMemory();
    const running = memory.work<number>('jobs');
    const job = Promise.withResolvers<void>();
    running.set(1, job.promise);
    memory.onEnd((portalId) => (portalId === 1 ? job.resolve() : undefined));
    await memory.end(1);
  });
});

const settle = () => new Promise((resolve) => setImmediate(resolve));
