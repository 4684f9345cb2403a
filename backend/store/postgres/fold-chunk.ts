/** Counting kept events again, some at a time. */
import type { EventSource } from '../../ingest/event.ts';
import { type Rebuild, takeKept } from '../../usage/rebuild.ts';
import type { Normalise } from '../store.ts';
import type { Query } from './connection.ts';
import { isKept } from './kept-events.ts';

type EventRow = {
  seq: number;
  person_id: number | null;
  received_at: number;
  source: EventSource;
  body_json: string;
};

/** Folds at most `limit` events after `afterSeq`; returns the last one's seq, or `afterSeq` when there are no more. */
export async function foldChunk(
  query: Query,
  portalId: number,
  rebuild: Rebuild,
  normalise: Normalise,
  { afterSeq, limit }: { afterSeq: number; limit: number },
): Promise<number> {
  const rows = await query<EventRow>(
    `SELECT seq, person_id, received_at, source, body_json FROM events
     WHERE portal_id = $1 AND seq > $2 AND ${isKept} ORDER BY seq LIMIT $3`,
    [portalId, afterSeq, limit],
  );
  for (const row of rows) {
    takeKept(rebuild, row.seq, row.person_id, normalise(row.body_json, row.received_at, row.source));
  }
  return rows.at(-1)?.seq ?? afterSeq;
}
