/**
 * Percentiles by nearest rank: the smallest value that at least so many percent of all values do not exceed. It is always one
 * of the values, never between two of them; with an even number of values the median is the lower of the two in the middle.
 */

export type Spread = { median: number | null; p90: number | null };

/** Null when there are no values. */
export function spreadOf(values: readonly number[]): Spread {
  // Sorts by size without asking a function: reports sort every minute of every handoff several times.
  const ascending = Float64Array.from(values).sort();
  return { median: nearestRank(ascending, 50), p90: nearestRank(ascending, 90) };
}

export function nearestRank(ascending: ArrayLike<number>, percent: number): number | null {
  // Multiplied before it is divided: a share such as 0.9 would bring its rounding along.
  return ascending[Math.ceil((percent * ascending.length) / 100) - 1] ?? null;
}
