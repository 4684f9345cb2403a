/** Which keys the database's secrets are sealed with, and sealing them anew while the service runs. */
import type { KeyUse, SealedRow } from '../credential-store.ts';
import type { Query } from './connection.ts';

/** Flows that have begun are not sealed anew: they end within ten minutes. */
export function keyUses(query: Query, now: number): Promise<KeyUse[]> {
  return query<KeyUse>(
    `SELECT key_id AS "keyId", sum(is_credential)::bigint AS credentials, sum(1 - is_credential)::bigint AS states FROM (
       SELECT key_id, 1 AS is_credential FROM credentials WHERE sealed IS NOT NULL
       UNION ALL
       SELECT split_part(sealed_verifier, '.', 1), 0 FROM oauth_states
       WHERE sealed_verifier IS NOT NULL AND expires_at > $1
     ) sealed GROUP BY key_id ORDER BY key_id`,
    [now],
  );
}

export function sealedOtherwise(query: Query, keyId: string, limit: number): Promise<SealedRow[]> {
  return query<SealedRow>(
    `SELECT portal_id AS "portalId", kind, sealed FROM credentials
     WHERE sealed IS NOT NULL AND key_id <> $1 ORDER BY portal_id, kind LIMIT $2`,
    [keyId, limit],
  );
}

export async function sealAnew(query: Query, { portalId, kind, sealed }: SealedRow, anew: string): Promise<boolean> {
  const changed = await query(
    'UPDATE credentials SET sealed = $4 WHERE portal_id = $1 AND kind = $2 AND sealed = $3 RETURNING 1',
    [portalId, kind, sealed, anew],
  );
  return changed.length > 0;
}
