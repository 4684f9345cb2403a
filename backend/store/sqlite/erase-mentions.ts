/** Where somebody who is erased may be named besides their own rows. */
import { alarmWithout, type ErasedMentions, isAlarmOf, isProblemOf, refusedBecause } from '../erased-mentions.ts';
import type { ErasedPeople } from '../erased-people.ts';
import type { SqliteConnection } from './connection.ts';

type Alarm = { alarm_key: string; message: string; raised_at: number };
type Problem = { kind: string; subject_id: number; problem: string };

/**
 * Alarms about them, refusals that name them, and names of pages that hold their address.
 */
export function eraseMentions(connection: SqliteConnection, portalId: number, people: ErasedPeople): ErasedMentions {
  const remove = connection.statement('DELETE FROM alarms WHERE portal_id = ? AND alarm_key = ?');
  const change = connection.statement('UPDATE alarms SET message = ? WHERE portal_id = ? AND alarm_key = ?');
  const alarms = alarmsOf(connection, portalId, people).map(({ alarm_key: key, message }) => ({ key, message }));
  for (const alarm of alarms) {
    const rest = alarmWithout(alarm, people);
    if (rest === null) remove.run(portalId, alarm.key);
    else change.run(rest, portalId, alarm.key);
  }
  const problems = problemsOf(connection, portalId, people);
  const forget = connection.statement(
    'UPDATE records SET problem = NULL WHERE portal_id = ? AND kind = ? AND subject_id = ?',
  );
  for (const { kind, subject_id } of problems) forget.run(portalId, kind, subject_id);
  for (const table of ['events_seen', 'arrival_hours']) {
    connection
      .statement(
        `DELETE FROM ${table} WHERE portal_id = ?
           AND EXISTS (SELECT 1 FROM json_each(?) WHERE instr(in_lower_case(name), value) > 0)`,
      )
      .run(portalId, JSON.stringify(people.words));
  }
  return { because: refusedBecause(alarms, problems, people), alarms: alarms.length };
}

export function alarmsOf(connection: SqliteConnection, portalId: number, people: ErasedPeople): Alarm[] {
  return connection
    .statement<Alarm>('SELECT alarm_key, message, raised_at FROM alarms WHERE portal_id = ?')
    .all(portalId)
    .filter(({ alarm_key, message }) => isAlarmOf({ key: alarm_key, message }, people));
}

/** Of records of others, companies included. */
export function problemsOf(connection: SqliteConnection, portalId: number, people: ErasedPeople): Problem[] {
  if (people.userIds.size + people.words.length === 0) return [];
  const found: Problem[] = [];
  const rows = connection
    .statement<Problem>(
      `SELECT kind, subject_id, problem FROM records WHERE portal_id = ? AND problem IS NOT NULL
         AND NOT (kind = 'contact' AND subject_id IN (SELECT value FROM json_each(?)))`,
    )
    .iterate(portalId, JSON.stringify(people.personIds));
  for (const row of rows) if (isProblemOf(row.problem, people)) found.push(row);
  return found;
}
