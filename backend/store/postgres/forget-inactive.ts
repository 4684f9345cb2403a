/** People who were not active for long, and whom nobody ever had handed off. See PrivacyStore.forgetInactive. */
import type { Usage } from '@zo/shared';
import type { FoldRules } from '../store.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { eraseRows } from './erase-persons.ts';
import { noteForgotten } from './forgotten-rows.ts';
import { readCounter } from './rows.ts';
import { checkCurrent } from './rules-in-force.ts';
import { everybodyOfSurvivors } from './survivors.ts';
import { liveUsage } from './usage-columns.ts';

export type ForgetInactive = { before: number; rules: FoldRules; now: number };

const peopleAtOnce = 500;

export async function forgetInactive(
  connection: PostgresConnection,
  portalId: number,
  order: ForgetInactive,
): Promise<number> {
  const total = await readCounter(connection.forPortal(portalId), portalId, 'person');
  let forgotten = 0;
  for (let after = 0; after < total; after += peopleAtOnce) {
    const from = after;
    if ((await findInactive(connection.forPortal(portalId), portalId, order.before, from)).length === 0) continue;
    forgotten += await connection.portalTransaction(portalId, (query) => forgetSome(query, portalId, order, from));
  }
  return forgotten;
}

/** Looks again and forgets in one transaction, so that nobody becomes active or is handed off in between. */
async function forgetSome(
  query: Query,
  portalId: number,
  { before, rules, now }: ForgetInactive,
  after: number,
): Promise<number> {
  await checkCurrent(query, portalId, rules);
  const found = await findInactive(query, portalId, before, after);
  if (found.length === 0) return 0;
  const personIds = await everybodyOfSurvivors(query, portalId, found);
  await query('DELETE FROM events WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])', [portalId, personIds]);
  const people = { personIds, handoffIds: [], userIds: new Set<string>(), anonymousIds: new Set<string>(), words: [] };
  await eraseRows(query, portalId, people, rules, now);
  await noteForgotten(query, portalId, 'people', before, found.length, now);
  return found.length;
}

/** Of the next people after that one. The handoffs of whoever became somebody else were moved there. */
async function findInactive(query: Query, portalId: number, before: number, after: number): Promise<number[]> {
  const rows = await query<{ person_id: number; usage_json: string }>(
    `SELECT p.person_id, p.${await liveUsage(query, portalId)} AS usage_json FROM persons p
     WHERE p.portal_id = $1 AND p.person_id > $2 AND p.person_id <= $3
       AND NOT EXISTS (SELECT FROM handoffs h WHERE h.portal_id = p.portal_id AND h.person_id = p.person_id)
     ORDER BY p.person_id`,
    [portalId, after, after + peopleAtOnce],
  );
  return rows.filter(({ usage_json }) => isInactive(JSON.parse(usage_json), before)).map(({ person_id }) => person_id);
}

function isInactive({ lastActiveAt, firstSeenAt }: Usage, before: number): boolean {
  const seenAt = lastActiveAt ?? firstSeenAt;
  return seenAt !== null && seenAt < before;
}
