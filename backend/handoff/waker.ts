/**
 * The clock that wakes exactly what is due: windows of persons and companies, handoffs that wait. It looks at the next due
 * time often enough to follow a clock that is moved.
 */
import type { Clock } from '../clock.ts';
import { forEachPortal, type PortalTurns } from '../portals/for-each-portal.ts';

export type WakerParts = Pick<PortalTurns, 'memory' | 'portalIds' | 'log'> & {
  clock: Pick<Clock, 'now'>;
  /** Wakes what is due in one portal. */
  wakeDue: (portalId: number, now: number) => Promise<void>;
  /** How often to look, in monotonic milliseconds. */
  everyMs?: number;
};

export type Waker = { stop(): Promise<void> };

export function startWaker({ memory, portalIds, log, clock, wakeDue, everyMs = 250 }: WakerParts): Waker {
  const turn = (portalId: number) => wakeDue(portalId, clock.now());
  return forEachPortal({ what: 'waking what is due', memory, portalIds, turn, log, everyMs });
}
