/** How much to do at once so that it takes about so long, learned from how long it took. Pure. */
export type StepTerms = { aimMs: number; fewest: number; most: number };

/** Half as much after a step that took too long; a little more while steps are short. */
export function nextSize(size: number, tookMs: number, { aimMs, fewest, most }: StepTerms): number {
  if (tookMs > aimMs) return Math.max(fewest, Math.floor(size / 2));
  if (tookMs < aimMs / 2) return Math.min(most, size + Math.max(1, Math.floor(size / 4)));
  return size;
}
