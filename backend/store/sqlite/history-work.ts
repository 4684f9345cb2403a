/** What the history card shows of one contact: a person's own rows alone, a page at a time. */
import { historyCardLimits as most } from '../card-limits.ts';
import type { HistoryWork, PersonEvent } from '../card-store.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import type { SqliteConnection } from './connection.ts';
import { loadDecision } from './decision-inputs.ts';
import { textReader } from './event-blocks.ts';
import { subjectOfRecord } from './record-rows.ts';
import { contactWork } from './record-work.ts';
import { everybodyOf } from './survivors.ts';

export function historyWork(connection: SqliteConnection, portalId: number, contactId: string): HistoryWork | null {
  const personId = subjectOfRecord(connection, portalId, 'contact', contactId);
  const [work] = personId === null ? [] : contactWork(connection, portalId, [personId]);
  if (personId === null || work === undefined) return null;
  return {
    ...work,
    decision: loadDecision(connection, portalId, personId),
    handoffs: connection
      .statement<HandoffRow>(
        // The + keeps SQLite from walking all handoffs in the order of handoff_id in place of looking the person up.
        'SELECT handoff_json, person_id FROM handoffs WHERE portal_id = ? AND person_id = ? ORDER BY +handoff_id DESC LIMIT ?',
      )
      .all(portalId, personId, most.handoffs)
      .map(toHandoff),
    marks: connection
      .statement<HistoryWork['marks'][number]>(
        `SELECT receipt_id AS receiptId, kind, outcome, at, handoff_id AS handoffId
         FROM json_each(?) CROSS JOIN receipts INDEXED BY receipts_by_person
         WHERE portal_id = ? AND person_id = json_each.value ORDER BY +receipt_id DESC LIMIT ?`,
      )
      .all(JSON.stringify(everybodyOf(connection, portalId, personId)), portalId, most.marks),
  };
}

/** Each of the person's ids has its own order; of every one the newest are taken, and of these the newest. */
export function personEvents(
  connection: SqliteConnection,
  portalId: number,
  personId: number,
  { before, limit }: { before: number; limit: number },
): PersonEvent[] {
  const page = connection.statement<Omit<PersonEvent, 'body'> & { body_json: string }>(
    `SELECT seq, body_json, received_at AS receivedAt, source FROM events INDEXED BY events_by_person
     WHERE portal_id = ? AND person_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  );
  return everybodyOf(connection, portalId, personId)
    .flatMap((id) => page.all(portalId, id, before, limit))
    .sort((one, other) => other.seq - one.seq)
    .slice(0, limit)
    .map(textReader(connection, portalId))
    .map(({ body_json: body, ...event }) => ({ ...event, body }));
}
