/** Raw events of people who are erased, and what other people's events say of them. Message ids stay: they repeat nothing. */
import { isEventOf, withoutWords } from '../erased-words.ts';
import type { SqliteConnection } from './connection.ts';
import type { ErasedPeople } from './erase-persons.ts';

/** Of the events after `after` up to `upTo`. Returns how many were deleted. */
export function eraseEvents(
  connection: SqliteConnection,
  portalId: number,
  people: ErasedPeople,
  after: number,
  upTo: number,
): number {
  const persons = new Set<number | null>(people.personIds);
  const rows = connection
    .statement<{ seq: number; person_id: number | null; body_json: string }>(
      `SELECT seq, person_id, body_json FROM events WHERE portal_id = ? AND seq > ? AND seq <= ?
         AND (person_id IS NULL OR person_id IN (SELECT value FROM json_each(?))
           OR EXISTS (SELECT 1 FROM json_each(?) WHERE instr(lower(body_json), value) > 0))`,
    )
    .all(portalId, after, upTo, JSON.stringify(people.personIds), JSON.stringify(people.words));
  const remove = connection.statement('DELETE FROM events WHERE portal_id = ? AND seq = ?');
  const rewrite = connection.statement('UPDATE events SET body_json = ? WHERE portal_id = ? AND seq = ?');
  let removed = 0;
  for (const { seq, person_id, body_json } of rows) {
    if (persons.has(person_id) || (person_id === null && isEventOf(body_json, people))) {
      removed += remove.run(portalId, seq).changes;
      continue;
    }
    const rest = withoutWords(body_json, people.words);
    if (rest !== body_json) rewrite.run(rest, portalId, seq);
  }
  return removed;
}
