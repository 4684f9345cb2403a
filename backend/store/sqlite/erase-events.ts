/** Raw events of people who are erased, and what other people's events say of them. Message ids stay: they repeat nothing. */
import type { ErasedPeople } from '../erased-people.ts';
import { isEventOf, withoutWords } from '../erased-words.ts';
import type { SqliteConnection } from './connection.ts';
import { changeBlocks, isInBlock, textReader } from './event-blocks.ts';

type EventRow = { seq: number; person_id: number | null; received_at: number; source: string; body_json: string };

type Found = { row: EventRow; isTheirs: boolean; isPacked: boolean };

/** Of the events after `after` up to `upTo`: their own, and those of others that say something of them. */
export function eventsAbout(
  connection: SqliteConnection,
  portalId: number,
  people: ErasedPeople,
  after: number,
  upTo: number,
): Found[] {
  const persons = new Set<number | null>(people.personIds);
  const withText = textReader(connection, portalId);
  const says = (body: string) => {
    const text = body.toLowerCase();
    return people.words.some((word) => text.includes(word)) && withoutWords(body, people.words) !== body;
  };
  return connection
    .statement<EventRow>(
      `SELECT seq, person_id, received_at, source, body_json FROM events WHERE portal_id = ? AND seq > ? AND seq <= ?
         AND (body_json = '${isInBlock}' OR person_id IS NULL OR person_id IN (SELECT value FROM json_each(?))
           OR EXISTS (SELECT 1 FROM json_each(?) WHERE instr(in_lower_case(body_json), value) > 0)) ORDER BY seq`,
    )
    .all(portalId, after, upTo, JSON.stringify(people.personIds), JSON.stringify(people.words))
    .map((stored) => {
      const row = withText(stored);
      const isTheirs = persons.has(row.person_id) || (row.person_id === null && isEventOf(row.body_json, people));
      return { row, isTheirs, isPacked: row !== stored };
    })
    .filter(({ row, isTheirs }) => isTheirs || says(row.body_json));
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
  const inBlocks: { seq: number; text: string | null }[] = [];
  let removed = 0;
  for (const { row, isTheirs, isPacked } of eventsAbout(connection, portalId, people, after, upTo)) {
    const text = isTheirs ? null : withoutWords(row.body_json, people.words);
    if (isTheirs) removed += remove.run(portalId, row.seq).changes;
    else if (!isPacked) rewrite.run(text, portalId, row.seq);
    if (isPacked) inBlocks.push({ seq: row.seq, text });
  }
  changeBlocks(connection, portalId, inBlocks);
  return removed;
}
