/**
 * What became of records that HubSpot no longer has: deleted, or merged into one that was deleted since. What we were told of a
 * merge says only where to look; the record found there has to name the old one itself.
 */
import type { ArchivedRecord } from '../hubspot/read-archived.ts';
import type { RecordMove } from '../store/link-store.ts';

export type GoneRecord = {
  /** The last id it had. */
  id: string;
  archivedAt: number | null;
  carriedId: string | null;
};

/** By the ids asked for. `hints`: old id to new one, as HubSpot told. `bin`: what is in the recycling bin. */
export function findGone(
  ids: readonly string[],
  hints: ReadonlyMap<string, string>,
  bin: ReadonlyMap<string, ArchivedRecord>,
): { gone: Map<string, GoneRecord>; moves: RecordMove[] } {
  const gone = new Map<string, GoneRecord>();
  const moves: RecordMove[] = [];
  for (const asked of ids) {
    const id = lastId(asked, hints, bin);
    const found = bin.get(id);
    gone.set(asked, { id, archivedAt: found?.archivedAt ?? null, carriedId: found?.carriedId ?? null });
    if (id !== asked) moves.push({ from: asked, into: id });
  }
  return { gone, moves };
}

/** Everything that has to be looked for in the bin. */
export function idsToLookFor(ids: readonly string[], hints: ReadonlyMap<string, string>): string[] {
  return [...new Set([...ids, ...hints.keys(), ...hints.values()])];
}

function lastId(asked: string, hints: ReadonlyMap<string, string>, bin: ReadonlyMap<string, ArchivedRecord>): string {
  const passed = new Set<string>();
  let at = asked;
  for (let next = hints.get(at); next !== undefined && !passed.has(next); next = hints.get(at)) {
    if (!bin.get(next)?.formerIds.includes(at)) break;
    passed.add(at);
    at = next;
  }
  return at;
}
