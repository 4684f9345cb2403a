/**
 * Reads the contact of every open handoff again: a handoff waits for sales to act, and neither webhooks nor a search for
 * changed contacts tell of everything that is, such as a deal that was won.
 */
import { readPeopleAgain, type SweepParts } from './sweep-portal.ts';

const peoplePerRead = 100;

/** How many were decided again for what was read. */
export async function sweepHandoffs(parts: Omit<SweepParts, 'onPage'>): Promise<number> {
  let changed = 0;
  for (let after: number | undefined = 0; after !== undefined; ) {
    parts.signal?.throwIfAborted();
    const people = await parts.store.factsOfHandedOff(parts.portalId, after, peoplePerRead);
    if (people.length > 0) await parts.gateway.provePortal();
    changed += await readPeopleAgain(parts, people);
    after = people.length < peoplePerRead ? undefined : people.at(-1)?.personId;
  }
  return changed;
}
