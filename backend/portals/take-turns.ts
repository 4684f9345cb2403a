/** Work on the same portal, one after the other, in the order in which it was asked for. */
export type InTurn = <Answer>(portalId: number, work: () => Promise<Answer>) => Promise<Answer>;

/** Whatever became of the work before does not matter to what comes after it. */
export type Turns = { inTurn: InTurn /** Resolves when nothing is under way any more. */; ended(): Promise<void> };

export function takeTurns(): Turns {
  const last = new Map<number, Promise<unknown>>();
  return {
    inTurn(portalId, work) {
      const turn = (last.get(portalId) ?? Promise.resolve()).then(work, work);
      last.set(
        portalId,
        turn.catch(() => undefined),
      );
      return turn;
    },
    async ended() {
      await Promise.all(last.values());
    },
  };
}
