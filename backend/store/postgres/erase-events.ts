/** Raw events of people who are erased, and what other people's events say of them. Message ids stay: they repeat nothing. */
import type { ErasedPeople } from '../erased-people.ts';
import { isEventOf, plainPartsOf, withoutWords } from '../erased-words.ts';
import type { Query } from './connection.ts';
import { isKept } from './kept-events.ts';

type EventRow = { seq: number; person_id: number | null; received_at: number; source: string; body_json: string };

/**
 * Of the events after `after` up to `upTo`: their own, and those of others that say something of them. Not `isKept`: retention
 * has taken leave of it, and it stands until its week is dropped.
 */
export async function eventsAbout(
  query: Query,
  portalId: number,
  people: ErasedPeople,
  after: number,
  upTo: number,
): Promise<{ row: EventRow; isTheirs: boolean; isKept: boolean }[]> {
  const persons = new Set<number | null>(people.personIds);
  const rows = await query<EventRow & { is_kept: boolean }>(
    `SELECT seq, person_id, received_at, source, body_json, ${isKept} AS is_kept FROM events
     WHERE portal_id = $1 AND seq > $2 AND seq <= $3
       AND (person_id IS NULL OR person_id = ANY ($4::bigint[])
         OR EXISTS (SELECT 1 FROM unnest($5::text[]) AS word WHERE position(word IN lower(body_json)) > 0))
     ORDER BY seq`,
    [portalId, after, upTo, people.personIds, plainPartsOf(people.words)],
  );
  return rows
    .map(({ is_kept, ...row }) => ({
      row,
      isKept: is_kept,
      isTheirs: persons.has(row.person_id) || (row.person_id === null && isEventOf(row.body_json, people)),
    }))
    .filter(({ row, isTheirs }) => isTheirs || withoutWords(row.body_json, people.words) !== row.body_json);
}

/** Of the events after `after` up to `upTo`. Returns how many of those that are kept were deleted. */
export async function eraseEvents(
  query: Query,
  portalId: number,
  people: ErasedPeople,
  after: number,
  upTo: number,
): Promise<number> {
  const about = await eventsAbout(query, portalId, people, after, upTo);
  const theirs = about.filter(({ isTheirs }) => isTheirs);
  const removed = theirs.map(({ row }) => row.seq);
  const rewritten = about.filter(({ isTheirs }) => !isTheirs).map(({ row }) => row);
  await query('DELETE FROM events WHERE portal_id = $1 AND seq = ANY ($2::bigint[])', [portalId, removed]);
  await query(
    `UPDATE events SET body_json = rest.body FROM unnest($2::bigint[], $3::text[]) AS rest (seq, body)
     WHERE events.portal_id = $1 AND events.seq = rest.seq`,
    [portalId, rewritten.map(({ seq }) => seq), rewritten.map((row) => withoutWords(row.body_json, people.words))],
  );
  return theirs.filter((one) => one.isKept).length;
}
