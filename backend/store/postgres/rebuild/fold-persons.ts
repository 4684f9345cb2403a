/** Some persons' usage, from all that is kept of them. The order in which events are folded makes no difference (fold-event.ts). */
import { emptyUsage, type Usage } from '@zo/shared';
import type { CompiledRules } from '../../../usage/compile-rules.ts';
import { foldKept, type Seen } from '../../../usage/fold-kept.ts';
import { takeInBefore } from '../../../usage/usage-before.ts';
import type { Normalise } from '../../store.ts';
import type { Query } from '../connection.ts';
import { loadKnownBefore } from '../usage-before-rows.ts';
import { keptEvents, loadFormers } from './kept-events.ts';

export type FoldPart = {
  /** The last event that is folded. */
  upTo: number;
  compiled: CompiledRules;
  normalise: Normalise;
  /** Names of events, to be counted as well; left alone where they were counted before. */
  seen: Seen;
};

/** Within one snapshot: who is who and whose is what are of the same moment. */
export async function foldPersons(
  query: Query,
  portalId: number,
  personIds: number[],
  { upTo, compiled, normalise, seen }: FoldPart,
): Promise<{ usages: Map<number, Usage>; events: number }> {
  const usages = new Map(personIds.map((personId) => [personId, emptyUsage()]));
  const formers = await loadFormers(query, portalId, personIds);
  const usageOf = (acceptedAs: number) => usages.get(formers.get(acceptedAs)!)!;
  const ids = [...formers.keys()];
  let events = 0;
  for await (const rows of keptEvents(query, portalId, ids, upTo)) {
    events += rows.length;
    for (const { person_id, seq, received_at, source, body_json } of rows) {
      foldKept(usageOf(person_id), seen, normalise(body_json, received_at, source), seq, compiled);
    }
  }
  // Retention deletes nothing while a rebuild is under way: events and what was before them are of one moment.
  for (const [personId, before] of await loadKnownBefore(query, portalId, ids)) {
    takeInBefore(usageOf(personId), before, seen, compiled);
  }
  return { usages, events };
}
