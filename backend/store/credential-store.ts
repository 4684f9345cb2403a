/**
 * The tokens of each portal, sealed, and what of them is no secret; and the OAuth flows that have begun. Like the rest
 * (store.ts): whole commands, times passed in. What is sealed is opened and made in backend/tokens.
 */

export const credentialKinds = ['hubspot', 'slack'] as const;
export type CredentialKind = (typeof credentialKinds)[number];

export type CredentialStatus =
  | { state: 'active' }
  /** 'revoked': the platform says so. 'disconnected': somebody asked us for it. In words; since when. */
  | { state: 'revoked' | 'disconnected'; reason: string; at: number };

/** What is no secret; each kind says what it keeps there. */
export type CredentialDetails = Record<string, unknown>;

export type Credential = {
  portalId: number;
  kind: CredentialKind;
  /** See backend/tokens/sealer.ts. Null once revoked: a dead token is not kept. */
  sealed: string | null;
  /** When the access token ends; null: it does not end by itself. */
  expiresAt: number | null;
  status: CredentialStatus;
  details: CredentialDetails;
  /** Of Slack: the workspace. */
  slackTeamId: string | null;
  /** Grows with every change of what is sealed, sealing anew with another key aside. */
  revision: number;
  /** Of the first connection. */
  createdAt: number;
  updatedAt: number;
};

export type NewCredential = {
  sealed: string;
  expiresAt: number | null;
  details: CredentialDetails;
  slackTeamId?: string | null;
};

/** 'taken': go on. 'held': somebody else renews it now. 'changed': it is another one by now, or none. */
export type LeaseAnswer = 'taken' | 'held' | 'changed';

/** Whose renewal it is: the lease it was begun under, and what the credential was then. */
export type Renewing = { leaseId: string; revision: number };

/**
 * 'renewed': it is kept. 'regained': it is kept, and what was held for revoked meanwhile is active again. 'lost': another one was
 * stored meanwhile, or somebody ended it, and nothing is changed.
 */
export type RenewalAnswer = 'renewed' | 'regained' | 'lost';

export type OauthState = {
  kind: CredentialKind;
  /** Whose Slack is connected; null for HubSpot, where the portal is known at the end. */
  portalId: number | null;
  /** Who asked for it, by address, where that is known at the beginning. */
  author?: string | null;
  /** The PKCE verifier; null where the platform has none. */
  sealedVerifier: string | null;
  /** Where to go in the end, already checked; null: our own page. */
  returnUrl: string | null;
};

export type TakenState =
  | { outcome: 'taken'; state: OauthState }
  /** Never given, used already, or given for something else. */
  | { outcome: 'unknown' }
  | { outcome: 'expired' }
  /** Another browser began it. It stays for that one. */
  | { outcome: 'other browser' };

/** How much is sealed with a key. */
export type KeyUse = { keyId: string; credentials: number; states: number };

export type SealedRow = { portalId: number; kind: CredentialKind; sealed: string };

export interface CredentialStore {
  /** A new one, or in place of the one that is there: it is active again. Takes any lease away. */
  saveCredential(portalId: number, kind: CredentialKind, credential: NewCredential, now: number): Promise<void>;
  credential(portalId: number, kind: CredentialKind): Promise<Credential | null>;
  /** Of all portals, the revoked ones too. */
  credentials(kind: CredentialKind): Promise<Credential[]>;
  /** Portals whose active Slack credential is of this workspace; more than one when they share it. */
  portalsOfSlackTeam(teamId: string): Promise<number[]>;
  saveCredentialDetails(portalId: number, kind: CredentialKind, details: CredentialDetails, now: number): Promise<void>;
  /** False when it is revoked already, is not there, or is not `only` the one named, under a lease that nobody else took. */
  revokeCredential(
    portalId: number,
    kind: CredentialKind,
    reason: string,
    now: number,
    only?: Renewing,
  ): Promise<boolean>;
  /** Ends it because somebody asked for it, also after it was revoked: then `at` stays. False when there is none. */
  disconnectCredential(portalId: number, kind: CredentialKind, reason: string, now: number): Promise<boolean>;
  /** Leaves no trace of it. */
  removeCredential(portalId: number, kind: CredentialKind): Promise<void>;

  /** The right to renew it for `forMs` by the clock of the database, for one process at a time. */
  leaseCredential(
    portalId: number,
    kind: CredentialKind,
    revision: number,
    lease: { id: string; forMs: number },
  ): Promise<LeaseAnswer>;
  /**
   * Whoever lost the lease brings what the platform gave last all the same, unless another one was stored: then nobody else has
   * it, and a refresh token that serves once was used up for it. Ends the lease.
   */
  renewCredential(
    portalId: number,
    kind: CredentialKind,
    renewing: Renewing,
    renewed: { sealed: string; expiresAt: number | null },
    now: number,
  ): Promise<RenewalAnswer>;
  endCredentialLease(portalId: number, kind: CredentialKind, leaseId: string): Promise<void>;

  /** Forgets those that expired. */
  saveOauthState(
    stateHash: string,
    browserHash: string,
    state: OauthState,
    times: { now: number; expiresAt: number },
  ): Promise<void>;
  /** Once only. */
  takeOauthState(stateHash: string, kind: CredentialKind, browserHash: string, now: number): Promise<TakenState>;

  /** Flows that may still end count; expired ones need no key. */
  keyUses(now: number): Promise<KeyUse[]>;
  /** Credentials sealed with another key than this one, at most `limit`. */
  sealedOtherwise(keyId: string, limit: number): Promise<SealedRow[]>;
  /** False when it is another one by now: look again. */
  sealAnew(row: SealedRow, sealed: string): Promise<boolean>;
}
