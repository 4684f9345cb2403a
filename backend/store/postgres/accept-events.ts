import { localWeek } from '@zo/shared';
import { isHistory, type NormalisedEvent } from '../../ingest/event.ts';
import { withForgotten } from '../../privacy/with-forgotten.ts';
import { compileRules } from '../../usage/compile-rules.ts';
import { foldGroup } from '../../usage/fold-group.ts';
import type { LoadedState } from '../../usage/group-state.ts';
import type { Came } from '../../usage/marks.ts';
import type { AcceptedRequest, FoldRules } from '../store.ts';
import { columns } from './columns.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { findForgotten } from './forgotten-people.ts';
import { loadGroup } from './load-group.ts';
import { takeCounter } from './rows.ts';
import { checkCurrent } from './rules-in-force.ts';
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
): Promise<AcceptedRequest[]> {
  return connection.portalTransaction(portalId, (query) => acceptGroup(query, portalId, requests, rules));
}

/** Within a transaction of the portal. */
export async function acceptGroup(
  query: Query,
  portalId: number,
  requests: NormalisedEvent[][],
  rules: FoldRules,
): Promise<AcceptedRequest[]> {
  await checkCurrent(query, portalId, rules);
  const { results, fresh } = await keepMessageIds(query, portalId, requests);
  const forgotten = await findForgotten(query, portalId, fresh, rules);
  const kept = forgotten.size === 0 ? fresh : fresh.filter((event) => !forgotten.has(event));
  if (kept.length > 0) await foldFresh(query, portalId, kept, rules);
  return withForgotten(results, requests, forgotten);
}

/** Of what may not be kept the ids are, too: a repeat of it is answered as any other repeat. */
async function keepMessageIds(query: Query, portalId: number, requests: NormalisedEvent[][]) {
  const first = new Map<string, NormalisedEvent>();
  for (const event of requests.flat()) if (!first.has(event.messageId)) first.set(event.messageId, event);
  const events = [...first.values()];
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
  const isNew = new Set(inserted.map((row) => row.message_id));
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

async function foldFresh(query: Query, portalId: number, fresh: NormalisedEvent[], rules: FoldRules): Promise<void> {
  const firstSeq = await takeCounter(query, portalId, 'event', fresh.length);
  const now = fresh.reduce((latest, event) => Math.max(latest, event.receivedAt), 0);
  const state = await loadGroup(query, portalId, fresh);
  const free = { personId: state.nextPersonId, companyId: state.nextCompanyId };
  const accepted = fresh.map((event, index) => ({ event, seq: firstSeq + index }));
  const changes = foldGroup(state, accepted, compileRules(rules), now);

  await takeIds(query, portalId, state, free);
  await query(
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
  );
  const isPast = fresh.every(({ source }) => isHistory(source));
  const came: Came = isPast ? { as: 'history' } : { as: 'live', week: localWeek(now, rules.timeZone) };
  await writeGroup(query, portalId, changes, now, came);
}

/** Moves the portal's sequences past the ids that the fold gave out. */
export async function takeIds(
  query: Query,
  portalId: number,
  after: LoadedState,
  before: { personId: number; companyId: number },
): Promise<void> {
  const persons = after.nextPersonId - before.personId;
  const companies = after.nextCompanyId - before.companyId;
  if (persons > 0) await takeCounter(query, portalId, 'person', persons);
  if (companies > 0) await takeCounter(query, portalId, 'company', companies);
}
