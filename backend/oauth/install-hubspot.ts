/** Installing the app in a portal: consent begun and ended, tokens stored, the portal's facts learned, its owner named. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AppClient } from '../config.ts';
import { HubspotError } from '../hubspot/hubspot-errors.ts';
import { type Granted, type OauthCalls, TokenRefused } from '../hubspot/oauth-calls.ts';
import { optionalScopes, requiredScopes } from '../hubspot/scopes.ts';
import { disconnectedAlarm } from '../portals/disconnect-words.ts';
import type { ErasePortal } from '../portals/erase-portal.ts';
import { type Installation, installationOf } from '../portals/installation.ts';
import { settingsLink } from '../portals/portal-link.ts';
import type { InTurn } from '../portals/take-turns.ts';
import type { AuditDeed } from '../settings/audit-deed.ts';
import type { CredentialStore } from '../store/credential-store.ts';
import type { PrivacyStore } from '../store/privacy-store.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { PortalStore } from '../store/store.ts';
import type { TokenVault } from '../tokens/token-vault.ts';
import { authorizeUrl } from './authorize-url.ts';
import type { BegunFlows } from './begun-flows.ts';
import type { InstallOutcome } from './install-outcome.ts';

export const installPath = '/hubspot/oauth/install';
export const callbackPath = '/hubspot/oauth/callback';

/** More than are ever begun before one that is open. */
const mostErasuresSeen = 1_000;

export type InstallParts = {
  client: AppClient;
  appUrl: string;
  /** HUBSPOT_APP_ID, where HubSpot does not say it. */
  appId: number | null;
  publicUrl: () => string;
  calls: OauthCalls;
  flows: BegunFlows;
  vault: TokenVault;
  store: Pick<PortalStore, 'portal' | 'savePortal' | 'clearAlarm'> &
    Pick<CredentialStore, 'credential'> &
    Pick<PrivacyStore, 'portalErasures'> &
    Pick<SettingsStore, 'saveGrant'>;
  auditDeed: AuditDeed;
  /** Shared with whatever erases and disconnects. */
  inTurn: InTurn;
  onInstalled: (portalId: number) => Promise<void>;
  erase: ErasePortal;
  clock: Pick<Clock, 'now'>;
  log: Pick<Logger, 'info' | 'warn'>;
};

export type InstallHubspot = {
  /** Where the browser goes, and what its cookie holds from now on. */
  begin(browser: string | null, returnUrl: string | null): Promise<{ location: string; browser: string }>;
  /** HubSpot has sent the browser back with a code. */
  end(given: { code: string; state: string; browser: string | null }): Promise<InstallOutcome>;
};

export function createInstallHubspot(parts: InstallParts): InstallHubspot {
  const { client, calls, flows, store, clock, log } = parts;
  const redirectUri = () => parts.publicUrl() + callbackPath;

  /** Everything is learned before anything is stored: a portal is connected whole, or not at all. */
  async function learn(code: string, verifier: string | null) {
    const granted = await calls.exchangeCode(code, redirectUri(), verifier);
    const { accessToken } = granted.tokens;
    const [info, account] = await Promise.all([calls.introspect(accessToken), calls.account(accessToken)]);
    return { granted, info, account };
  }

  async function install(
    { granted, info, account }: Awaited<ReturnType<typeof learn>>,
    returnUrl: string | null,
  ): Promise<InstallOutcome> {
    const { portalId, scopes } = info;
    if (account.portalId !== portalId || (granted.portalId ?? portalId) !== portalId) {
      log.warn({ portalId, other: account.portalId }, 'HubSpot names two portals for one token');
      return { outcome: 'refused', status: 'two accounts for one token' };
    }
    const missing = requiredScopes.filter((scope) => !scopes.includes(scope));
    if (missing.length > 0) return { outcome: 'scopes missing', missing };
    const now = clock.now();
    await endErasure(portalId);
    const before = await store.credential(portalId, 'hubspot');
    const installation: Installation = {
      installedBy: info.user,
      installedAt: now,
      hubDomain: info.hubDomain,
      appId: info.appId ?? parts.appId,
      scopes,
      dataHostingLocation: account.dataHostingLocation,
      accountType: account.accountType,
    };
    const { timeZone, uiDomain } = account;
    const known = await store.portal(portalId);
    const { goLiveAt = null, createdAt = now } = known ?? {};
    // First of all: where there is no credential nobody would ever look for what is to be erased.
    await parts.vault.save(portalId, 'hubspot', kept(granted, installation, now), now);
    const author = info.user.email ?? `HubSpot user ${info.user.id ?? 'unknown'}`;
    const isAgain = before !== null;
    const detail = [info.hubDomain, isAgain ? 'again' : null].filter(Boolean).join(', ');
    await parts.auditDeed(portalId, { author, deed: 'install app', detail }, () =>
      store.savePortal({ portalId, timeZone, uiDomain, scopes, goLiveAt, createdAt }),
    );
    await keepFormerOwner(portalId, before === null ? null : installationOf(before), author, now);
    for (const key of ['hubspot', disconnectedAlarm]) await store.clearAlarm(portalId, key);
    await parts.onInstalled(portalId);
    return {
      outcome: 'installed',
      isAgain,
      account: info.hubDomain ?? `HubSpot account ${portalId}`,
      settingsUrl: settingsLink({ portalId, uiDomain }, installation.appId, parts.appUrl),
      returnUrl,
      without: optionalScopes.filter((scope) => !scopes.includes(scope)),
    };
  }

  /** An erasure that was interrupted comes to its end first: what is left of it would be a portal of halves. */
  async function endErasure(portalId: number): Promise<void> {
    const erasures = await store.portalErasures(mostErasuresSeen);
    if (!erasures.some((one) => one.portalId === portalId && one.endedAt === null)) return;
    await parts.erase(portalId);
  }

  /** Whoever installs last is the owner; the one before may go on changing settings. */
  async function keepFormerOwner(portalId: number, before: Installation | null, author: string, now: number) {
    const former = before?.installedBy.email ?? null;
    if (former === null || former === author) return;
    await store.saveGrant(portalId, { email: former, grantedBy: author, grantedAt: now });
  }

  return {
    async begin(browser, returnUrl) {
      const begun = await flows.begin({ kind: 'hubspot', portalId: null, returnUrl, browser, withPkce: true });
      const { state, challenge } = begun;
      const location = authorizeUrl({
        appUrl: parts.appUrl,
        clientId: client.clientId,
        redirectUri: redirectUri(),
        state,
        challenge,
      });
      return { location, browser: begun.browser };
    },
    async end({ code, state, browser }) {
      const flow = await flows.end('hubspot', state, browser);
      if (flow.outcome !== 'taken') return flow;
      try {
        const learned = await learn(code, flow.verifier);
        return await parts.inTurn(learned.info.portalId, () => install(learned, flow.returnUrl));
      } catch (error) {
        if (error instanceof TokenRefused) {
          log.warn({ status: error.status }, 'HubSpot gave no token for a code');
          return { outcome: 'refused', status: error.status };
        }
        if (!(error instanceof HubspotError)) throw error;
        log.warn({ reason: error.message }, 'an installation could not be ended');
        return 'afterMs' in error ? { outcome: 'away' } : { outcome: 'refused', status: error.code };
      }
    },
  };
}

function kept({ tokens, expiresInMs }: Granted, installation: Installation, now: number) {
  return { tokens, expiresAt: now + expiresInMs, details: { ...installation } };
}
