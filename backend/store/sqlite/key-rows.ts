/** Which keys the database's secrets are sealed with, and sealing them anew while the service runs. */
import type { KeyUse, SealedRow } from '../credential-store.ts';
import type { SqliteConnection } from './connection.ts';

/** Flows that have begun are not sealed anew: they end within ten minutes. */
export function keyUses(connection: SqliteConnection, now: number): KeyUse[] {
  return connection
    .statement<KeyUse>(
      `SELECT key_id AS keyId, sum(is_credential) AS credentials, sum(1 - is_credential) AS states FROM (
         SELECT key_id, 1 AS is_credential FROM credentials WHERE sealed IS NOT NULL
         UNION ALL
         SELECT substr(sealed_verifier, 1, instr(sealed_verifier, '.') - 1), 0 FROM oauth_states
         WHERE sealed_verifier IS NOT NULL AND expires_at > ?
       ) GROUP BY key_id ORDER BY key_id`,
    )
    .all(now);
}

export function sealedOtherwise(connection: SqliteConnection, keyId: string, limit: number): SealedRow[] {
  return connection
    .statement<SealedRow>(
      `SELECT portal_id AS portalId, kind, sealed FROM credentials
       WHERE sealed IS NOT NULL AND key_id <> ? ORDER BY portal_id, kind LIMIT ?`,
    )
    .all(keyId, limit);
}

export function sealAnew(connection: SqliteConnection, { portalId, kind, sealed }: SealedRow, anew: string): boolean {
  return (
    connection
      .statement('UPDATE credentials SET sealed = ? WHERE portal_id = ? AND kind = ? AND sealed = ?')
      .run(anew, portalId, kind, sealed).changes > 0
  );
}
