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
import type { SqliteConnection } from './connection.ts';

export function saveCredential(
  connection: SqliteConnection,
  portalId: number,
  kind: CredentialKind,
  { sealed, expiresAt, details, slackTeamId = null }: NewCredential,
  now: number,
): void {
  connection
    .statement(
      `INSERT INTO credentials
         (portal_id, kind, sealed, expires_at, details_json, slack_team_id, revision, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)
       ON CONFLICT (portal_id, kind) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at,
         revoked_at = NULL, revoked_by = NULL, revoked_reason = NULL, details_json = excluded.details_json,
         slack_team_id = excluded.slack_team_id, revision = revision + 1, lease = NULL, lease_until = NULL,
         updated_at = excluded.updated_at`,
    )
    .run(portalId, kind, sealed, expiresAt, JSON.stringify(details), slackTeamId, now, now);
}

export function loadCredential(
  connection: SqliteConnection,
  portalId: number,
  kind: CredentialKind,
): Credential | null {
  const row = connection
    .statement<CredentialRow>('SELECT * FROM credentials WHERE portal_id = ? AND kind = ?')
    .get(portalId, kind);
  return row === undefined ? null : toCredential(row);
}

export function loadCredentials(connection: SqliteConnection, kind: CredentialKind): Credential[] {
  return connection
    .statement<CredentialRow>('SELECT * FROM credentials WHERE kind = ? ORDER BY portal_id')
    .all(kind)
    .map(toCredential);
}

export function portalsOfSlackTeam(connection: SqliteConnection, teamId: string): number[] {
  return connection
    .statement<{ portal_id: number }>(
      `SELECT portal_id FROM credentials
       WHERE slack_team_id = ? AND kind = 'slack' AND revoked_at IS NULL ORDER BY portal_id`,
    )
    .all(teamId)
    .map((row) => row.portal_id);
}

export function saveDetails(
  connection: SqliteConnection,
  portalId: number,
  kind: CredentialKind,
  details: CredentialDetails,
  now: number,
): void {
  connection
    .statement('UPDATE credentials SET details_json = ?, updated_at = ? WHERE portal_id = ? AND kind = ?')
    .run(JSON.stringify(details), now, portalId, kind);
}

export function revokeCredential(
  connection: SqliteConnection,
  portalId: number,
  kind: CredentialKind,
  reason: string,
  now: number,
  only?: Renewing,
): boolean {
  const revision = only?.revision ?? null;
  return (
    connection
      .statement(
        `UPDATE credentials SET sealed = NULL, expires_at = NULL, revoked_at = ?, revoked_by = 'platform', revoked_reason = ?, lease = NULL,
           lease_until = NULL, revision = revision + 1, updated_at = ?
         WHERE portal_id = ? AND kind = ? AND revoked_at IS NULL AND (? IS NULL OR revision = ? AND lease = ?)`,
      )
      .run(now, reason, now, portalId, kind, revision, revision, only?.leaseId ?? null).changes > 0
  );
}

export function disconnectCredential(
  connection: SqliteConnection,
  portalId: number,
  kind: CredentialKind,
  reason: string,
  now: number,
): boolean {
  return (
    connection
      .statement(
        `UPDATE credentials SET sealed = NULL, expires_at = NULL, revoked_at = coalesce(revoked_at, ?), revoked_by = 'us',
           revoked_reason = ?, lease = NULL, lease_until = NULL, revision = revision + 1, updated_at = ?
         WHERE portal_id = ? AND kind = ?`,
      )
      .run(now, reason, now, portalId, kind).changes > 0
  );
}

export function removeCredential(connection: SqliteConnection, portalId: number, kind: CredentialKind): void {
  connection.statement('DELETE FROM credentials WHERE portal_id = ? AND kind = ?').run(portalId, kind);
}

/** By the clock of the database, in milliseconds. */
const databaseNow = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

export function leaseCredential(
  connection: SqliteConnection,
  portalId: number,
  kind: CredentialKind,
  revision: number,
  { id, forMs }: { id: string; forMs: number },
): LeaseAnswer {
  return connection.transaction(() => {
    const row = connection
      .statement<LeasedRow>(
        `SELECT revision, revoked_at, revoked_by, lease, coalesce(lease_until > ${databaseNow}, 0) AS is_leased
         FROM credentials WHERE portal_id = ? AND kind = ?`,
      )
      .get(portalId, kind);
    const answer = leaseAnswer(row, id, revision);
    if (answer === 'taken') {
      connection
        .statement(
          `UPDATE credentials SET lease = ?, lease_until = ${databaseNow} + ? WHERE portal_id = ? AND kind = ?`,
        )
        .run(id, forMs, portalId, kind);
    }
    return answer;
  });
}

export function renewCredential(
  connection: SqliteConnection,
  portalId: number,
  kind: CredentialKind,
  renewing: Renewing,
  { sealed, expiresAt }: { sealed: string; expiresAt: number | null },
  now: number,
): RenewalAnswer {
  return connection.transaction(() => {
    const row = connection
      .statement<CredentialRow>(
        'SELECT revision, revoked_at, revoked_by FROM credentials WHERE portal_id = ? AND kind = ?',
      )
      .get(portalId, kind);
    const answer = renewalAnswer(row, renewing);
    if (answer !== 'lost') {
      connection
        .statement(
          `UPDATE credentials SET sealed = ?, expires_at = ?, revoked_at = NULL, revoked_by = NULL, revoked_reason = NULL,
             revision = revision + 1, lease = NULL, lease_until = NULL, updated_at = ?
           WHERE portal_id = ? AND kind = ?`,
        )
        .run(sealed, expiresAt, now, portalId, kind);
    }
    return answer;
  });
}

export function endLease(connection: SqliteConnection, portalId: number, kind: CredentialKind, leaseId: string): void {
  connection
    .statement('UPDATE credentials SET lease = NULL, lease_until = NULL WHERE portal_id = ? AND kind = ? AND lease = ?')
    .run(portalId, kind, leaseId);
}
