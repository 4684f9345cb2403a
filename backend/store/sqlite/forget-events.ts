/** Raw events that are old enough go; what they add up to stays. See PrivacyStore.forgetEvents. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { emptyUsage } from '@zo/shared';
import type { EventSource } from '../../ingest/event.ts';
import { compileRules } from '../../usage/compile-rules.ts';
import { addBefore, type UsageBefore } from '../../usage/usage-before.ts';
import type { FoldRules, Normalise } from '../store.ts';
import type { SqliteConnection } from './connection.ts';
import { forgetBlocksUpTo, withTexts } from './event-blocks.ts';
import { noteForgotten } from './forgotten-rows.ts';
import { leaveNoTrace } from './leave-no-trace.ts';
import { checkCurrent } from './rules-in-force.ts';

const eventsAtOnce = 500;

type EventRow = { seq: number; person_id: number | null; received_at: number; source: EventSource; body_json: string };
export type ForgetEvents = { before: number; rules: FoldRules; normalise: Normalise; now: number };

export async function forgetEvents(
  connection: SqliteConnection,
  portalId: number,
  order: ForgetEvents,
): Promise<number> {
  if (oldEvents(connection, portalId, order.before, 1).length === 0) return 0;
  return leaveNoTrace(connection, async () => {
    let forgotten = 0;
    for (;;) {
      const events = connection.transaction(() => forgetSome(connection, portalId, order));
      forgotten += events;
      if (events < eventsAtOnce) return forgotten;
      await letOthersRun();
    }
  });
}

/** In order of acceptance, up to the first that is not old: one behind it waits until that one is. */
function oldEvents(connection: SqliteConnection, portalId: number, before: number, limit: number): EventRow[] {
  const rows = connection
    .statement<EventRow>(
      `SELECT seq, person_id, received_at, source, body_json FROM events WHERE portal_id = ? ORDER BY seq LIMIT ?`,
    )
    .all(portalId, limit);
  const firstKept = rows.findIndex(({ received_at }) => received_at >= before);
  return firstKept === -1 ? rows : rows.slice(0, firstKept);
}

function forgetSome(
  connection: SqliteConnection,
  portalId: number,
  { before, rules, normalise, now }: ForgetEvents,
): number {
  checkCurrent(connection, portalId, rules);
  if (areNeeded(connection, portalId)) return 0;
  const rows = oldEvents(connection, portalId, before, eventsAtOnce);
  const last = rows.at(-1);
  if (last === undefined) return 0;
  const compiled = compileRules(rules);
  const added = new Map<number, UsageBefore>();
  for (const { person_id: personId, received_at, source, body_json } of withTexts(connection, portalId, rows)) {
    if (personId === null) continue;
    const usage = added.get(personId) ?? loadBefore(connection, portalId, personId);
    added.set(personId, usage);
    addBefore(usage, normalise(body_json, received_at, source), compiled);
  }
  const save = connection.statement(
    `INSERT INTO usage_before (portal_id, person_id, usage_json) VALUES (?, ?, ?)
     ON CONFLICT (portal_id, person_id) DO UPDATE SET usage_json = excluded.usage_json`,
  );
  for (const [personId, usage] of added) save.run(portalId, personId, JSON.stringify(usage));
  connection.statement('DELETE FROM events WHERE portal_id = ? AND seq <= ?').run(portalId, last.seq);
  forgetBlocksUpTo(connection, portalId, last.seq);
  noteForgotten(connection, portalId, 'events', before, rows.length, now);
  return rows.length;
}

/** Usage is being counted from them. They go the next time. */
function areNeeded(connection: SqliteConnection, portalId: number): boolean {
  const rebuild = connection.statement('SELECT 1 FROM rebuilds WHERE portal_id = ?');
  const resolving = connection.statement("SELECT 1 FROM rules_in_force WHERE portal_id = ? AND unfinished = 'resolve'");
  return rebuild.get(portalId) !== undefined || resolving.get(portalId) !== undefined;
}

function loadBefore(connection: SqliteConnection, portalId: number, personId: number): UsageBefore {
  const row = connection
    .statement<{ usage_json: string }>('SELECT usage_json FROM usage_before WHERE portal_id = ? AND person_id = ?')
    .get(portalId, personId);
  return row === undefined ? emptyUsage() : JSON.parse(row.usage_json);
}
