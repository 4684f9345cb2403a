/**
 * Raw events that are old enough go; what they add up to stays. See PrivacyStore.forgetEvents. From then on nothing reads them
 * (kept-events.ts); their rows go with their week, or one by one where another portal keeps that week for longer (event-weeks.ts).
 */
import type { EventSource } from '../../ingest/event.ts';
import { compileRules } from '../../usage/compile-rules.ts';
import { addBefore } from '../../usage/usage-before.ts';
import type { FoldRules, Normalise } from '../store.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { dropsFrom } from './event-weeks.ts';
import { noteForgotten } from './forgotten-rows.ts';
import { isKept } from './kept-events.ts';
import { checkCurrent } from './rules-in-force.ts';
import { loadUsagesBefore, saveUsagesBefore } from './usage-before-rows.ts';

const eventsAtOnce = 500;
const deletedAtOnce = 5_000;

type EventRow = { seq: number; person_id: number | null; received_at: number; source: EventSource; body_json: string };
export type ForgetEvents = { before: number; rules: FoldRules; normalise: Normalise; now: number };

export async function forgetEvents(
  connection: PostgresConnection,
  portalId: number,
  order: ForgetEvents,
): Promise<number> {
  // First, so that what is forgotten now may go with its week before the next time.
  await deleteGone(connection, portalId, order.before);
  let forgotten = 0;
  for (;;) {
    const events = await connection.portalTransaction(portalId, (query) => forgetSome(query, portalId, order));
    forgotten += events;
    if (events < eventsAtOnce) return forgotten;
  }
}

/** Those whose week has long been over and is still there. */
async function deleteGone({ forPortal }: PostgresConnection, portalId: number, before: number): Promise<void> {
  for (;;) {
    const gone = await forPortal(portalId)(
      `DELETE FROM events WHERE portal_id = $1 AND received_at < $2 AND seq <= (
         SELECT max(seq) FROM (
           SELECT seq FROM events WHERE portal_id = $1 AND received_at < $2 AND NOT ${isKept}
           ORDER BY seq LIMIT $3) next)
       RETURNING 1`,
      [portalId, dropsFrom(before), deletedAtOnce],
    );
    if (gone.length < deletedAtOnce) return;
  }
}

/** In order of acceptance, up to the first that is not old: one behind it waits until that one is. */
async function oldEvents(query: Query, portalId: number, before: number): Promise<EventRow[]> {
  const rows = await query<EventRow>(
    `SELECT seq, person_id, received_at, source, body_json FROM events
     WHERE portal_id = $1 AND ${isKept} ORDER BY seq LIMIT $2`,
    [portalId, eventsAtOnce],
  );
  const firstKept = rows.findIndex(({ received_at }) => received_at >= before);
  return firstKept === -1 ? rows : rows.slice(0, firstKept);
}

async function forgetSome(
  query: Query,
  portalId: number,
  { before, rules, normalise, now }: ForgetEvents,
): Promise<number> {
  await checkCurrent(query, portalId, rules);
  if (await areNeeded(query, portalId)) return 0;
  const rows = await oldEvents(query, portalId, before);
  const last = rows.at(-1);
  if (last === undefined) return 0;
  const compiled = compileRules(rules);
  const personIds = new Set(rows.flatMap(({ person_id }) => person_id ?? []));
  const usages = await loadUsagesBefore(query, portalId, [...personIds]);
  for (const { person_id, received_at, source, body_json } of rows) {
    if (person_id !== null) addBefore(usages.get(person_id)!, normalise(body_json, received_at, source), compiled);
  }
  await saveUsagesBefore(query, portalId, usages);
  await noteForgotten(query, portalId, 'events', before, rows.length, now, last.seq);
  return rows.length;
}

/** Usage is being counted from them. They go the next time. */
async function areNeeded(query: Query, portalId: number): Promise<boolean> {
  const counting = await query(
    `SELECT FROM rebuilds WHERE portal_id = $1
     UNION ALL SELECT FROM rules_in_force WHERE portal_id = $1 AND unfinished = 'resolve'`,
    [portalId],
  );
  return counting.length > 0;
}
