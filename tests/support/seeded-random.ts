/** Repeatable choices: the same seed gives the same sequence on every machine. */
export type Random = {
  /** 0 to below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Distinct, at least one. */
  some<T>(from: readonly T[], most: number): T[];
};

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(from: readonly T[]): T => from[whole(0, from.length - 1)]!;
  return {
    next,
    whole,
    chance: (share) => next() < share,
    pick,
    some: (from, most) => {
      const chosen = new Set([pick(from)]);
      for (let left = most - 1; left > 0; left--) chosen.add(pick(from));
      return [...chosen];
    },
  };
}
