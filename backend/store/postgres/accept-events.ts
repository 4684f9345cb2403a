import { localWeek } from '@zo/shared';
import { isHistory, type NormalisedEvent } from '../../ingest/event.ts';
import { withForgotten } from '../../privacy/with-forgotten.ts';
import { compileRules } from '../../usage/compile-rules.ts';
import { foldGroup } from '../../usage/fold-group.ts';
import type { LoadedState } from '../../usage/group-state.ts';
import type { Came } from '../../usage/marks.ts';
import { type AcceptedRequest, type FoldRules, RulesChangedError } from '../store.ts';
import { columns } from './columns.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { findForgotten } from './forgotten-people.ts';
import { type LoadedGroup, loadGroup } from './load-group.ts';
import { moveCounters } from './rows.ts';
import { type UsageColumn, usageColumn } from './usage-columns.ts';
import { writeGroup } from './write-group.ts';

/**
 * See IngestStore.acceptEvents. The clock of the group is the latest `receivedAt` in it. Groups of one portal wait for
 * each other, also across nodes: each reads what the one before it wrote.
 */
export function acceptEvents(
  connection: PostgresConnection,
  portalId: number,
  requests: NormalisedEvent[][],
  rules: FoldRules,
  onCommitted?: () => void,
): Promise<AcceptedRequest[]> {
  const accept = (query: Query) => acceptGroup(query, portalId, requests, rules);
  return connection.portalTransaction(portalId, accept, { onCommitted });
}

/**
 * Within a transaction of the portal. Two round trips read, the third writes: what a repeated event mentions is read with the
 * rest, before anybody knows that it is one.
 */
export async function acceptGroup(
  query: Query,
  portalId: number,
  requests: NormalisedEvent[][],
  rules: FoldRules,
): Promise<AcceptedRequest[]> {
  const first = new Map<string, NormalisedEvent>();
  for (const event of requests.flat()) if (!first.has(event.messageId)) first.set(event.messageId, event);
  const events = [...first.values()];
  const [standing, isNew, state] = await Promise.all([
    loadStanding(query, portalId, rules),
    keepMessageIds(query, portalId, events),
    loadGroup(query, portalId, events),
  ]);
  const { results, fresh } = sortOut(requests, first, isNew);
  const forgotten = standing.forgets ? await findForgotten(query, portalId, fresh, rules) : new Set<NormalisedEvent>();
  const kept = forgotten.size === 0 ? fresh : fresh.filter((event) => !forgotten.has(event));
  if (kept.length > 0) await foldFresh(query, portalId, kept, { rules, state, live: standing.live });
  return withForgotten(results, requests, forgotten);
}

/** By which rules usage is counted, where it stands, and whether anybody was ever deleted for privacy. Throws RulesChangedError. */
async function loadStanding(query: Query, portalId: number, { generation }: FoldRules) {
  const [row] = await query<{ generation: number | null; usage_slot: number | null; forgets: boolean }>(
    `SELECT r.generation, r.usage_slot,
       EXISTS (SELECT FROM forgotten_identities f WHERE f.portal_id = $1) AS forgets
     FROM (SELECT) AS asked LEFT JOIN rules_in_force r ON r.portal_id = $1`,
    [portalId],
  );
  if (generation !== undefined && generation !== (row?.generation ?? 0)) throw new RulesChangedError(portalId);
  return { live: usageColumn(row?.usage_slot), forgets: row?.forgets === true };
}

/** Which of them are new. Of what may not be kept the ids are, too: a repeat of it is answered as any other repeat. */
async function keepMessageIds(query: Query, portalId: number, events: NormalisedEvent[]): Promise<Set<string>> {
  const inserted = await query<{ message_id: string }>(
    `INSERT INTO message_ids (portal_id, message_id, received_at)
     SELECT $1, * FROM unnest($2::text[], $3::bigint[]) ON CONFLICT DO NOTHING RETURNING message_id`,
    [
      portalId,
      ...columns<NormalisedEvent, unknown>(
        events,
        (event) => event.messageId,
        (event) => event.receivedAt,
      ),
    ],
  );
  return new Set(inserted.map((row) => row.message_id));
}

/** Takes from `isNew` what it finds. */
function sortOut(requests: NormalisedEvent[][], first: Map<string, NormalisedEvent>, isNew: Set<string>) {
  const fresh: NormalisedEvent[] = [];
  const results = requests.map((request): AcceptedRequest => {
    const duplicates: number[] = [];
    for (const [index, event] of request.entries()) {
      if (first.get(event.messageId) === event && isNew.delete(event.messageId)) fresh.push(event);
      else duplicates.push(index);
    }
    return { accepted: request.length - duplicates.length, duplicates };
  });
  return { results, fresh };
}

async function foldFresh(
  query: Query,
  portalId: number,
  fresh: NormalisedEvent[],
  { rules, state, live }: { rules: FoldRules; state: LoadedGroup; live: UsageColumn },
): Promise<void> {
  const now = fresh.reduce((latest, event) => Math.max(latest, event.receivedAt), 0);
  const free = { personId: state.nextPersonId, companyId: state.nextCompanyId };
  const accepted = fresh.map((event, index) => ({ event, seq: state.nextSeq + index }));
  const changes = foldGroup(state, accepted, compileRules(rules), now);
  const isPast = fresh.every(({ source }) => isHistory(source));
  const came: Came = isPast ? { as: 'history' } : { as: 'live', week: localWeek(now, rules.timeZone) };
  await Promise.all([
    moveCounters(query, portalId, { event: fresh.length, ...taken(state, free) }),
    query(
      `INSERT INTO events (portal_id, seq, person_id, received_at, source, body_json)
       SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])`,
      [
        portalId,
        accepted.map(({ seq }) => seq),
        changes.personIds,
        ...columns<NormalisedEvent, unknown>(
          fresh,
          (event) => event.receivedAt,
          (event) => event.source,
          (event) => event.body,
        ),
      ],
    ),
    writeGroup(query, portalId, changes, now, came, live),
  ]);
}

type FreeIds = { personId: number; companyId: number };

function taken(after: LoadedState, before: FreeIds) {
  return { person: after.nextPersonId - before.personId, company: after.nextCompanyId - before.companyId };
}

/** Moves the portal's sequences past the ids that the fold gave out. */
export function takeIds(query: Query, portalId: number, after: LoadedState, before: FreeIds): Promise<void> {
  return moveCounters(query, portalId, taken(after, before));
}
