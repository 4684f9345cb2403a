/** Rows of credentials and of flows, which both databases keep in the same columns, and what they are read as. */
import type {
  Credential,
  CredentialKind,
  LeaseAnswer,
  OauthState,
  RenewalAnswer,
  Renewing,
} from './credential-store.ts';

export type CredentialRow = {
  portal_id: number;
  kind: CredentialKind;
  sealed: string | null;
  expires_at: number | null;
  revoked_at: number | null;
  revoked_by: 'platform' | 'us' | null;
  revoked_reason: string | null;
  details_json: string;
  slack_team_id: string | null;
  revision: number;
  created_at: number;
  updated_at: number;
};

export function toCredential(row: CredentialRow): Credential {
  return {
    portalId: row.portal_id,
    kind: row.kind,
    sealed: row.sealed,
    expiresAt: row.expires_at,
    status:
      row.revoked_at === null
        ? { state: 'active' }
        : {
            state: row.revoked_by === 'us' ? 'disconnected' : 'revoked',
            reason: row.revoked_reason ?? '',
            at: row.revoked_at,
          },
    details: JSON.parse(row.details_json),
    slackTeamId: row.slack_team_id,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

type Standing = Pick<CredentialRow, 'revision' | 'revoked_at' | 'revoked_by'>;
export type LeasedRow = Standing & { lease: string | null; is_leased: boolean | number };

/** What a lease asked for under this id gets. */
export function leaseAnswer(row: LeasedRow | undefined, id: string, revision: number): LeaseAnswer {
  if (row === undefined || row.revoked_at !== null || row.revision !== revision) return 'changed';
  return row.lease !== null && row.lease !== id && row.is_leased ? 'held' : 'taken';
}

/**
 * Whoever took the lease over while a renewal stood still may have been told that the refresh token is no good any more, since the
 * renewal had used it, and have given the portal up.
 */
export function renewalAnswer(row: Standing | undefined, { revision }: Pick<Renewing, 'revision'>): RenewalAnswer {
  if (row?.revision === revision && row.revoked_at === null) return 'renewed';
  return row?.revision === revision + 1 && row.revoked_by === 'platform' ? 'regained' : 'lost';
}

export type StateRow = {
  browser_hash: string;
  kind: CredentialKind;
  portal_id: number | null;
  author: string | null;
  sealed_verifier: string | null;
  return_url: string | null;
  expires_at: number;
};

export function toOauthState(row: StateRow): OauthState {
  const { kind, portal_id: portalId, author, sealed_verifier: sealedVerifier, return_url: returnUrl } = row;
  return { kind, portalId, ...(author === null ? {} : { author }), sealedVerifier, returnUrl };
}

/** Flows and links that expired are told as such for a while, so that a late browser learns why. */
export const toldForMs = 3_600_000;
