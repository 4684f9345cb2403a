/** What happened while usage was folded anew is taken in: events accepted since, and persons who became one. */
import type { Usage } from '@zo/shared';
import type { EventSource } from '../../../ingest/event.ts';
import { type CompiledRules, compileRules } from '../../../usage/compile-rules.ts';
import { seenName } from '../../../usage/fold-event.ts';
import { addSeen, foldKept } from '../../../usage/fold-kept.ts';
import type { CaughtUp } from '../../rules-store.ts';
import type { FoldRules, Normalise } from '../../store.ts';
import type { PostgresConnection, Query } from '../connection.ts';
import { isKept } from '../kept-events.ts';
import { survivorsOf } from '../survivors.ts';
import { foldPersons } from './fold-persons.ts';
import { checkNotSuperseded, keepSpareUsage, loadSpareUsage } from './spare-usage.ts';

const eventsAtOnce = 500;
const personsAtOnce = 200;

/** At most 500 events, then the merges there are. */
export async function catchUp(
  connection: PostgresConnection,
  portalId: number,
  rules: FoldRules,
  normalise: Normalise,
  caughtUp: CaughtUp,
): Promise<CaughtUp> {
  const compiled = compileRules(rules);
  const { after, usages } = await connection.snapshot(portalId, (query) =>
    foldLate(query, portalId, compiled, normalise, caughtUp, eventsAtOnce),
  );
  await keepSpareUsage(connection, portalId, after.rebuild, usages);
  await foldMerged(connection, portalId, compiled, normalise, after);
  return after;
}

type LateRow = {
  seq: number;
  person_id: number | null;
  received_at: number;
  source: EventSource;
  body_json: string;
};

/** Folds the events after `caughtUp.lastSeq`, at most `limit`, into the usage folded anew. Writes nothing. */
export async function foldLate(
  query: Query,
  portalId: number,
  compiled: CompiledRules,
  normalise: Normalise,
  caughtUp: CaughtUp,
  limit: number,
): Promise<{ after: CaughtUp; usages: Map<number, Usage> }> {
  const rows = await query<LateRow>(
    `SELECT seq, person_id, received_at, source, body_json FROM events
     WHERE portal_id = $1 AND ${isKept} AND seq > $2 ORDER BY seq LIMIT $3`,
    [portalId, caughtUp.lastSeq, limit],
  );
  const acceptedAs = new Set(rows.flatMap(({ person_id }) => person_id ?? []));
  const survivors = await survivorsOf(query, portalId, [...acceptedAs]);
  const usages = await loadSpareUsage(query, portalId, [...new Set(survivors.values())]);
  const seen = new Map([...caughtUp.seen].map(([name, change]) => [name, { ...change }]));
  let { hasUnresolved } = caughtUp;
  for (const { seq, person_id, received_at, source, body_json } of rows) {
    if (person_id === null) {
      hasUnresolved = true;
      continue;
    }
    const usage = usages.get(survivors.get(person_id)!);
    const event = normalise(body_json, received_at, source);
    const name = seenName(event);
    // The list of events seen had it counted already when it was accepted.
    if (usage && !foldKept(usage, new Map(), event, seq, compiled) && name !== null)
      addSeen(seen, name, { events: -1, people: 0, lastSeenAt: 0 });
  }
  const lastSeq = rows.at(-1)?.seq ?? caughtUp.lastSeq;
  const events = caughtUp.events + rows.length;
  return { after: { ...caughtUp, lastSeq, events, seen, hasUnresolved }, usages };
}

/** Whoever became one with another is folded again from the events of both. */
async function foldMerged(
  connection: PostgresConnection,
  portalId: number,
  compiled: CompiledRules,
  normalise: Normalise,
  { rebuild, lastSeq }: CaughtUp,
): Promise<void> {
  const merges = await connection.forPortal(portalId)<{ merge_id: number; into_id: number }>(
    'SELECT merge_id, into_id FROM rebuild_merges WHERE portal_id = $1 ORDER BY merge_id',
    [portalId],
  );
  const newest = merges.at(-1)?.merge_id;
  if (newest === undefined) return;
  const personIds = [...new Set(merges.map(({ into_id }) => into_id))];
  for (let start = 0; start < personIds.length; start += personsAtOnce) {
    const some = personIds.slice(start, start + personsAtOnce);
    // Each was counted under both their names before.
    const part = { upTo: lastSeq, compiled, normalise, seen: new Map() };
    const { usages } = await connection.snapshot(portalId, (query) => foldPersons(query, portalId, some, part));
    await keepSpareUsage(connection, portalId, rebuild, usages);
  }
  await connection.portalTransaction(portalId, async (query) => {
    await checkNotSuperseded(query, portalId, rebuild);
    await query('DELETE FROM rebuild_merges WHERE portal_id = $1 AND merge_id <= $2', [portalId, newest]);
  });
}

/** Whether persons became one who have not been folded again yet. Under the portal's lock. */
export async function hasMerged(query: Query, portalId: number): Promise<boolean> {
  return (await query('SELECT FROM rebuild_merges WHERE portal_id = $1 LIMIT 1', [portalId])).length > 0;
}
