/**
 * A portal's access token, always one that still holds for a while: renewed by the clock, ahead of its end, by one caller
 * at a time, within this process and across all that share the database. Whoever comes second waits and takes the new one.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { Disconnected, HubspotError, Reconnect, RetryLater } from '../hubspot/hubspot-errors.ts';
import { type OauthCalls, TokenRefused } from '../hubspot/oauth-calls.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { Credential, CredentialStore } from '../store/credential-store.ts';
import { SealBrokenError } from './sealer.ts';
import type { HubspotTokens, TokenVault } from './token-vault.ts';

export type AccessTokens = {
  /** Throws Disconnected, Reconnect or RetryLater. */
  of(portalId: number): Promise<string>;
  /**
   * HubSpot has refused this token before its time: finds out why. Throws Disconnected when the grant is gone, RetryLater
   * when there is another token by now; returns when nothing is known.
   */
  refused(portalId: number, token: string): Promise<void>;
  /** Forgets what is kept in memory: the portal was connected anew, or is not connected any more. */
  changed(portalId: number): void;
};

export type AccessTokenParts = {
  vault: TokenVault;
  store: Pick<CredentialStore, 'leaseCredential' | 'endCredentialLease' | 'revokeCredential'>;
  oauth: Pick<OauthCalls, 'refresh'>;
  memory: PortalMemory;
  clock: Pick<Clock, 'now'>;
  /** The grant is gone; told once. */
  onRevoked: (portalId: number, reason: string) => void;
  /** It is not: what another process had given up is good again. */
  onRegained: (portalId: number) => void;
  log: Pick<Logger, 'info' | 'warn'>;
  /** From then on nobody waits for another process to renew a token. */
  stopped?: AbortSignal;
};

/** A token is renewed this long before its end. */
export const marginMs = 5 * 60_000;
const leaseMs = 30_000;
const lookAgainMs = 50;
/** In monotonic milliseconds: as long as the other one's call to HubSpot may take, and some. */
const waitsMs = 20_000;
/** While a token still holds, HubSpot is asked for another not more often than this. */
const againMs = 30_000;
const doubtEveryMs = 60_000;

export const revokedReason = 'HubSpot says that the app was uninstalled or its access taken back';

type Kept = { token: string; expiresAt: number };
/** `asOf`: how often any was changed until it was read. */
type Ready = { tokens: HubspotTokens; credential: Credential; asOf: number };

export function createAccessTokens(parts: AccessTokenParts): AccessTokens {
  const { vault, store, oauth, memory, clock, log, stopped } = parts;
  const kept = memory.map<number, Kept>('access token');
  const renewing = memory.work<number, Promise<string>>('renewal of the access token');
  const notBefore = memory.map<number, number>('when the access token may be renewed');
  const doubtedAt = memory.map<number, number>('when the access token was doubted');

  let changes = 0;

  async function open(portalId: number): Promise<Ready> {
    const asOf = changes;
    try {
      const opened = await vault.open(portalId, 'hubspot');
      if (opened?.tokens) return { tokens: opened.tokens, credential: opened.credential, asOf };
      const status = opened?.credential.status;
      throw new Disconnected(
        status === undefined || status.state === 'active' ? 'the app is not installed' : status.reason,
        site(null),
      );
    } catch (error) {
      // A key is missing: somebody has to put it back, and until then nothing works.
      if (error instanceof SealBrokenError) throw new Reconnect(error.message, { ...site(null), cause: error });
      throw error;
    }
  }

  /** Of a portal that was disconnected while it was read nothing is kept. */
  function keep(portalId: number, token: string, expiresAt: number | null, { asOf }: Ready): string {
    if (asOf === changes) kept.set(portalId, { token, expiresAt: expiresAt ?? Number.MAX_SAFE_INTEGER });
    return token;
  }

  /** `doubted`: a token that HubSpot does not take, whatever its time says. */
  async function renew(portalId: number, doubted: string | null): Promise<string> {
    const id = randomUUID();
    const until = performance.now() + waitsMs;
    while (performance.now() < until && !stopped?.aborted) {
      const ready = await open(portalId);
      const { tokens, credential } = ready;
      const { expiresAt, revision } = credential;
      const isGood = tokens.accessToken !== doubted && clock.now() < (expiresAt ?? 0) - marginMs;
      if (isGood) return keep(portalId, tokens.accessToken, expiresAt, ready);
      const lease = await store.leaseCredential(portalId, 'hubspot', revision, { id, forMs: leaseMs });
      if (lease === 'held') await wait(lookAgainMs);
      if (lease !== 'taken') continue;
      const token = await renewUnder(portalId, id, ready, doubted);
      if (token !== null) return token;
    }
    throw new RetryLater('another process renews the access token, and has not ended', 2_000, site(null));
  }

  /** Null: somebody else changed it meanwhile. */
  async function renewUnder(
    portalId: number,
    leaseId: string,
    ready: Ready,
    doubted: string | null,
  ): Promise<string | null> {
    const { tokens, credential } = ready;
    const renewing = { leaseId, revision: credential.revision };
    try {
      const granted = await oauth.refresh(tokens.refreshToken);
      const now = clock.now();
      const expiresAt = now + granted.expiresInMs;
      const renewed = { tokens: granted.tokens, expiresAt };
      const answer = await vault.renew(portalId, 'hubspot', renewing, renewed, now);
      if (answer === 'lost') return null;
      if (answer === 'regained') parts.onRegained(portalId);
      // One that ends within the margin serves as long as it may.
      notBefore.set(portalId, now + againMs);
      log.info({ portalId }, 'the access token was renewed');
      return keep(portalId, granted.tokens.accessToken, expiresAt, ready);
    } catch (error) {
      if (error instanceof TokenRefused && error.isGrantGone) {
        // Only while nobody else has begun to renew it: another one may have used this refresh token up, and have a new one.
        const isFirst = await store.revokeCredential(portalId, 'hubspot', revokedReason, clock.now(), renewing);
        if (!isFirst) return null;
        kept.delete(portalId);
        log.warn({ portalId, status: error.status }, 'the portal has taken the app away');
        parts.onRevoked(portalId, revokedReason);
        throw new Disconnected(revokedReason, site(400));
      }
      await store.endCredentialLease(portalId, 'hubspot', leaseId);
      return holdOn(portalId, error, ready, doubted);
    }
  }

  /** HubSpot is away, or something is wrong with our app: the grant stays, and the old token serves to its end. */
  function holdOn(portalId: number, error: unknown, ready: Ready, doubted: string | null): string {
    const { tokens, credential } = ready;
    const cause = error instanceof TokenRefused ? misconfigured(error) : error;
    if (!(cause instanceof HubspotError)) throw cause;
    log.warn({ portalId, reason: cause.reason }, 'the access token could not be renewed; trying again');
    const { expiresAt } = credential;
    if (tokens.accessToken === doubted || expiresAt === null || clock.now() >= expiresAt) throw cause;
    notBefore.set(portalId, clock.now() + againMs);
    return keep(portalId, tokens.accessToken, expiresAt, ready);
  }

  function once(portalId: number, doubted: string | null): Promise<string> {
    let under = renewing.get(portalId);
    if (under === undefined) {
      under = renew(portalId, doubted).finally(() => renewing.delete(portalId));
      renewing.set(portalId, under);
    }
    return under;
  }

  return {
    async of(portalId) {
      const now = clock.now();
      const known = kept.get(portalId);
      if (known !== undefined && now < known.expiresAt) {
        const again = notBefore.get(portalId) ?? 0;
        const isHeldOn = now < again && again <= now + againMs;
        if (now < known.expiresAt - marginMs || isHeldOn) return known.token;
      }
      return once(portalId, null);
    },
    async refused(portalId, token) {
      const known = kept.get(portalId);
      const other = new RetryLater('the access token was renewed meanwhile', 0, site(401));
      if (known !== undefined && known.token !== token) throw other;
      const now = clock.now();
      const last = doubtedAt.get(portalId);
      // Also when the clock was moved back.
      const isRecent = last !== undefined && last <= now && now < last + doubtEveryMs;
      // Whoever comes while it is found out waits for the answer, and whoever comes after it hears it.
      if (isRecent && known !== undefined && !renewing.has(portalId)) return;
      doubtedAt.set(portalId, now);
      if ((await once(portalId, token)) !== token) throw other;
    },
    changed(portalId) {
      changes += 1;
      kept.delete(portalId);
      notBefore.delete(portalId);
      doubtedAt.delete(portalId);
    },
  };
}

function site(status: number | null) {
  return { call: 'get tokens', status } as const;
}

function misconfigured({ status }: TokenRefused): Reconnect {
  return new Reconnect(
    `HubSpot refuses our app (${status}): check HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET`,
    site(400),
  );
}
