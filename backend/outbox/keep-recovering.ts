/** Of several nodes one may end in the midst of its work: what it had claimed the others take up. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type RecoverStore, recoverEffects } from './recover-effects.ts';

export type RecoveringParts = {
  store: RecoverStore;
  portalIds: () => Promise<number[]>;
  clock: Clock;
  log: Logger;
  /** How often to look, in monotonic milliseconds. */
  everyMs?: number;
};

export function keepRecovering({ store, portalIds, clock, log, everyMs = 5_000 }: RecoveringParts): {
  stop(): Promise<void>;
} {
  let looking: Promise<void> | null = null;

  const timer = setInterval(() => {
    looking ??= portalIds()
      .then((ids) => recoverEffects(store, ids, clock, log))
      .catch((err) => log.error({ err }, 'effects of another node could not be taken up'))
      .finally(() => {
        looking = null;
      });
  }, everyMs);
  timer.unref();

  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
