/**
 * The clock that wakes exactly what is due: windows of persons and companies, handoffs that wait. It looks at the next due
 * time often enough to follow a clock that is moved.
 */
import type { Clock } from '../clock.ts';

export type WakerParts = {
  clock: Clock;
  portalIds: () => Promise<number[]>;
  /** Wakes what is due in one portal; returns how much it woke. */
  wakeDue: (portalId: number, now: number) => Promise<number>;
  onError: (portalId: number, error: unknown) => void;
  /** How often to look, in monotonic milliseconds. */
  everyMs?: number;
};

export type Waker = { stop(): Promise<void>; runOnce(): Promise<number> };

export function startWaker({ clock, portalIds, wakeDue, onError, everyMs = 250 }: WakerParts): Waker {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<unknown> = Promise.resolve();

  async function runOnce(): Promise<number> {
    let woken = 0;
    for (const portalId of await portalIds()) {
      try {
        woken += await wakeDue(portalId, clock.now());
      } catch (error) {
        onError(portalId, error);
      }
    }
    return woken;
  }

  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      current = runOnce()
        .catch((error) => onError(0, error))
        .then(schedule);
    }, everyMs);
  }
  schedule();

  return {
    runOnce,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
