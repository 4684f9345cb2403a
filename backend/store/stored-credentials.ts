/** Rows of credentials and of flows, which both databases keep in the same columns, and what they are read as. */
import type { Credential, CredentialKind, OauthState } from './credential-store.ts';

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
