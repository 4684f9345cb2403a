/** Work on the same portal, one after the other, in the order in which it was asked for. */
import type { PortalMemory } from './portal-memory.ts';

export type InTurn = <Answer>(portalId: number, work: () => Promise<Answer>) => Promise<Answer>;

/** Whatever became of the work before does not matter to what comes after it. */
export type Turns = { inTurn: InTurn /** Resolves when nothing is under way any more. */; ended(): Promise<void> };

/** `what` is done in turn, in words. */
export function takeTurns(memory: PortalMemory, what: string): Turns {
  const last = memory.work<number>(what);
  return {
    inTurn(portalId, work) {
      const turn = (last.get(portalId) ?? Promise.resolve()).then(work);
      const ended: Promise<void> = turn.then(end, end);
      function end(): void {
        if (last.get(portalId) === ended) last.delete(portalId);
      }
      last.set(portalId, ended);
      return turn;
    },
    async ended() {
      await Promise.all(last.values());
    },
  };
}
