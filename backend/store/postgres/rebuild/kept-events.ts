/**
 * The kept events of some persons and of whoever became one of them, a page at a time by the index on whose they are: nobody
 * else's are read, and a person with a great many is never in memory whole.
 */
import type { EventSource } from '../../../ingest/event.ts';
import type { Query } from '../connection.ts';
import { isKept } from '../kept-events.ts';

/** So that folding a page holds up whatever else this thread does for a few milliseconds. */
const eventsAtOnce = 500;

export type KeptRow = {
  seq: number;
  person_id: number;
  received_at: number;
  source: EventSource;
  body_json: string;
};

/** Everybody whom these persons are, or once were: which of these persons each is now. Each is looked up by itself. */
export async function loadFormers(query: Query, portalId: number, personIds: number[]): Promise<Map<number, number>> {
  const rows = await query<{ id: number; person_id: number }>(
    `WITH RECURSIVE former (id, person_id) AS (
       SELECT person_id, person_id FROM unnest($2::bigint[]) AS person_id
       UNION ALL
       SELECT earlier.from_id, former.person_id FROM former
       CROSS JOIN LATERAL (
         SELECT m.from_id FROM merges m WHERE m.portal_id = $1 AND m.kind = 'person' AND m.into_id = former.id OFFSET 0
       ) AS earlier)
     SELECT id, person_id FROM former`,
    [portalId, personIds],
  );
  return new Map(rows.map(({ id, person_id }) => [id, person_id]));
}

/** Of those who were accepted under these ids, up to an event; in order of the ids, and of acceptance for each. */
export async function* keptEvents(
  query: Query,
  portalId: number,
  acceptedAs: number[],
  upTo: number,
): AsyncGenerator<KeptRow[], void> {
  let [person, seq] = [0, 0];
  for (;;) {
    const rows = await query<KeptRow>(
      `SELECT seq, person_id, received_at, source, body_json FROM events
       WHERE portal_id = $1 AND ${isKept} AND person_id = ANY ($2::bigint[]) AND (person_id, seq) > ($3, $4) AND seq <= $5
       ORDER BY person_id, seq LIMIT $6`,
      [portalId, acceptedAs, person, seq, upTo, eventsAtOnce],
    );
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < eventsAtOnce) return;
    [person, seq] = [last.person_id, last.seq];
  }
}
