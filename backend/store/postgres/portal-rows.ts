/** What the store knows of portals besides events: the portal, its write keys, settings and alarms. */
import type { Alarm, Portal, PortalStore, WriteKey } from '../store.ts';
import { type PortalRow, toPortal } from '../stored-rows.ts';
import type { PostgresConnection } from './connection.ts';
import { loadPlaybook, loadPlaybooks, savePlaybook } from './playbook-rows.ts';
import { clearAlarms, loadSetting, raiseAlarm, saveSetting } from './portal-writes.ts';

export function portalCommands(connection: PostgresConnection): PortalStore {
  const { forPortal, acrossPortals } = connection;
  return {
    async savePortal(portal: Portal) {
      await forPortal(portal.portalId)(
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
      const [row] = await forPortal(portalId)<PortalRow>('SELECT * FROM portals WHERE portal_id = $1', [portalId]);
      return row ? toPortal(row) : null;
    },
    async portals() {
      return (await acrossPortals<PortalRow>('SELECT * FROM portals ORDER BY portal_id')).map(toPortal);
    },
    async saveWriteKey(keyHash, key, now) {
      await acrossPortals(
        `INSERT INTO write_keys (key_hash, portal_id, source, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (key_hash) DO UPDATE SET portal_id = excluded.portal_id, source = excluded.source, revoked_at = NULL`,
        [keyHash, key.portalId, key.source, now],
      );
    },
    async writeKey(keyHash) {
      const [row] = await acrossPortals<WriteKey>(
        'SELECT portal_id AS "portalId", source FROM write_keys WHERE key_hash = $1 AND revoked_at IS NULL',
        [keyHash],
      );
      return row ?? null;
    },
    savePlaybook: (portalId, playbook, now, expectedVersion) =>
      savePlaybook(connection, portalId, playbook, now, expectedVersion),
    playbook: (portalId, version) => loadPlaybook(forPortal(portalId), portalId, version),
    playbookVersions: (portalId, page) => loadPlaybooks(forPortal(portalId), portalId, page),
    setting: (portalId, name) => loadSetting(forPortal(portalId), portalId, name),
    saveSetting: (portalId, name, value, now) => saveSetting(forPortal(portalId), portalId, name, value, now),
    raiseAlarm: (portalId, key, message, now) => raiseAlarm(forPortal(portalId), portalId, key, message, now),
    clearAlarm: (portalId, key) => clearAlarms(forPortal(portalId), portalId, [key]),
    alarms: (portalId) =>
      forPortal(portalId)<Alarm>(
        `SELECT alarm_key AS key, message, raised_at AS "raisedAt", times FROM alarms
         WHERE portal_id = $1 ORDER BY raised_at DESC, alarm_key`,
        [portalId],
      ),
  };
}
