/**
 * Decides about those whom a backfill alone changed: in small steps with pauses, so that whoever waits for the thread waits
 * little, a step for each portal in turn. Not while files of the portal are still coming in: half a history decides wrongly.
 */
import { setTimeout } from 'node:timers/promises';
import { giveWay } from '../backfill/give-way.ts';
import { nextSize } from '../backfill/step-size.ts';
import { type PortalMemory, track } from '../portals/portal-memory.ts';

export type LaterParts = {
  memory: Pick<PortalMemory, 'set' | 'work'>;
  /** Decides about at most so many: how many there were, and about how many it could. */
  round: (portalId: number, limit: number) => Promise<{ found: number; decided: number }>;
  /** Asked often, and for nearly every portal there is nobody. */
  isAnybodyWaiting: (portalId: number) => Promise<boolean>;
  isBackfilling: (portalId: number) => Promise<boolean>;
  /** Something live is being accepted or decided. */
  isLiveBusy: () => boolean;
  onError: (portalId: number, error: unknown) => void;
};

export type Later = {
  /** Returns at once. */
  wake(portalId: number): void;
  settled(): Promise<void>;
  stop(): Promise<void>;
};

/** `aimMs`: what a step may hold the thread for. */
const steps = { aimMs: 4, fewest: 4, most: 100 };
/** Then the thread is left alone for so many times what the step took. */
const pauseFactor = 2;

export function createLater(parts: LaterParts): Later {
  const { memory, round, isAnybodyWaiting, isBackfilling, isLiveBusy, onError } = parts;
  const waiting = memory.set<number>('to be decided after everybody else');
  const stepping = memory.work<number>('decisions after everybody else');
  const stopping = new AbortController();
  let running: Promise<void> | null = null;
  let size = steps.fewest;

  async function run(): Promise<void> {
    while (waiting.size > 0 && !stopping.signal.aborted) {
      for (const portalId of [...waiting]) {
        const stepped = step(portalId).catch((error) => {
          onError(portalId, error);
          return true;
        });
        track(stepping, portalId, stepped);
        const isOver = await stepped;
        if (isOver) waiting.delete(portalId);
        if (stopping.signal.aborted) return;
      }
    }
  }

  /** Whether nobody is left who can be decided about now. */
  async function step(portalId: number): Promise<boolean> {
    if (!(await isAnybodyWaiting(portalId)) || (await isBackfilling(portalId))) return true;
    await giveWay(isLiveBusy, stopping.signal);
    const began = performance.now();
    const limit = size;
    const { found, decided } = await round(portalId, limit);
    const took = performance.now() - began;
    if (found < limit && decided === 0) return true;
    // Who cannot be decided about stays in front: the others are behind them.
    if (decided === 0) {
      if (limit >= steps.most) return true;
      size = Math.min(steps.most, limit * 2);
    } else if (found === limit) size = nextSize(limit, took, steps);
    const pause = Math.max(1, took * pauseFactor);
    await setTimeout(pause, undefined, { signal: stopping.signal }).catch(ignoreStop);
    return false;
  }

  return {
    wake(portalId) {
      if (stopping.signal.aborted) return;
      waiting.add(portalId);
      running ??= run().finally(() => {
        running = null;
      });
    },
    async settled() {
      while (running !== null) await running;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

function ignoreStop(): void {}
