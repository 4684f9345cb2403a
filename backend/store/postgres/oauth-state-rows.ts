/** OAuth flows that have begun: each is used once, by the browser that began it, within its time. Within a transaction. */
import type { CredentialKind, OauthState, TakenState } from '../credential-store.ts';
import { type StateRow, toldForMs, toOauthState } from '../stored-credentials.ts';
import type { Query } from './connection.ts';

export async function saveOauthState(
  query: Query,
  stateHash: string,
  browserHash: string,
  { kind, portalId, author = null, sealedVerifier, returnUrl }: OauthState,
  { now, expiresAt }: { now: number; expiresAt: number },
): Promise<void> {
  await query('DELETE FROM oauth_states WHERE expires_at < $1', [now - toldForMs]);
  await query(
    `INSERT INTO oauth_states
       (state_hash, browser_hash, kind, portal_id, author, sealed_verifier, return_url, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [stateHash, browserHash, kind, portalId, author, sealedVerifier, returnUrl, now, expiresAt],
  );
}

export async function takeOauthState(
  query: Query,
  stateHash: string,
  kind: CredentialKind,
  browserHash: string,
  now: number,
): Promise<TakenState> {
  const [row] = await query<StateRow>('SELECT * FROM oauth_states WHERE state_hash = $1 AND kind = $2 FOR UPDATE', [
    stateHash,
    kind,
  ]);
  if (row === undefined) return { outcome: 'unknown' };
  if (row.browser_hash !== browserHash) return { outcome: 'other browser' };
  await query('DELETE FROM oauth_states WHERE state_hash = $1', [stateHash]);
  if (row.expires_at <= now) return { outcome: 'expired' };
  return { outcome: 'taken', state: toOauthState(row) };
}
