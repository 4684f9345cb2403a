/** What the store knows of portals besides events: the portal, its write keys, settings and alarms. */
import type { Alarm, Portal, WriteKey } from '../store.ts';
import { type PortalRow, toPortal } from '../stored-rows.ts';
import type { SqliteConnection } from './connection.ts';

/** Keeps `created_at` of the first save. */
export function savePortal(connection: SqliteConnection, portal: Portal): void {
  connection
    .statement(
      `INSERT INTO portals (portal_id, time_zone, ui_domain, scopes_json, go_live_at, created_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (portal_id) DO UPDATE SET time_zone = excluded.time_zone, ui_domain = excluded.ui_domain,
         scopes_json = excluded.scopes_json, go_live_at = excluded.go_live_at`,
    )
    .run(
      portal.portalId,
      portal.timeZone,
      portal.uiDomain,
      JSON.stringify(portal.scopes),
      portal.goLiveAt,
      portal.createdAt,
    );
}

export function loadPortal(connection: SqliteConnection, portalId: number): Portal | null {
  const row = connection.statement<PortalRow>('SELECT * FROM portals WHERE portal_id = ?').get(portalId);
  return row ? toPortal(row) : null;
}

export function loadPortals(connection: SqliteConnection): Portal[] {
  return connection.statement<PortalRow>('SELECT * FROM portals ORDER BY portal_id').all().map(toPortal);
}

/** A key saved again belongs to whoever saved it last, and is no longer revoked. */
export function saveWriteKey(connection: SqliteConnection, keyHash: string, key: WriteKey, now: number): void {
  connection
    .statement(
      `INSERT INTO write_keys (key_hash, portal_id, source, created_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (key_hash) DO UPDATE SET portal_id = excluded.portal_id, source = excluded.source, revoked_at = NULL`,
    )
    .run(keyHash, key.portalId, key.source, now);
}

export function loadWriteKey(connection: SqliteConnection, keyHash: string): WriteKey | null {
  const row = connection
    .statement<WriteKey>(
      'SELECT portal_id AS portalId, source FROM write_keys WHERE key_hash = ? AND revoked_at IS NULL',
    )
    .get(keyHash);
  return row ? { portalId: row.portalId, source: row.source } : null;
}

/** The value as it was saved; null when it never was. */
export function loadSetting(connection: SqliteConnection, portalId: number, name: string): unknown {
  const row = connection
    .statement<{ value_json: string }>('SELECT value_json FROM settings WHERE portal_id = ? AND name = ?')
    .get(portalId, name);
  return row ? JSON.parse(row.value_json) : null;
}

export function saveSetting(
  connection: SqliteConnection,
  portalId: number,
  name: string,
  value: unknown,
  now: number,
): void {
  connection
    .statement(
      `INSERT INTO settings (portal_id, name, value_json, updated_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (portal_id, name) DO UPDATE SET value_json = excluded.value_json, updated_at = excluded.updated_at`,
    )
    .run(portalId, name, JSON.stringify(value ?? null), now);
}

/** One row per key: raising again counts, and shows the newest message. */
export function raiseAlarm(
  connection: SqliteConnection,
  portalId: number,
  key: string,
  message: string,
  now: number,
): void {
  connection
    .statement(
      `INSERT INTO alarms (portal_id, alarm_key, message, raised_at, times) VALUES (?, ?, ?, ?, 1)
       ON CONFLICT (portal_id, alarm_key) DO UPDATE SET
         message = excluded.message, raised_at = excluded.raised_at, times = times + 1`,
    )
    .run(portalId, key, message, now);
}

export function clearAlarm(connection: SqliteConnection, portalId: number, key: string): void {
  const isRaised = connection.statement('SELECT 1 FROM alarms WHERE portal_id = ? AND alarm_key = ?');
  // Asked whenever something has gone well, and hardly ever there.
  if (isRaised.get(portalId, key) === undefined) return;
  connection.statement('DELETE FROM alarms WHERE portal_id = ? AND alarm_key = ?').run(portalId, key);
}

export function loadAlarms(connection: SqliteConnection, portalId: number): Alarm[] {
  return connection
    .statement<Alarm>(
      `SELECT alarm_key AS key, message, raised_at AS raisedAt, times FROM alarms
       WHERE portal_id = ? ORDER BY raised_at DESC, alarm_key`,
    )
    .all(portalId);
}
