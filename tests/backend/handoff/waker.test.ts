import { startWaker, type Waker } from '../../../backend/handoff/waker.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';

let waker: Waker;

it('wakes what is due in one portal while it takes long in another, or fails in a third', async () => {
  let end = () => {};
  const slow = new Promise<void>((resolve) => {
    end = resolve;
  });
  const woken: [portalId: number, now: number][] = [];
  const logged: unknown[] = [];
  let now = 1_000;
  waker = startWaker({
    memory: createPortalMemory(),
    clock: { now: () => now },
    portalIds: async () => [1, 2, 3],
    log: { error: (fields: object) => void logged.push(fields) },
    async wakeDue(portalId, at) {
      woken.push([portalId, at]);
      if (portalId === 1) await slow;
      if (portalId === 2) throw new Error('locked');
    },
    everyMs: 5,
  });
  const untilWoken = (at: number) =>
    waitUntil<true>(
      'portal 3 to be woken',
      () => (woken.some(([id, when]) => id === 3 && when === at) ? { value: true } : { instead: String(woken) }),
      5_000,
      2,
    );
  await untilWoken(1_000);
  now = 2_000;
  await untilWoken(2_000);
  expect(woken.filter(([portalId]) => portalId === 1)).toEqual([[1, 1_000]]);
  expect(logged[0]).toEqual({ portalId: 2, err: new Error('locked') });
  end();
  await waker.stop();
});
