/** Events that count from now on find their persons as newly accepted ones do. */
import type { EventSource } from '../../../ingest/event.ts';
import { type AcceptedEvent, foldGroup, isUncounted } from '../../../usage/fold-group.ts';
import { RebuildSupersededError } from '../../rules-store.ts';
import { takeIds } from '../accept-events.ts';
import type { PostgresConnection, Query } from '../connection.ts';
import { isKept } from '../kept-events.ts';
import { loadGroup } from '../load-group.ts';
import { writeGroup } from '../write-group.ts';
import { moveOn, type Step } from './step.ts';

const eventsAtOnce = 200;

type EventRow = { seq: number; received_at: number; source: EventSource; body_json: string };

export async function resolveChunk(connection: PostgresConnection, step: Step): Promise<number | null> {
  const rows = await unresolved(connection.forPortal(step.portalId), step);
  const upTo = rows.at(-1)?.seq ?? null;
  if (counting(rows, step).length === 0) return moveOn(connection, step, upTo);
  return moveOn(connection, step, upTo, async (query) => {
    await checkNoRebuild(query, step.portalId);
    // Read again: somebody may have been erased meanwhile.
    await resolve(query, step, counting(await unresolved(query, step), step));
  });
}

function unresolved(query: Query, { portalId, standing }: Step): Promise<EventRow[]> {
  return query<EventRow>(
    `SELECT seq, received_at, source, body_json FROM events
     WHERE portal_id = $1 AND ${isKept} AND seq > $2 AND person_id IS NULL ORDER BY seq LIMIT $3`,
    [portalId, standing.reached, eventsAtOnce],
  );
}

function counting(rows: EventRow[], { normalise, compiled }: Step): AcceptedEvent[] {
  return rows
    .map(({ body_json, received_at, source, seq }) => ({ event: normalise(body_json, received_at, source), seq }))
    .filter(({ event }) => !isUncounted(event, compiled));
}

/** A rebuild that has passed the person already would never learn of the event. */
async function checkNoRebuild(query: Query, portalId: number): Promise<void> {
  const underWay = await query('SELECT FROM rebuilds WHERE portal_id = $1', [portalId]);
  if (underWay.length > 0) throw new RebuildSupersededError(portalId);
}

async function resolve(query: Query, { portalId, compiled, now }: Step, accepted: AcceptedEvent[]): Promise<void> {
  const state = await loadGroup(
    query,
    portalId,
    accepted.map(({ event }) => event),
  );
  const free = { personId: state.nextPersonId, companyId: state.nextCompanyId };
  const changes = foldGroup(state, accepted, compiled, now);
  await takeIds(query, portalId, state, free);
  await query(
    `UPDATE events SET person_id = found.person_id FROM unnest($2::bigint[], $3::bigint[]) AS found (seq, person_id)
     WHERE events.portal_id = $1 AND events.seq = found.seq`,
    [portalId, accepted.map(({ seq }) => seq), changes.personIds],
  );
  await writeGroup(query, portalId, changes, now, { as: 'before' });
}
