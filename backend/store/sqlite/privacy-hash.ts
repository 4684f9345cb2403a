/** Ids and addresses as hashes by the portal's own salt: they are recognised again, and cannot be read. */
import { createHmac, randomBytes } from 'node:crypto';
import type { SqliteConnection } from './connection.ts';

const saltSetting = 'privacy salt';

/** Makes the salt when the portal has none yet. */
export function privacyHash(connection: SqliteConnection, portalId: number): (text: string) => string {
  return hashBy(readSalt(connection, portalId) ?? makeSalt(connection, portalId));
}

/** Null: nothing of the portal is kept as a hash yet. */
export function knownPrivacyHash(connection: SqliteConnection, portalId: number): ((text: string) => string) | null {
  const salt = readSalt(connection, portalId);
  return salt === null ? null : hashBy(salt);
}

function hashBy(salt: string): (text: string) => string {
  return (text) => createHmac('sha256', salt).update(text).digest('hex');
}

function readSalt(connection: SqliteConnection, portalId: number): string | null {
  const row = connection
    .statement<{ value_json: string }>('SELECT value_json FROM settings WHERE portal_id = ? AND name = ?')
    .get(portalId, saltSetting);
  return row === undefined ? null : (JSON.parse(row.value_json) as string);
}

function makeSalt(connection: SqliteConnection, portalId: number): string {
  const salt = randomBytes(32).toString('hex');
  connection
    .statement('INSERT INTO settings (portal_id, name, value_json, updated_at) VALUES (?, ?, ?, 0)')
    .run(portalId, saltSetting, JSON.stringify(salt));
  return salt;
}
