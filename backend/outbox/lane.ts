/** What a lane gives back for each effect it was handed. */
import type { ClaimedEffect, EffectOutcome } from './effect.ts';

export type Settlement = {
  effect: ClaimedEffect;
  outcome: EffectOutcome;
  /** Nothing of this lane is tried for so long, in monotonic milliseconds: it would only be refused again. */
  laneWaitsMs?: number;
};

/** Effects of one kind, with that kind's payload. */
export type Claimed<Kind extends ClaimedEffect['kind']> = ClaimedEffect & {
  effect: Extract<ClaimedEffect['effect'], { kind: Kind }>;
};

export function ofKind<Kind extends ClaimedEffect['kind']>(effects: ClaimedEffect[], kind: Kind): Claimed<Kind>[] {
  return effects.filter((effect): effect is Claimed<Kind> => effect.effect.kind === kind);
}

export const done: EffectOutcome = { outcome: 'done' };

export function later(afterMs: number, reason: string): EffectOutcome {
  return { outcome: 'later', afterMs, reason };
}

export function interrupted(afterMs: number): EffectOutcome {
  return { outcome: 'interrupted', afterMs, reason: 'internal error' };
}

export function failed(reason: string): EffectOutcome {
  return { outcome: 'failed', reason };
}

/** Longer with every attempt, up to five minutes; with jitter, so that many do not come back together. */
export function backoffMs(attempts: number, leastMs: number, random: () => number = Math.random): number {
  const grown = Math.min(leastMs * 2 ** Math.min(Math.max(attempts - 1, 0), 10), 300_000);
  return Math.round(Math.max(leastMs, grown * (0.75 + random() / 2)));
}
