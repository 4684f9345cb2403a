/** Alarms about people who are erased, refusals that quote their address, and names of pages that hold it. */
import { isAlarmOf } from '../erased-alarms.ts';
import type { Query } from './connection.ts';
import type { ErasedPeople } from './erase-persons.ts';
import { clearAlarms } from './portal-writes.ts';

export async function eraseMentions(query: Query, portalId: number, people: ErasedPeople): Promise<void> {
  await eraseAlarms(query, portalId, people);
  const mentioned = (column: string) =>
    `EXISTS (SELECT 1 FROM unnest($2::text[]) AS word WHERE position(word IN lower(${column})) > 0)`;
  await query(
    `UPDATE records SET problem = NULL WHERE portal_id = $1 AND problem IS NOT NULL AND ${mentioned('problem')}`,
    [portalId, people.words],
  );
  for (const table of ['events_seen', 'arrival_hours']) {
    await query(`DELETE FROM ${table} WHERE portal_id = $1 AND ${mentioned('name')}`, [portalId, people.words]);
  }
}

async function eraseAlarms(query: Query, portalId: number, people: ErasedPeople): Promise<void> {
  const alarms = await query<{ key: string; message: string }>(
    'SELECT alarm_key AS key, message FROM alarms WHERE portal_id = $1',
    [portalId],
  );
  const theirs = alarms.filter((alarm) => isAlarmOf(alarm, people));
  await clearAlarms(
    query,
    portalId,
    theirs.map(({ key }) => key),
  );
}
