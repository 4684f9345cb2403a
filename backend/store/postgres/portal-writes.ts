/** Settings and alarms within a transaction of another command. */
import type { Query } from './connection.ts';

/** The value as it was saved; null when it never was. */
export async function loadSetting(query: Query, portalId: number, name: string): Promise<unknown> {
  const [row] = await query<{ value_json: string }>(
    'SELECT value_json FROM settings WHERE portal_id = $1 AND name = $2',
    [portalId, name],
  );
  return row ? JSON.parse(row.value_json) : null;
}

export async function saveSetting(
  query: Query,
  portalId: number,
  name: string,
  value: unknown,
  now: number,
): Promise<void> {
  await query(
    `INSERT INTO settings (portal_id, name, value_json, updated_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (portal_id, name) DO UPDATE SET value_json = excluded.value_json, updated_at = excluded.updated_at`,
    [portalId, name, JSON.stringify(value ?? null), now],
  );
}

/** One row per key: raising again counts, and shows the newest message. */
export async function raiseAlarm(
  query: Query,
  portalId: number,
  key: string,
  message: string,
  now: number,
): Promise<void> {
  await query(
    `INSERT INTO alarms (portal_id, alarm_key, message, raised_at, times) VALUES ($1, $2, $3, $4, 1)
     ON CONFLICT (portal_id, alarm_key) DO UPDATE SET
       message = excluded.message, raised_at = excluded.raised_at, times = alarms.times + 1`,
    [portalId, key, message, now],
  );
}

export async function clearAlarms(query: Query, portalId: number, keys: string[]): Promise<void> {
  if (keys.length === 0) return;
  await query('DELETE FROM alarms WHERE portal_id = $1 AND alarm_key = ANY ($2::text[])', [portalId, keys]);
}
