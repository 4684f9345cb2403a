/** What the store knows of portals besides events: the portal, its write keys, settings and alarms. */
import type { Alarm, Portal, PortalStore, WriteKey } from '../store.ts';
import { type PortalRow, toPortal } from '../stored-rows.ts';
import type { PostgresConnection } from './connection.ts';
import { loadPlaybook, loadPlaybooks, savePlaybook } from './playbook-rows.ts';

export function portalCommands(connection: PostgresConnection): PortalStore {
  const { query } = connection;
  return {
    async savePortal(portal: Portal) {
      await query(
        `INSERT INTO portals (portal_id, time_zone, ui_domain, scopes_json, go_live_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (portal_id) DO UPDATE SET time_zone = excluded.time_zone, ui_domain = excluded.ui_domain,
           scopes_json = excluded.scopes_json, go_live_at = excluded.go_live_at`,
        [
          portal.portalId,
          portal.timeZone,
          portal.uiDomain,
          JSON.stringify(portal.scopes),
          portal.goLiveAt,
          portal.createdAt,
        ],
      );
    },
    async portal(portalId) {
      const [row] = await query<PortalRow>('SELECT * FROM portals WHERE portal_id = $1', [portalId]);
      return row ? toPortal(row) : null;
    },
    async portals() {
      return (await query<PortalRow>('SELECT * FROM portals ORDER BY portal_id')).map(toPortal);
    },
    async saveWriteKey(keyHash, key, now) {
      await query(
        `INSERT INTO write_keys (key_hash, portal_id, source, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (key_hash) DO UPDATE SET portal_id = excluded.portal_id, source = excluded.source, revoked_at = NULL`,
        [keyHash, key.portalId, key.source, now],
      );
    },
    async writeKey(keyHash) {
      const [row] = await query<WriteKey>(
        'SELECT portal_id AS "portalId", source FROM write_keys WHERE key_hash = $1 AND revoked_at IS NULL',
        [keyHash],
      );
      return row ?? null;
    },
    savePlaybook: (portalId, playbook, now, expectedVersion) =>
      savePlaybook(connection, portalId, playbook, now, expectedVersion),
    playbook: (portalId, version) => loadPlaybook(query, portalId, version),
    playbookVersions: (portalId, page) => loadPlaybooks(query, portalId, page),
    async setting(portalId, name) {
      const [row] = await query<{ value_json: string }>(
        'SELECT value_json FROM settings WHERE portal_id = $1 AND name = $2',
        [portalId, name],
      );
      return row ? JSON.parse(row.value_json) : null;
    },
    async saveSetting(portalId, name, value, now) {
      await query(
        `INSERT INTO settings (portal_id, name, value_json, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (portal_id, name) DO UPDATE SET value_json = excluded.value_json, updated_at = excluded.updated_at`,
        [portalId, name, JSON.stringify(value ?? null), now],
      );
    },
    async raiseAlarm(portalId, key, message, now) {
      await query(
        `INSERT INTO alarms (portal_id, alarm_key, message, raised_at, times) VALUES ($1, $2, $3, $4, 1)
         ON CONFLICT (portal_id, alarm_key) DO UPDATE SET
           message = excluded.message, raised_at = excluded.raised_at, times = alarms.times + 1`,
        [portalId, key, message, now],
      );
    },
    async clearAlarm(portalId, key) {
      await query('DELETE FROM alarms WHERE portal_id = $1 AND alarm_key = $2', [portalId, key]);
    },
    alarms: (portalId) =>
      query<Alarm>(
        `SELECT alarm_key AS key, message, raised_at AS "raisedAt", times FROM alarms
         WHERE portal_id = $1 ORDER BY raised_at DESC, alarm_key`,
        [portalId],
      ),
  };
}
