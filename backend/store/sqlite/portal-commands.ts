/** What the store knows of portals, on SQLite: one line per command. */
import type { PortalStore } from '../store.ts';
import type { SqliteConnection } from './connection.ts';
import * as playbookRows from './playbook-rows.ts';
import * as portalRows from './portal-rows.ts';

export function portalCommands(connection: SqliteConnection): PortalStore {
  return {
    savePortal: async (portal) => portalRows.savePortal(connection, portal),
    portal: async (portalId) => portalRows.loadPortal(connection, portalId),
    portals: async () => portalRows.loadPortals(connection),
    saveWriteKey: async (keyHash, key, now) => portalRows.saveWriteKey(connection, keyHash, key, now),
    writeKey: async (keyHash) => portalRows.loadWriteKey(connection, keyHash),
    savePlaybook: async (portalId, playbook, now, expectedVersion) =>
      playbookRows.savePlaybook(connection, portalId, playbook, now, expectedVersion),
    playbook: async (portalId, version) => playbookRows.loadPlaybook(connection, portalId, version),
    playbookVersions: async (portalId, page) => playbookRows.loadPlaybooks(connection, portalId, page),
    setting: async (portalId, name) => portalRows.loadSetting(connection, portalId, name),
    saveSetting: async (portalId, name, value, now) => portalRows.saveSetting(connection, portalId, name, value, now),
    raiseAlarm: async (portalId, key, message, now) => portalRows.raiseAlarm(connection, portalId, key, message, now),
    clearAlarm: async (portalId, key) => portalRows.clearAlarm(connection, portalId, key),
    alarms: async (portalId) => portalRows.loadAlarms(connection, portalId),
  };
}
