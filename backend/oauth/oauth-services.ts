/** What OAuth needs put together: the keys, the vault, flows that have begun, and tokens that are always good. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createOauthCalls, type OauthCalls } from '../hubspot/oauth-calls.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { CredentialStore } from '../store/credential-store.ts';
import { type AccessTokens, createAccessTokens } from '../tokens/access-tokens.ts';
import { createSealer, type Sealer } from '../tokens/sealer.ts';
import { createTokenVault, type TokenVault } from '../tokens/token-vault.ts';
import { type BegunFlows, createBegunFlows } from './begun-flows.ts';

export type TokenServices = { sealer: Sealer; vault: TokenVault; flows: BegunFlows };
export type HubspotOauth = { calls: OauthCalls; accessTokens: AccessTokens };

export type OauthServices = {
  /** Null: without ENCRYPTION_KEYS nothing can be stored. */
  tokens: TokenServices | null;
  /** Null: one portal, from the environment. */
  hubspot: HubspotOauth | null;
};

export function createOauthServices(
  config: Pick<Config, 'oauth' | 'encryptionKeys' | 'hubspotApiUrl'>,
  parts: {
    store: CredentialStore;
    memory: PortalMemory;
    clock: Clock;
    onRevoked: (portalId: number, reason: string) => void;
    onRegained: (portalId: number) => void;
    log: Pick<Logger, 'info' | 'warn'>;
    stopped: AbortSignal;
  },
): OauthServices {
  if (config.encryptionKeys.length === 0) return { tokens: null, hubspot: null };
  const { store, clock } = parts;
  const sealer = createSealer(config.encryptionKeys);
  const vault = createTokenVault(store, sealer);
  const tokens = { sealer, vault, flows: createBegunFlows({ store, sealer, clock }) };
  if (config.oauth === null) return { tokens, hubspot: null };
  const calls = createOauthCalls({ client: config.oauth, baseUrl: config.hubspotApiUrl });
  return { tokens, hubspot: { calls, accessTokens: createAccessTokens({ ...parts, vault, oauth: calls }) } };
}
