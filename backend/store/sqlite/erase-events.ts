/** Raw events of people who are erased, and what other people's events say of them. Message ids stay: they repeat nothing. */
import { isEventOf, withoutWords } from '../erased-words.ts';
import type { SqliteConnection } from './connection.ts';
import type { ErasedPeople } from './erase-persons.ts';

type EventRow = { seq: number; person_id: number | null; received_at: number; source: string; body_json: string };

/** Of the events after `after` up to `upTo`: their own, and those of others that say something of them. */
export function eventsAbout(
  connection: SqliteConnection,
  portalId: number,
  people: ErasedPeople,
  after: number,
  upTo: number,
): { row: EventRow; isTheirs: boolean }[] {
  const persons = new Set<number | null>(people.personIds);
  return connection
    .statement<EventRow>(
      `SELECT seq, person_id, received_at, source, body_json FROM events WHERE portal_id = ? AND seq > ? AND seq <= ?
         AND (person_id IS NULL OR person_id IN (SELECT value FROM json_each(?))
           OR EXISTS (SELECT 1 FROM json_each(?) WHERE instr(lower(body_json), value) > 0))`,
    )
    .all(portalId, after, upTo, JSON.stringify(people.personIds), JSON.stringify(people.words))
    .map((row) => ({
      row,
      isTheirs: persons.has(row.person_id) || (row.person_id === null && isEventOf(row.body_json, people)),
    }))
    .filter(({ row, isTheirs: own }) => own || withoutWords(row.body_json, people.words) !== row.body_json);
}

/** Of the events after `after` up to `upTo`. Returns how many were deleted. */
export function eraseEvents(
  connection: SqliteConnection,
  portalId: number,
  people: ErasedPeople,
  after: number,
  upTo: number,
): number {
  const remove = connection.statement('DELETE FROM events WHERE portal_id = ? AND seq = ?');
  const rewrite = connection.statement('UPDATE events SET body_json = ? WHERE portal_id = ? AND seq = ?');
  let removed = 0;
  for (const { row, isTheirs: own } of eventsAbout(connection, portalId, people, after, upTo)) {
    if (own) removed += remove.run(portalId, row.seq).changes;
    else rewrite.run(withoutWords(row.body_json, people.words), portalId, row.seq);
  }
  return removed;
}
