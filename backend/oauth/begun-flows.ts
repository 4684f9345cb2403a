/**
 * OAuth flows between our redirect to the platform and its redirect back. A flow belongs to the browser that began it, is
 * ended once, and within ten minutes, so that nobody can be made to end another's.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { CredentialKind, CredentialStore } from '../store/credential-store.ts';
import { hashSecret, makeSecret } from '../tokens/one-time-secret.ts';
import { SealBrokenError, type Sealer } from '../tokens/sealer.ts';

export type FlowToBegin = {
  kind: CredentialKind;
  /** Whose Slack is connected; null for HubSpot. */
  portalId: number | null;
  /** Who asked for it, by address, where that is known. */
  author?: string | null;
  returnUrl: string | null;
  /** What the browser's cookie holds already: two windows of one browser may each begin a flow. */
  browser: string | null;
  withPkce: boolean;
};

export type BegunFlow = {
  state: string;
  /** For the cookie. */
  browser: string;
  /** S256; null without PKCE. */
  challenge: string | null;
};

export type EndedFlow =
  | {
      outcome: 'taken';
      portalId: number | null;
      author: string | null;
      returnUrl: string | null;
      verifier: string | null;
    }
  | { outcome: 'unknown' | 'expired' | 'other browser' };

export type BegunFlows = {
  begin(flow: FlowToBegin): Promise<BegunFlow>;
  /** `browser`: what its cookie holds; null for none. */
  end(kind: CredentialKind, state: string, browser: string | null): Promise<EndedFlow>;
};

export const flowLastsMs = 10 * 60_000;
/** A cookie that is not ours is not taken over. */
const secretShape = /^[A-Za-z0-9_-]{43}$/;

export function createBegunFlows({
  store,
  sealer,
  clock,
}: {
  store: Pick<CredentialStore, 'saveOauthState' | 'takeOauthState'>;
  sealer: Sealer;
  clock: Pick<Clock, 'now'>;
}): BegunFlows {
  const aboutVerifier = (portalId: number | null) => ({ portalId: portalId ?? 0, kind: 'oauth state' }) as const;
  return {
    async begin({ kind, portalId, author = null, returnUrl, browser: known, withPkce }) {
      const state = makeSecret();
      const browser = known !== null && secretShape.test(known) ? known : makeSecret();
      const verifier = withPkce ? makeSecret() : null;
      const sealedVerifier = verifier === null ? null : sealer.seal(verifier, aboutVerifier(portalId));
      const now = clock.now();
      const begun = { kind, portalId, author, sealedVerifier, returnUrl };
      await store.saveOauthState(hashSecret(state), hashSecret(browser), begun, { now, expiresAt: now + flowLastsMs });
      return { state, browser, challenge: verifier === null ? null : challengeOf(verifier) };
    },
    async end(kind, state, browser) {
      const taken = await store.takeOauthState(hashSecret(state), kind, hashSecret(browser ?? ''), clock.now());
      if (taken.outcome !== 'taken') return taken;
      const { portalId, author = null, returnUrl, sealedVerifier } = taken.state;
      try {
        const verifier = sealedVerifier === null ? null : sealer.open(sealedVerifier, aboutVerifier(portalId));
        return { outcome: 'taken', portalId, author, returnUrl, verifier };
      } catch (error) {
        // Its key was taken out while the flow was under way.
        if (error instanceof SealBrokenError) return { outcome: 'unknown' };
        throw error;
      }
    },
  };
}

/** PKCE, S256. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
