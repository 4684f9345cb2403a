/** Usage folded anew beside the live one. See RulesStore.foldAnew. */

import { emptyUsage, type Usage } from '@zo/shared';
import type { EventSource } from '../../../ingest/event.ts';
import { type CompiledRules, compileRules } from '../../../usage/compile-rules.ts';
import { foldKept, type Seen, seenSince } from '../../../usage/fold-kept.ts';
import { takeInBefore } from '../../../usage/usage-before.ts';
import { type CaughtUp, RebuildSupersededError, type StepProgress } from '../../rules-store.ts';
import type { FoldRules, Normalise } from '../../store.ts';
import type { SqliteConnection } from '../connection.ts';
import { nextCounter, readCounter } from '../counter-rows.ts';
import { loadEventsSeen } from '../event-rows.ts';
import { spareUsage } from '../usage-columns.ts';
import { catchUp } from './catch-up.ts';
import { addToOrder, beginOrder, dropOrder, keptEvents, usagesBefore } from './kept-order.ts';

/** Sized so that a write holds the others up for a few milliseconds. */
const personsAtOnce = 200;
const eventsAtOnce = 20_000;
/** Catching up ends when so few are left that the swap takes them in. */
const fewEvents = 200;
const mostRounds = 20;

export function* foldAnew(
  connection: SqliteConnection,
  portalId: number,
  rules: FoldRules,
  normalise: Normalise,
): Generator<StepProgress, CaughtUp> {
  const compiled = compileRules(rules);
  const { rebuild, lastSeq, seenBefore } = begin(connection, portalId);
  beginOrder(connection, portalId);
  try {
    const progress = (share: number) => ({ done: Math.round(lastSeq * share), total: lastSeq });
    let withPerson = 0;
    for (let from = 0; from < lastSeq; from += eventsAtOnce) {
      const to = Math.min(from + eventsAtOnce, lastSeq);
      checkNotSuperseded(connection, portalId, rebuild);
      withPerson += addToOrder(connection, portalId, from, to);
      // Writing down whose events they are is a small part of the work.
      yield progress((to / lastSeq) * 0.1);
    }
    const seen: Seen = new Map();
    let folded = 0;
    let persons = 0;
    for (let after = 0; ; ) {
      const chunk = foldPersons(connection, portalId, { rebuild, after, compiled, normalise, seen });
      if (chunk.upTo === null) break;
      after = chunk.upTo;
      folded += chunk.events;
      persons += chunk.persons;
      yield progress(withPerson === 0 ? 1 : 0.1 + (folded / withPerson) * 0.9);
    }
    let caughtUp: CaughtUp = {
      rebuild,
      lastSeq,
      events: folded,
      persons,
      seen: seenSince(seenBefore, seen),
      hasUnresolved: withPerson < lastSeq,
    };
    for (let round = 0; round < mostRounds; round += 1) {
      const before = caughtUp.lastSeq;
      caughtUp = catchUp(connection, portalId, rules, normalise, caughtUp);
      yield progress(1);
      if (caughtUp.lastSeq - before < fewEvents) break;
    }
    return caughtUp;
  } catch (error) {
    // What is there by now is the newer one's.
    if (!(error instanceof RebuildSupersededError)) dropOrder(connection, portalId);
    throw error;
  }
}

/** From this moment merges are written down, and what is accepted is taken in later. */
function begin(connection: SqliteConnection, portalId: number) {
  return connection.transaction(() => {
    const rebuild = nextCounter(connection, portalId, 'rebuild');
    connection
      .statement(
        'INSERT INTO rebuilds (portal_id, rebuild) VALUES (?, ?) ON CONFLICT (portal_id) DO UPDATE SET rebuild = excluded.rebuild',
      )
      .run(portalId, rebuild);
    connection.statement('DELETE FROM rebuild_merges WHERE portal_id = ?').run(portalId);
    const seenBefore: Seen = new Map(loadEventsSeen(connection, portalId).map((seen) => [seen.name, seen]));
    return { rebuild, lastSeq: readCounter(connection, portalId, 'event'), seenBefore };
  });
}

/** See RulesStore.dropRebuild. */
export function dropRebuild(connection: SqliteConnection, portalId: number): void {
  connection.statement('DELETE FROM rebuilds WHERE portal_id = ?').run(portalId);
}

/** Within the transaction that writes. */
export function checkNotSuperseded(connection: SqliteConnection, portalId: number, rebuild: number): void {
  const row = connection
    .statement<{ rebuild: number }>('SELECT rebuild FROM rebuilds WHERE portal_id = ?')
    .get(portalId);
  if (row?.rebuild !== rebuild) throw new RebuildSupersededError(portalId);
}

type Chunk = { rebuild: number; after: number; compiled: CompiledRules; normalise: Normalise; seen: Seen };

function foldPersons(
  connection: SqliteConnection,
  portalId: number,
  { rebuild, after, compiled, normalise, seen }: Chunk,
): { upTo: number | null; persons: number; events: number } {
  const personIds = connection
    .statement<{ person_id: number }>(
      'SELECT person_id FROM persons WHERE portal_id = ? AND person_id > ? ORDER BY person_id LIMIT ?',
    )
    .all(portalId, after, personsAtOnce)
    .map((row) => row.person_id);
  const upTo = personIds.at(-1);
  if (upTo === undefined) return { upTo: null, persons: 0, events: 0 };
  const usages = new Map(personIds.map((personId) => [personId, emptyUsage()]));
  const events = foldInto(usages, keptEvents(connection, portalId, personIds[0]!, upTo), compiled, normalise, seen);
  addBefore(connection, portalId, usages, compiled, seen);
  connection.transaction(() => {
    checkNotSuperseded(connection, portalId, rebuild);
    saveSpareUsage(connection, portalId, usages);
  });
  return { upTo, persons: personIds.length, events };
}

/** Returns how many events there were. Those of persons who are not in `usages` any more are left to their survivors. */
export function foldInto(
  usages: Map<number, Usage>,
  rows: Iterable<{
    person_id: number;
    seq: number;
    received_at: number;
    source: EventSource;
    body_json: string;
  }>,
  compiled: CompiledRules,
  normalise: Normalise,
  seen: Seen,
): number {
  let events = 0;
  for (const row of rows) {
    events += 1;
    const usage = usages.get(row.person_id);
    if (usage) foldKept(usage, seen, normalise(row.body_json, row.received_at, row.source), row.seq, compiled);
  }
  return events;
}

/** Retention deletes nothing while a rebuild is under way: events and what was before them are of one moment. */
export function addBefore(
  connection: SqliteConnection,
  portalId: number,
  usages: Map<number, Usage>,
  compiled: CompiledRules,
  seen: Seen,
): void {
  const ids = [...usages.keys()];
  for (const { person_id, usage_json } of usagesBefore(connection, portalId, Math.min(...ids), Math.max(...ids))) {
    const usage = usages.get(person_id);
    if (usage) takeInBefore(usage, JSON.parse(usage_json), seen, compiled);
  }
}

/** Within a transaction. */
export function saveSpareUsage(connection: SqliteConnection, portalId: number, usages: Map<number, Usage>): void {
  const update = connection.statement(
    `UPDATE persons SET ${spareUsage(connection, portalId)} = ? WHERE portal_id = ? AND person_id = ?`,
  );
  for (const [personId, usage] of usages) update.run(JSON.stringify(usage), portalId, personId);
}
