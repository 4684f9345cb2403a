/** Alarms about people who are erased, refusals that name them, and names of pages that hold their address. */
import { alarmWithout, type ErasedMentions, isAlarmOf, isProblemOf, refusedBecause } from '../erased-mentions.ts';
import type { ErasedPeople } from '../erased-people.ts';
import { holdsWord, plainPartsOf } from '../erased-words.ts';
import type { Query } from './connection.ts';
import { clearAlarms } from './portal-writes.ts';

type Alarm = { alarm_key: string; message: string; raised_at: number };
type Problem = { kind: string; subject_id: number; problem: string };

export async function eraseMentions(query: Query, portalId: number, people: ErasedPeople): Promise<ErasedMentions> {
  const alarms = (await alarmsOf(query, portalId, people)).map(({ alarm_key: key, message }) => ({ key, message }));
  const rests = alarms.map((alarm) => ({ key: alarm.key, rest: alarmWithout(alarm, people) }));
  await clearAlarms(
    query,
    portalId,
    rests.filter(({ rest }) => rest === null).map(({ key }) => key),
  );
  const kept = rests.filter(({ rest }) => rest !== null);
  await query(
    `UPDATE alarms SET message = kept.rest FROM unnest($2::text[], $3::text[]) AS kept (key, rest)
     WHERE alarms.portal_id = $1 AND alarms.alarm_key = kept.key`,
    [portalId, kept.map(({ key }) => key), kept.map(({ rest }) => rest)],
  );
  const problems = await problemsOf(query, portalId, people);
  await query(
    `UPDATE records SET problem = NULL FROM unnest($2::text[], $3::bigint[]) AS named (kind, subject_id)
     WHERE records.portal_id = $1 AND records.kind = named.kind AND records.subject_id = named.subject_id`,
    [portalId, problems.map(({ kind }) => kind), problems.map(({ subject_id }) => subject_id)],
  );
  for (const table of ['events_seen', 'arrival_hours']) {
    const names = await query<{ name: string }>(
      `SELECT DISTINCT name FROM ${table} WHERE portal_id = $1
         AND EXISTS (SELECT 1 FROM unnest($2::text[]) AS word WHERE position(word IN lower(name)) > 0)`,
      [portalId, plainPartsOf(people.words)],
    );
    await query(`DELETE FROM ${table} WHERE portal_id = $1 AND name = ANY ($2::text[])`, [
      portalId,
      names.map(({ name }) => name).filter((name) => holdsWord(name, people.words)),
    ]);
  }
  return { because: refusedBecause(alarms, problems, people), alarms: alarms.length };
}

export async function alarmsOf(query: Query, portalId: number, people: ErasedPeople): Promise<Alarm[]> {
  const alarms = await query<Alarm>('SELECT alarm_key, message, raised_at FROM alarms WHERE portal_id = $1', [
    portalId,
  ]);
  return alarms.filter(({ alarm_key, message }) => isAlarmOf({ key: alarm_key, message }, people));
}

/** Of records of others, companies included. */
export async function problemsOf(query: Query, portalId: number, people: ErasedPeople): Promise<Problem[]> {
  if (people.userIds.size + people.words.length === 0) return [];
  const problems = await query<Problem>(
    `SELECT kind, subject_id, problem FROM records WHERE portal_id = $1 AND problem IS NOT NULL
       AND NOT (kind = 'contact' AND subject_id = ANY ($2::bigint[]))`,
    [portalId, people.personIds],
  );
  return problems.filter(({ problem }) => isProblemOf(problem, people));
}
