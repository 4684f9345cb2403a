import type {
  Credential,
  CredentialDetails,
  CredentialKind,
  LeaseAnswer,
  NewCredential,
  RenewalAnswer,
  Renewing,
} from '../credential-store.ts';
import { type CredentialRow, type LeasedRow, leaseAnswer, renewalAnswer, toCredential } from '../stored-credentials.ts';
import type { Query } from './connection.ts';

export async function saveCredential(
  query: Query,
  portalId: number,
  kind: CredentialKind,
  { sealed, expiresAt, details, slackTeamId = null }: NewCredential,
  now: number,
): Promise<void> {
  await query(
    `INSERT INTO credentials AS known
       (portal_id, kind, sealed, expires_at, details_json, slack_team_id, revision, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7)
     ON CONFLICT (portal_id, kind) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at,
       revoked_at = NULL, revoked_by = NULL, revoked_reason = NULL, details_json = excluded.details_json,
       slack_team_id = excluded.slack_team_id, revision = known.revision + 1, lease = NULL, lease_until = NULL,
       updated_at = excluded.updated_at`,
    [portalId, kind, sealed, expiresAt, JSON.stringify(details), slackTeamId, now],
  );
}

export async function loadCredential(query: Query, portalId: number, kind: CredentialKind): Promise<Credential | null> {
  const [row] = await query<CredentialRow>('SELECT * FROM credentials WHERE portal_id = $1 AND kind = $2', [
    portalId,
    kind,
  ]);
  return row ? toCredential(row) : null;
}

export async function loadCredentials(query: Query, kind: CredentialKind): Promise<Credential[]> {
  const rows = await query<CredentialRow>('SELECT * FROM credentials WHERE kind = $1 ORDER BY portal_id', [kind]);
  return rows.map(toCredential);
}

export async function portalsOfSlackTeam(query: Query, teamId: string): Promise<number[]> {
  const rows = await query<{ portal_id: number }>(
    `SELECT portal_id FROM credentials
     WHERE slack_team_id = $1 AND kind = 'slack' AND revoked_at IS NULL ORDER BY portal_id`,
    [teamId],
  );
  return rows.map((row) => row.portal_id);
}

export async function saveDetails(
  query: Query,
  portalId: number,
  kind: CredentialKind,
  details: CredentialDetails,
  now: number,
): Promise<void> {
  await query('UPDATE credentials SET details_json = $3, updated_at = $4 WHERE portal_id = $1 AND kind = $2', [
    portalId,
    kind,
    JSON.stringify(details),
    now,
  ]);
}

export async function revokeCredential(
  query: Query,
  portalId: number,
  kind: CredentialKind,
  reason: string,
  now: number,
  only?: Renewing,
): Promise<boolean> {
  const changed = await query(
    `UPDATE credentials SET sealed = NULL, expires_at = NULL, revoked_at = $3, revoked_by = 'platform',
       revoked_reason = $4, lease = NULL, lease_until = NULL, revision = revision + 1, updated_at = $3
     WHERE portal_id = $1 AND kind = $2 AND revoked_at IS NULL AND ($5::bigint IS NULL OR revision = $5 AND lease = $6)
     RETURNING 1`,
    [portalId, kind, now, reason, only?.revision ?? null, only?.leaseId ?? null],
  );
  return changed.length > 0;
}

export async function disconnectCredential(
  query: Query,
  portalId: number,
  kind: CredentialKind,
  reason: string,
  now: number,
): Promise<boolean> {
  const changed = await query(
    `UPDATE credentials SET sealed = NULL, expires_at = NULL, revoked_at = coalesce(revoked_at, $3), revoked_by = 'us',
       revoked_reason = $4, lease = NULL, lease_until = NULL, revision = revision + 1, updated_at = $3
     WHERE portal_id = $1 AND kind = $2 RETURNING 1`,
    [portalId, kind, now, reason],
  );
  return changed.length > 0;
}

export async function removeCredential(query: Query, portalId: number, kind: CredentialKind): Promise<void> {
  await query('DELETE FROM credentials WHERE portal_id = $1 AND kind = $2', [portalId, kind]);
}

/** In milliseconds. */
const databaseNow = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

/** Within a transaction: of two who ask at once one waits for the other. */
export async function leaseCredential(
  query: Query,
  portalId: number,
  kind: CredentialKind,
  revision: number,
  { id, forMs }: { id: string; forMs: number },
): Promise<LeaseAnswer> {
  const [row] = await query<LeasedRow>(
    `SELECT revision, revoked_at, revoked_by, lease, coalesce(lease_until > ${databaseNow}, false) AS is_leased
     FROM credentials WHERE portal_id = $1 AND kind = $2 FOR UPDATE`,
    [portalId, kind],
  );
  const answer = leaseAnswer(row, id, revision);
  if (answer === 'taken') {
    await query(
      `UPDATE credentials SET lease = $3, lease_until = ${databaseNow} + $4::bigint WHERE portal_id = $1 AND kind = $2`,
      [portalId, kind, id, forMs],
    );
  }
  return answer;
}

/** Within a transaction. */
export async function renewCredential(
  query: Query,
  portalId: number,
  kind: CredentialKind,
  renewing: Renewing,
  { sealed, expiresAt }: { sealed: string; expiresAt: number | null },
  now: number,
): Promise<RenewalAnswer> {
  const [row] = await query<CredentialRow>(
    'SELECT revision, revoked_at, revoked_by FROM credentials WHERE portal_id = $1 AND kind = $2 FOR UPDATE',
    [portalId, kind],
  );
  const answer = renewalAnswer(row, renewing);
  if (answer !== 'lost') {
    await query(
      `UPDATE credentials SET sealed = $3, expires_at = $4, revoked_at = NULL, revoked_by = NULL, revoked_reason = NULL,
         revision = revision + 1, lease = NULL, lease_until = NULL, updated_at = $5
       WHERE portal_id = $1 AND kind = $2`,
      [portalId, kind, sealed, expiresAt, now],
    );
  }
  return answer;
}

export async function endLease(query: Query, portalId: number, kind: CredentialKind, leaseId: string): Promise<void> {
  await query(
    'UPDATE credentials SET lease = NULL, lease_until = NULL WHERE portal_id = $1 AND kind = $2 AND lease = $3',
    [portalId, kind, leaseId],
  );
}
