import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { PortalStore } from '../store.ts';
import { openSqlite, type SqliteConnection } from './connection.ts';
import { migrateSqlite } from './migrate.ts';
import * as portalRows from './portal-rows.ts';

export type SqliteStore = PortalStore & {
  /** For commands that live in files of their own; nothing outside backend/store uses it. */
  connection: SqliteConnection;
  close(): Promise<void>;
};

export type StoreLog = { info(fields: object, message: string): void; warn(fields: object, message: string): void };

/** Opens the database at `file` (made with its folder if missing; ':memory:' for none) and brings its schema up to date. */
export async function openSqliteStore(file: string, _options: { log?: StoreLog } = {}): Promise<SqliteStore> {
  if (file !== ':memory:') mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const connection = openSqlite(file);
  try {
    migrateSqlite(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    connection,
    savePortal: async (portal) => portalRows.savePortal(connection, portal),
    portal: async (portalId) => portalRows.loadPortal(connection, portalId),
    portals: async () => portalRows.loadPortals(connection),
    saveWriteKey: async (keyHash, key, now) => portalRows.saveWriteKey(connection, keyHash, key, now),
    writeKey: async (keyHash) => portalRows.loadWriteKey(connection, keyHash),
    savePlaybook: async (portalId, source, author, reason, now) =>
      portalRows.savePlaybook(connection, portalId, source, author, reason, now),
    playbook: async (portalId) => portalRows.loadPlaybook(connection, portalId),
    setting: async (portalId, name) => portalRows.loadSetting(connection, portalId, name),
    saveSetting: async (portalId, name, value, now) => portalRows.saveSetting(connection, portalId, name, value, now),
    raiseAlarm: async (portalId, key, message, now) => portalRows.raiseAlarm(connection, portalId, key, message, now),
    clearAlarm: async (portalId, key) => portalRows.clearAlarm(connection, portalId, key),
    alarms: async (portalId) => portalRows.loadAlarms(connection, portalId),
    close: async () => connection.close(),
  };
}
