/** Where the address of somebody who is erased may stand besides their own rows. */
import { isAlarmOf } from '../erased-alarms.ts';
import type { SqliteConnection } from './connection.ts';
import type { ErasedPeople } from './erase-persons.ts';

/** Alarms about them, refusals that quote their address, and names of pages that hold it. */
export function eraseMentions(connection: SqliteConnection, portalId: number, people: ErasedPeople): void {
  eraseAlarms(connection, portalId, people);
  const words = JSON.stringify(people.words);
  connection
    .statement(
      `UPDATE records SET problem = NULL WHERE portal_id = ? AND problem IS NOT NULL
         AND EXISTS (SELECT 1 FROM json_each(?) WHERE instr(lower(problem), value) > 0)`,
    )
    .run(portalId, words);
  for (const table of ['events_seen', 'arrival_hours']) {
    connection
      .statement(
        `DELETE FROM ${table} WHERE portal_id = ?
           AND EXISTS (SELECT 1 FROM json_each(?) WHERE instr(lower(name), value) > 0)`,
      )
      .run(portalId, words);
  }
}

function eraseAlarms(connection: SqliteConnection, portalId: number, people: ErasedPeople): void {
  const alarms = connection
    .statement<{ key: string; message: string }>('SELECT alarm_key AS key, message FROM alarms WHERE portal_id = ?')
    .all(portalId);
  const remove = connection.statement('DELETE FROM alarms WHERE portal_id = ? AND alarm_key = ?');
  for (const alarm of alarms) if (isAlarmOf(alarm, people)) remove.run(portalId, alarm.key);
}
