/** What the history card shows of one contact: a person's own rows alone, a page at a time. */
import { historyCardLimits as most } from '../card-limits.ts';
import type { HistoryWork, PersonEvent } from '../card-store.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import type { Query } from './connection.ts';
import { loadDecision } from './handoff-rows.ts';
import { isKept } from './kept-events.ts';
import { subjectOfRecord } from './record-rows.ts';
import { contactWork } from './record-work.ts';
import { everybodyOf } from './survivors.ts';

export async function historyWork(query: Query, portalId: number, contactId: string): Promise<HistoryWork | null> {
  const personId = await subjectOfRecord(query, portalId, 'contact', contactId);
  const [work] = personId === null ? [] : await contactWork(query, portalId, [personId]);
  if (personId === null || work === undefined) return null;
  const handoffs = await query<HandoffRow>(
    `SELECT handoff_json, person_id FROM handoffs WHERE portal_id = $1 AND person_id = $2
     ORDER BY handoff_id DESC LIMIT $3`,
    [portalId, personId, most.handoffs],
  );
  return {
    ...work,
    decision: await loadDecision(query, portalId, personId),
    handoffs: handoffs.map(toHandoff),
    marks: await query<HistoryWork['marks'][number]>(
      `SELECT receipt_id AS "receiptId", kind, outcome, at, handoff_id AS "handoffId" FROM receipts
       WHERE portal_id = $1 AND person_id = ANY ($2::bigint[]) ORDER BY receipt_id DESC LIMIT $3`,
      [portalId, await everybodyOf(query, portalId, personId), most.marks],
    ),
  };
}

/** Each of the person's ids has its own order; of every one the newest are taken, and of these the newest. */
export async function personEvents(
  query: Query,
  portalId: number,
  personId: number,
  { before, limit }: { before: number; limit: number },
): Promise<PersonEvent[]> {
  return query<PersonEvent>(
    `SELECT page.* FROM unnest($2::bigint[]) AS one (person_id)
     CROSS JOIN LATERAL (SELECT seq, body_json AS body, received_at AS "receivedAt", source FROM events
       WHERE portal_id = $1 AND person_id = one.person_id AND seq < $3 AND ${isKept} ORDER BY seq DESC LIMIT $4) page
     ORDER BY page.seq DESC LIMIT $4`,
    [portalId, await everybodyOf(query, portalId, personId), before, limit],
  );
}
