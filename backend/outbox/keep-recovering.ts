/** Of several nodes one may end in the midst of its work: what it had claimed the others take up. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { forEachPortal } from '../portals/for-each-portal.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import { type RecoverStore, recoverEffects } from './recover-effects.ts';

export type RecoveringParts = {
  store: RecoverStore;
  memory: PortalMemory;
  portalIds: () => Promise<number[]>;
  clock: Clock;
  log: Logger;
  /** How often to look, in monotonic milliseconds. */
  everyMs?: number;
};

export function keepRecovering({ store, memory, portalIds, clock, log, everyMs = 5_000 }: RecoveringParts): {
  stop(): Promise<void>;
} {
  return forEachPortal({
    what: 'taking up effects of another node',
    memory,
    portalIds,
    turn: (portalId) => recoverEffects(store, [portalId], clock, log),
    log,
    everyMs,
  });
}
