/**
 * Decides about everybody marked dirty, in batches, one batch at a time per portal. Called whenever events were accepted,
 * facts were read or the clock woke somebody; calls that come while it works are coalesced into one more round. While calls
 * keep coming, rounds that would be small are gathered into larger ones, because each round costs a commit. A few calls from
 * outside are answered at once all the same, and always one because of facts that a crossing waited for. Whom a backfill alone
 * changed is decided beside them; see decide-later.ts.
 */
import { nextSize } from '../backfill/step-size.ts';
import type { Clock } from '../clock.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { PortalState, PortalStates } from '../portals/portal-state.ts';
import type { BackfillStore } from '../store/backfill-store.ts';
import { type DecisionLine, type HandoffStore, TakeUpError } from '../store/handoff-store.ts';
import { RulesChangedError } from '../store/store.ts';
import { type DecideBatch, decideBatch } from './decide-batch.ts';
import { createLater } from './decide-later.ts';
import type { Decision } from './decision.ts';
import type { HandoffStep } from './handoff-change.ts';

/**
 * 'now': waits for no others to be decided with. 'soon': something came from outside; nor does it, unless much comes. 'gathered':
 * what we did ourselves left something to decide, and nobody waits for it.
 */
export type Haste = 'now' | 'soon' | 'gathered';

export type Decider = {
  /** Whether somebody is being decided about who does not wait behind everybody else. */
  isBusy(): boolean;
  /** Asks for a round; returns at once. */
  wake(portalId: number, haste?: Haste): void;
  /** A round 'now'; resolves when it is over, whatever came of it. */
  decideNow(portalId: number): Promise<void>;
  /** Resolves when nobody is dirty and no round runs. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

type DeciderParts = {
  store: Pick<HandoffStore, 'decisionInputs' | 'commitDecisions'> & Pick<BackfillStore, 'isBackfilling'>;
  states: PortalStates;
  memory: PortalMemory;
  earlierPlaybook: DecideBatch['earlierPlaybook'];
  /** What takes up a handoff in the commit that opens it; null: somebody else comes first. */
  takeUp?: (state: PortalState, now: number) => Promise<HandoffStep<null> | null>;
  clock: Clock;
  /** Called with the handoffs to be taken up now, after the commit. */
  onDecided: (portalId: number, takeUp: number[], decisions: readonly Decision[], line: DecisionLine) => void;
  onError: (portalId: number, error: unknown) => void;
  batchSize?: number;
  /** Between the beginnings of two rounds that do not fill a batch, in monotonic milliseconds. */
  gatherMs?: number;
  /** How many rounds that waited for nobody may follow one another; a new one comes every `gatherMs`. */
  roundsInHand?: number;
  /** Whether anything else is under way that somebody waits for. */
  isBusyOtherwise?: () => boolean;
  /** A file that has not moved for so long is taken for one that nobody loads any more. */
  backfillPatienceMs?: number;
};

/** How long the thread is held to read and decide before requests are let through; committing takes about as long again. */
const heldForMs = 4;
/** More are taken up after the commit: it must not hold the thread for long. */
const takenUpAtOnce = 4;

export function createDecider({
  store,
  states,
  memory,
  earlierPlaybook,
  takeUp = async () => null,
  clock,
  onDecided,
  onError,
  batchSize = 200,
  gatherMs = 40,
  roundsInHand = 8,
  isBusyOtherwise = () => false,
  backfillPatienceMs = 30_000,
}: DeciderParts): Decider {
  const running = memory.work<number>('rounds of decisions');
  const again = memory.set<number>('to be decided again');
  const urgent = memory.set<number>('to be decided without gathering');
  /** Called to end the gathering. */
  const gathering = memory.map<number, () => void>('gathered for a round of decisions');
  const awaited = memory.map<number, PromiseWithResolvers<void>>('rounds of decisions that are waited for');
  const lastRounds = memory.map<number, number>('when it was decided last');
  /** Until when the rounds that waited for nobody are paid for, each with `gatherMs`. */
  const spentUntil = memory.map<number, number>('until when rounds of decisions in hand are spent');
  let stopped = false;
  let deciding = 0;
  const holds = { aimMs: heldForMs, fewest: Math.min(10, batchSize), most: batchSize };
  /** How many at once. */
  let size = Math.min(20, batchSize);

  const later = createLater({
    memory,
    round: (portalId, limit) => roundByCurrentRules(portalId, 'later', limit),
    isAnybodyWaiting: async (portalId) => (await store.decisionInputs(portalId, 1, 'later')).length > 0,
    isBackfilling: (portalId) => store.isBackfilling(portalId, clock.now() - backfillPatienceMs),
    isLiveBusy: () => deciding > 0 || isBusyOtherwise(),
    onError,
  });

  async function round(
    portalId: number,
    line: DecisionLine,
    limit: number,
  ): Promise<{ found: number; decided: number }> {
    const state = await states.get(portalId);
    if (state === null) return { found: 0, decided: 0 };
    const began = performance.now();
    const reading = store.decisionInputs(portalId, limit, line);
    // Of what an embedded database does the thread is held for all, of what a server does for nothing.
    const readMs = performance.now() - began;
    const inputs = await reading;
    if (inputs.length === 0) return { found: 0, decided: 0 };
    const now = clock.now();
    const from = performance.now();
    const decisions = await decideBatch(inputs, { state, now, earlierPlaybook, onError });
    if (line === 'soon' && inputs.length === limit) size = nextSize(limit, readMs + performance.now() - from, holds);
    const opening = decisions.filter(({ opens }) => opens?.origin === 'direct').length;
    const step = opening > 0 && opening <= takenUpAtOnce ? await takeUp(state, now) : null;
    const commit = (also?: HandoffStep<null>) =>
      store.commitDecisions(portalId, decisions, state.playbookVersion, now, also);
    const committed = await commit(step ?? undefined).catch((error) => {
      // One that cannot be taken up must not hold up what was decided: it is tried again by itself. Of all else nobody knows
      // whether it was committed.
      if (!(error instanceof TakeUpError)) throw error;
      return commit();
    });
    onDecided(portalId, committed.takeUp, decisions, line);
    return { found: inputs.length, decided: decisions.length };
  }

  /** Another node may have put other rules in force: then they are read again. */
  async function roundByCurrentRules(
    portalId: number,
    line: DecisionLine,
    limit: number,
  ): Promise<{ found: number; decided: number }> {
    try {
      return await round(portalId, line, limit);
    } catch (error) {
      if (!(error instanceof RulesChangedError)) throw error;
      states.changed(portalId);
      return round(portalId, line, limit);
    }
  }

  async function run(portalId: number): Promise<void> {
    try {
      do {
        again.delete(portalId);
        await gather(portalId);
        for (let goesOn = true, isStuck = false; !stopped && goesOn; ) {
          lastRounds.set(portalId, performance.now());
          urgent.delete(portalId);
          const whoWaits = awaited.get(portalId);
          awaited.delete(portalId);
          deciding += 1;
          // Who cannot be decided about stays in front: the others are behind them.
          const limit: number = isStuck ? batchSize : size;
          const { found, decided } = await roundByCurrentRules(portalId, 'soon', limit).finally(() => {
            deciding -= 1;
            whoWaits?.resolve();
          });
          isStuck = decided < found;
          goesOn = decided > 0 || (found === limit && limit < batchSize);
          if (found === limit) await breathe();
          else if (goesOn) await gather(portalId);
        }
      } while (!stopped && again.has(portalId));
    } catch (error) {
      onError(portalId, error);
    } finally {
      running.delete(portalId);
      awaited.get(portalId)?.resolve();
      awaited.delete(portalId);
    }
  }

  function gather(portalId: number): Promise<void> {
    const wait = (lastRounds.get(portalId) ?? Number.NEGATIVE_INFINITY) + gatherMs - performance.now();
    if (stopped || wait <= 0 || urgent.has(portalId)) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(end, wait);
      gathering.set(portalId, end);
      function end(): void {
        clearTimeout(timer);
        gathering.delete(portalId);
        resolve();
      }
    });
  }

  /** One round for as many calls as come before it. */
  function spend(portalId: number): boolean {
    if (urgent.has(portalId)) return true;
    const now = performance.now();
    const spent = Math.max(spentUntil.get(portalId) ?? now, now) + gatherMs;
    if (spent > now + roundsInHand * gatherMs) return false;
    spentUntil.set(portalId, spent);
    return true;
  }

  function wake(portalId: number, haste: Haste = 'soon'): void {
    if (stopped) return;
    if (haste === 'now' || (haste === 'soon' && spend(portalId))) {
      urgent.add(portalId);
      gathering.get(portalId)?.();
    }
    if (running.has(portalId)) again.add(portalId);
    else running.set(portalId, run(portalId));
    // Not only when nobody else waits any more: with events coming all the time that may be never.
    later.wake(portalId);
  }

  return {
    isBusy: () => deciding > 0,
    wake,
    decideNow(portalId) {
      if (stopped) return Promise.resolve();
      const over = awaited.get(portalId) ?? Promise.withResolvers<void>();
      awaited.set(portalId, over);
      wake(portalId, 'now');
      return over.promise;
    },
    async settled() {
      while (running.size > 0) await Promise.all(running.values());
      await later.settled();
    },
    async stop() {
      stopped = true;
      for (const end of gathering.values()) end();
      await Promise.all(running.values());
      await later.stop();
    },
  };
}

/** Lets requests that wait for the thread go first: accepting events comes before deciding about them. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
