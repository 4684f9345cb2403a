import type { HomeRow } from '@zo/shared';

/**
 * The rows to show when the queue was asked for again: what was decided on this page stays where it was, so that whoever goes
 * through the queue by keyboard does not lose their place.
 */
export function keepDecided(
  shown: readonly HomeRow[],
  now: readonly HomeRow[],
  isDecided: (row: HomeRow) => boolean,
): HomeRow[] {
  const newest = new Map(now.map((row) => [row.id, row]));
  const stayed = shown.flatMap((row) => newest.get(row.id) ?? (isDecided(row) ? row : []));
  const known = new Set(stayed.map(({ id }) => id));
  return [...stayed, ...now.filter(({ id }) => !known.has(id))];
}
