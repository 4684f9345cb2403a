/** OAuth flows that have begun: each is used once, by the browser that began it, within its time. */
import type { CredentialKind, OauthState, TakenState } from '../credential-store.ts';
import { type StateRow, toldForMs, toOauthState } from '../stored-credentials.ts';
import type { SqliteConnection } from './connection.ts';

export function saveOauthState(
  connection: SqliteConnection,
  stateHash: string,
  browserHash: string,
  { kind, portalId, author = null, sealedVerifier, returnUrl }: OauthState,
  { now, expiresAt }: { now: number; expiresAt: number },
): void {
  connection.transaction(() => {
    connection.statement('DELETE FROM oauth_states WHERE expires_at < ?').run(now - toldForMs);
    connection
      .statement(
        `INSERT INTO oauth_states
           (state_hash, browser_hash, kind, portal_id, author, sealed_verifier, return_url, created_at, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(stateHash, browserHash, kind, portalId, author, sealedVerifier, returnUrl, now, expiresAt);
  });
}

export function takeOauthState(
  connection: SqliteConnection,
  stateHash: string,
  kind: CredentialKind,
  browserHash: string,
  now: number,
): TakenState {
  return connection.transaction((): TakenState => {
    const row = connection
      .statement<StateRow>('SELECT * FROM oauth_states WHERE state_hash = ? AND kind = ?')
      .get(stateHash, kind);
    if (row === undefined) return { outcome: 'unknown' };
    if (row.browser_hash !== browserHash) return { outcome: 'other browser' };
    connection.statement('DELETE FROM oauth_states WHERE state_hash = ?').run(stateHash);
    if (row.expires_at <= now) return { outcome: 'expired' };
    return { outcome: 'taken', state: toOauthState(row) };
  });
}
