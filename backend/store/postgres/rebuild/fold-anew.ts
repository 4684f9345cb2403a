/** Usage folded anew beside the live one. See RulesStore.foldAnew. */
import { type CompiledRules, compileRules } from '../../../usage/compile-rules.ts';
import { type Seen, seenSince } from '../../../usage/fold-kept.ts';
import type { CaughtUp, StepProgress } from '../../rules-store.ts';
import type { EventSeen, FoldRules, Normalise } from '../../store.ts';
import type { PostgresConnection } from '../connection.ts';
import { isKept } from '../kept-events.ts';
import { readCounter, takeCounter } from '../rows.ts';
import { catchUp } from './catch-up.ts';
import { foldPersons } from './fold-persons.ts';
import { keepSpareUsage } from './spare-usage.ts';

/** Sized so that a write holds the portal's others up for a few milliseconds. */
const personsAtOnce = 200;
/** Catching up ends when so few are left that the swap takes them in. */
const fewEvents = 200;
/** Reached only where events come faster than they can be folded. */
const mostRounds = 1_000;

export async function* foldAnew(
  connection: PostgresConnection,
  portalId: number,
  rules: FoldRules,
  normalise: Normalise,
): AsyncGenerator<StepProgress, CaughtUp> {
  const compiled = compileRules(rules);
  const { rebuild, lastSeq, lastPerson, hasUnresolved, seenBefore } = await begin(connection, portalId);
  const progress = (share: number) => ({ done: Math.round(lastSeq * Math.min(1, share)), total: lastSeq });
  const seen: Seen = new Map();
  let [persons, events] = [0, 0];
  for (let after = 0; ; ) {
    const part = { rebuild, lastSeq, compiled, normalise, seen };
    const chunk = await foldChunk(connection, portalId, after, part);
    if (chunk === null) break;
    after = chunk.upTo;
    persons += chunk.persons;
    events += chunk.events;
    yield progress(after / lastPerson);
  }
  let caughtUp: CaughtUp = {
    rebuild,
    lastSeq,
    events,
    persons,
    seen: seenSince(seenBefore, seen),
    hasUnresolved,
  };
  for (let round = 0; round < mostRounds; round += 1) {
    const before = caughtUp.lastSeq;
    caughtUp = await catchUp(connection, portalId, rules, normalise, caughtUp);
    yield progress(1);
    if (caughtUp.lastSeq - before < fewEvents) break;
  }
  return caughtUp;
}

/** From this moment merges are written down, and what is accepted is taken in later. */
function begin(connection: PostgresConnection, portalId: number) {
  return connection.portalTransaction(portalId, async (query) => {
    const rebuild = await takeCounter(query, portalId, 'rebuild', 1);
    await query(
      `INSERT INTO rebuilds (portal_id, rebuild) VALUES ($1, $2)
       ON CONFLICT (portal_id) DO UPDATE SET rebuild = excluded.rebuild`,
      [portalId, rebuild],
    );
    await query('DELETE FROM rebuild_merges WHERE portal_id = $1', [portalId]);
    const seen = await query<EventSeen>(
      'SELECT name, events, people, last_seen_at AS "lastSeenAt" FROM events_seen WHERE portal_id = $1',
      [portalId],
    );
    const unresolved = await query(
      `SELECT FROM events WHERE portal_id = $1 AND ${isKept} AND person_id IS NULL LIMIT 1`,
      [portalId],
    );
    return {
      rebuild,
      lastSeq: await readCounter(query, portalId, 'event'),
      lastPerson: await readCounter(query, portalId, 'person'),
      hasUnresolved: unresolved.length > 0,
      seenBefore: new Map(seen.map((one) => [one.name, one])) satisfies Seen,
    };
  });
}

type Chunk = { rebuild: number; lastSeq: number; compiled: CompiledRules; normalise: Normalise; seen: Seen };

/** The next persons. Null when there are none left. */
async function foldChunk(
  connection: PostgresConnection,
  portalId: number,
  after: number,
  { rebuild, lastSeq, compiled, normalise, seen }: Chunk,
): Promise<{ upTo: number; persons: number; events: number } | null> {
  const { usages, events } = await connection.snapshot(portalId, async (query) => {
    const rows = await query<{ person_id: number }>(
      'SELECT person_id FROM persons WHERE portal_id = $1 AND person_id > $2 ORDER BY person_id LIMIT $3',
      [portalId, after, personsAtOnce],
    );
    const personIds = rows.map((row) => row.person_id);
    return foldPersons(query, portalId, personIds, { upTo: lastSeq, compiled, normalise, seen });
  });
  const upTo = [...usages.keys()].at(-1);
  if (upTo === undefined) return null;
  await keepSpareUsage(connection, portalId, rebuild, usages);
  return { upTo, persons: usages.size, events };
}
