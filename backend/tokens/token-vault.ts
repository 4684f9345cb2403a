/** Tokens at rest: sealed on the way into the store, opened on the way out. Nothing else sees both. */
import type {
  Credential,
  CredentialDetails,
  CredentialKind,
  CredentialStore,
  RenewalAnswer,
  Renewing,
} from '../store/credential-store.ts';
import type { Sealer } from './sealer.ts';

/** Of HubSpot. Both are kept as HubSpot gave them last. */
export type HubspotTokens = { accessToken: string; refreshToken: string };
/** Of Slack. */
export type SlackTokens = { botToken: string };

export type TokensOf = { hubspot: HubspotTokens; slack: SlackTokens };

export type NewTokens<Kind extends CredentialKind> = {
  tokens: TokensOf[Kind];
  /** When the access token ends; null: it does not end by itself. */
  expiresAt: number | null;
  details: CredentialDetails;
  slackTeamId?: string | null;
};

export type Opened<Kind extends CredentialKind> = {
  credential: Credential;
  /** Null once revoked. */
  tokens: TokensOf[Kind] | null;
};

export type TokenVault = {
  save<Kind extends CredentialKind>(portalId: number, kind: Kind, given: NewTokens<Kind>, now: number): Promise<void>;
  /** Null: the portal has none. Throws SealBrokenError. */
  open<Kind extends CredentialKind>(portalId: number, kind: Kind): Promise<Opened<Kind> | null>;
  /** See CredentialStore.renewCredential. */
  renew<Kind extends CredentialKind>(
    portalId: number,
    kind: Kind,
    renewing: Renewing,
    renewed: { tokens: TokensOf[Kind]; expiresAt: number | null },
    now: number,
  ): Promise<RenewalAnswer>;
};

export function createTokenVault(
  store: Pick<CredentialStore, 'saveCredential' | 'credential' | 'renewCredential'>,
  sealer: Sealer,
): TokenVault {
  const seal = (portalId: number, kind: CredentialKind, tokens: object) =>
    sealer.seal(JSON.stringify(tokens), { portalId, kind });
  return {
    save: (portalId, kind, { tokens, ...rest }, now) =>
      store.saveCredential(portalId, kind, { sealed: seal(portalId, kind, tokens), ...rest }, now),
    async open<Kind extends CredentialKind>(portalId: number, kind: Kind): Promise<Opened<Kind> | null> {
      const credential = await store.credential(portalId, kind);
      if (credential === null) return null;
      const { sealed } = credential;
      const tokens = sealed === null ? null : (JSON.parse(sealer.open(sealed, { portalId, kind })) as TokensOf[Kind]);
      return { credential, tokens };
    },
    renew: (portalId, kind, renewing, { tokens, expiresAt }, now) =>
      store.renewCredential(portalId, kind, renewing, { sealed: seal(portalId, kind, tokens), expiresAt }, now),
  };
}
