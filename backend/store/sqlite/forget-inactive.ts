/** People who were not active for long, and whom nobody ever had handed off. See PrivacyStore.forgetInactive. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { FoldRules } from '../store.ts';
import type { SqliteConnection } from './connection.ts';
import { readCounter } from './counter-rows.ts';
import { eraseRows } from './erase-persons.ts';
import { changeBlocks, isInBlock } from './event-blocks.ts';
import { noteForgotten } from './forgotten-rows.ts';
import { leaveNoTrace } from './leave-no-trace.ts';
import { checkCurrent } from './rules-in-force.ts';
import { everybodyOf } from './survivors.ts';
import { liveUsage } from './usage-columns.ts';

export type ForgetInactive = { before: number; rules: FoldRules; now: number };

const peopleAtOnce = 500;
/** Of all who are forgotten in one transaction, unless one alone has more. */
const eventsAtOnce = 1_000;

export async function forgetInactive(
  connection: SqliteConnection,
  portalId: number,
  order: ForgetInactive,
): Promise<number> {
  const total = readCounter(connection, portalId, 'person');
  let from = 0;
  while (from < total && findInactive(connection, portalId, order.before, from).length === 0) {
    from += peopleAtOnce;
    await letOthersRun();
  }
  if (from >= total) return 0;
  return leaveNoTrace(connection, async () => {
    let forgotten = 0;
    for (let after = from; after < total; ) {
      const some = connection.transaction(() => forgetSome(connection, portalId, order, after));
      forgotten += some.forgotten;
      after = some.through;
      await letOthersRun();
    }
    return forgotten;
  });
}

/** Looks and forgets in one transaction, so that nobody becomes active or is handed off in between. */
function forgetSome(
  connection: SqliteConnection,
  portalId: number,
  { before, rules, now }: ForgetInactive,
  after: number,
): { forgotten: number; through: number } {
  checkCurrent(connection, portalId, rules);
  const all = findInactive(connection, portalId, before, after);
  const found = withFewEvents(connection, portalId, all);
  const through = found.length < all.length ? found.at(-1)! : after + peopleAtOnce;
  if (found.length === 0) return { forgotten: 0, through };
  const personIds = found.flatMap((personId) => everybodyOf(connection, portalId, personId));
  forgetEventsOf(connection, portalId, personIds);
  const people = { personIds, handoffIds: [], userIds: new Set<string>(), anonymousIds: new Set<string>(), words: [] };
  eraseRows(connection, portalId, people, rules, now);
  noteForgotten(connection, portalId, 'people', before, found.length, now);
  return { forgotten: found.length, through };
}

/** The first of them, whose events are not too many for one transaction. */
function withFewEvents(connection: SqliteConnection, portalId: number, personIds: number[]): number[] {
  const counted = connection.statement<{ events: number }>(
    'SELECT count(*) AS events FROM events WHERE portal_id = ? AND person_id IN (SELECT value FROM json_each(?))',
  );
  let events = 0;
  const beyond = personIds.findIndex((personId, index) => {
    const ids = JSON.stringify(everybodyOf(connection, portalId, personId));
    events += counted.get(portalId, ids)!.events;
    return index > 0 && events > eventsAtOnce;
  });
  return beyond === -1 ? personIds : personIds.slice(0, beyond);
}

function forgetEventsOf(connection: SqliteConnection, portalId: number, personIds: number[]): void {
  const rows = connection
    .statement<{ seq: number; body_json: string }>(
      `DELETE FROM events WHERE portal_id = ? AND person_id IN (SELECT value FROM json_each(?))
       RETURNING seq, CASE body_json WHEN '${isInBlock}' THEN '${isInBlock}' ELSE '{}' END AS body_json`,
    )
    .all(portalId, JSON.stringify(personIds));
  const packed = rows.filter(({ body_json }) => body_json === isInBlock).sort((one, other) => one.seq - other.seq);
  changeBlocks(
    connection,
    portalId,
    packed.map(({ seq }) => ({ seq, text: null })),
  );
}

/** Of the next people after that one. The handoffs of whoever became somebody else were moved there. */
function findInactive(connection: SqliteConnection, portalId: number, before: number, after: number): number[] {
  const usage = liveUsage(connection, portalId);
  return connection
    .statement<{ person_id: number }>(
      `SELECT p.person_id FROM persons p
       WHERE p.portal_id = ? AND p.person_id > ? AND p.person_id <= ?
         AND coalesce(json_extract(p.${usage}, '$.lastActiveAt'), json_extract(p.${usage}, '$.firstSeenAt')) < ?
         AND NOT EXISTS (SELECT 1 FROM handoffs h WHERE h.portal_id = p.portal_id AND h.person_id = p.person_id)
       ORDER BY p.person_id`,
    )
    .all(portalId, after, after + peopleAtOnce, before)
    .map(({ person_id }) => person_id);
}
