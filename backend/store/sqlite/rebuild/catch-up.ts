/** What happened while usage was folded anew is taken in: events accepted since, and persons who became one. */

import { emptyUsage, type Usage } from '@zo/shared';
import type { EventSource } from '../../../ingest/event.ts';
import { type CompiledRules, compileRules } from '../../../usage/compile-rules.ts';
import { seenName } from '../../../usage/fold-event.ts';
import { addSeen, foldKept } from '../../../usage/fold-kept.ts';
import type { CaughtUp } from '../../rules-store.ts';
import type { FoldRules, Normalise } from '../../store.ts';
import type { SqliteConnection } from '../connection.ts';
import { withTexts } from '../event-blocks.ts';
import { spareUsage } from '../usage-columns.ts';
import { addBefore, checkNotSuperseded, foldInto, saveSpareUsage } from './fold-anew.ts';
import { addToOrder, keptEvents, moveInOrder } from './kept-order.ts';

const eventsAtOnce = 1000;

/** On the connection that folded anew. At most 1,000 events, then the merges there are. */
export function catchUp(
  connection: SqliteConnection,
  portalId: number,
  rules: FoldRules,
  normalise: Normalise,
  caughtUp: CaughtUp,
): CaughtUp {
  const compiled = compileRules(rules);
  const after = connection.transaction(() => {
    const late = foldLate(connection, portalId, compiled, normalise, caughtUp, eventsAtOnce);
    addToOrder(connection, portalId, caughtUp.lastSeq, late.lastSeq);
    return late;
  });
  foldMerged(connection, portalId, compiled, normalise, after.rebuild);
  return after;
}

type LateRow = {
  seq: number;
  person_id: number | null;
  received_at: number;
  source: EventSource;
  body_json: string;
};

/** Adds the events after `caughtUp.lastSeq`, at most `limit`, to the usage folded anew. Within a transaction. */
export function foldLate(
  connection: SqliteConnection,
  portalId: number,
  compiled: CompiledRules,
  normalise: Normalise,
  caughtUp: CaughtUp,
  limit: number,
): CaughtUp {
  checkNotSuperseded(connection, portalId, caughtUp.rebuild);
  const rows = connection
    .statement<LateRow>(
      `SELECT seq, person_id, received_at, source, body_json FROM events
       WHERE portal_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
    )
    .all(portalId, caughtUp.lastSeq, limit);
  const usages = new Map<number, Usage>();
  const seen = new Map(caughtUp.seen);
  let hasUnresolved = caughtUp.hasUnresolved;
  for (const row of withTexts(connection, portalId, rows)) {
    const usage = row.person_id === null ? null : usageOf(connection, portalId, usages, row.person_id);
    const event = normalise(row.body_json, row.received_at, row.source);
    const name = seenName(event);
    if (usage === null) hasUnresolved ||= row.person_id === null;
    // The list of events seen had it counted already when it was accepted.
    else if (!foldKept(usage, new Map(), event, row.seq, compiled) && name !== null)
      addSeen(seen, name, { events: -1, people: 0, lastSeenAt: 0 });
  }
  saveSpareUsage(connection, portalId, usages);
  return {
    ...caughtUp,
    lastSeq: rows.at(-1)?.seq ?? caughtUp.lastSeq,
    events: caughtUp.events + rows.length,
    seen,
    hasUnresolved,
  };
}

/** Of whoever the person is now; null for somebody who is gone. */
function usageOf(
  connection: SqliteConnection,
  portalId: number,
  usages: Map<number, Usage>,
  acceptedAs: number,
): Usage | null {
  const personId = survivorOf(connection, portalId, acceptedAs);
  const known = usages.get(personId);
  if (known) return known;
  const row = connection
    .statement<{ usage: string }>(
      `SELECT ${spareUsage(connection, portalId)} AS usage FROM persons WHERE portal_id = ? AND person_id = ?`,
    )
    .get(portalId, personId);
  if (!row) return null;
  const usage: Usage = JSON.parse(row.usage);
  usages.set(personId, usage);
  return usage;
}

function survivorOf(connection: SqliteConnection, portalId: number, personId: number): number {
  const next = connection.statement<{ into_id: number }>(
    `SELECT into_id FROM merges WHERE portal_id = ? AND kind = 'person' AND from_id = ?`,
  );
  let survivor = personId;
  for (let row = next.get(portalId, survivor); row; row = next.get(portalId, survivor)) survivor = row.into_id;
  return survivor;
}

/** Whoever became one with another is folded again from the events of both. */
function foldMerged(
  connection: SqliteConnection,
  portalId: number,
  compiled: CompiledRules,
  normalise: Normalise,
  rebuild: number,
): void {
  const merges = connection
    .statement<{ merge_id: number; from_id: number; into_id: number }>(
      'SELECT merge_id, from_id, into_id FROM rebuild_merges WHERE portal_id = ? ORDER BY merge_id',
    )
    .all(portalId);
  const newest = merges.at(-1)?.merge_id;
  if (newest === undefined) return;
  for (const { from_id, into_id } of merges) moveInOrder(connection, portalId, from_id, into_id);
  const usages = new Map<number, Usage>();
  for (const personId of new Set(merges.map((merge) => merge.into_id))) {
    const usage = new Map([[personId, emptyUsage()]]);
    foldInto(usage, keptEvents(connection, portalId, personId, personId), compiled, normalise, new Map());
    addBefore(connection, portalId, usage, compiled, new Map());
    usages.set(personId, usage.get(personId)!);
  }
  connection.transaction(() => {
    checkNotSuperseded(connection, portalId, rebuild);
    saveSpareUsage(connection, portalId, usages);
    connection.statement('DELETE FROM rebuild_merges WHERE portal_id = ? AND merge_id <= ?').run(portalId, newest);
  });
}

/** Whether persons became one who have not been folded again yet. Within a transaction. */
export function hasMerged(connection: SqliteConnection, portalId: number): boolean {
  return connection.statement('SELECT 1 FROM rebuild_merges WHERE portal_id = ? LIMIT 1').get(portalId) !== undefined;
}
