/** Milliseconds since the epoch. */
export type Span = { from: number; to: number };

/** How much of `within` these cover together: what two cover at once counts once. */
export function coveredMs(spans: readonly Span[], within: Span): number {
  let covered = 0;
  let until = within.from;
  for (const { from, to } of [...spans].sort((one, other) => one.from - other.from)) {
    const end = Math.min(to, within.to);
    covered += Math.max(0, end - Math.max(from, until));
    until = Math.max(until, end);
  }
  return covered;
}
