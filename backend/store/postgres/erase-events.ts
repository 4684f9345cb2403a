/** Raw events of people who are erased, and what other people's events say of them. Message ids stay: they repeat nothing. */
import { isEventOf, withoutWords } from '../erased-words.ts';
import type { Query } from './connection.ts';
import type { ErasedPeople } from './erase-persons.ts';

/** Of the events after `after` up to `upTo`. Returns how many were deleted. */
export async function eraseEvents(
  query: Query,
  portalId: number,
  people: ErasedPeople,
  after: number,
  upTo: number,
): Promise<number> {
  const persons = new Set<number | null>(people.personIds);
  const rows = await query<{ seq: number; person_id: number | null; body_json: string }>(
    `SELECT seq, person_id, body_json FROM events WHERE portal_id = $1 AND seq > $2 AND seq <= $3
       AND (person_id IS NULL OR person_id = ANY ($4::bigint[])
         OR EXISTS (SELECT 1 FROM unnest($5::text[]) AS word WHERE position(word IN lower(body_json)) > 0))`,
    [portalId, after, upTo, people.personIds, people.words],
  );
  const removed: number[] = [];
  const rewritten: { seq: number; body: string }[] = [];
  for (const { seq, person_id, body_json } of rows) {
    const isTheirs = persons.has(person_id) || (person_id === null && isEventOf(body_json, people));
    const body = withoutWords(body_json, people.words);
    if (isTheirs) removed.push(seq);
    else if (body !== body_json) rewritten.push({ seq, body });
  }
  await query('DELETE FROM events WHERE portal_id = $1 AND seq = ANY ($2::bigint[])', [portalId, removed]);
  await query(
    `UPDATE events SET body_json = rest.body FROM unnest($2::bigint[], $3::text[]) AS rest (seq, body)
     WHERE events.portal_id = $1 AND events.seq = rest.seq`,
    [portalId, rewritten.map(({ seq }) => seq), rewritten.map(({ body }) => body)],
  );
  return removed.length;
}
