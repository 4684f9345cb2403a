/**
 * What the app says to HubSpot in its own name: codes and refresh tokens are exchanged, tokens looked up. Form-encoded, at
 * the dated paths. Errors say what to do next; neither they nor the log ever hold a token, a code or the secret.
 */
import { Agent, request } from 'undici';
import type { AppClient } from '../config.ts';
import type { HubspotTokens } from '../tokens/token-vault.ts';
import { type Account, scopesIn, toAccount } from './account.ts';
import { type HubspotError, Reconnect, RetryLater } from './hubspot-errors.ts';
import { hubspotPath, oauthVersion } from './hubspot-paths.ts';
import { isObject, type JsonObject, textOf } from './json-call.ts';
import { readRefusal } from './read-refusal.ts';
import type { HubspotCall } from './scopes.ts';

export type Granted = {
  tokens: HubspotTokens;
  expiresInMs: number;
  /** Null where HubSpot does not say. */
  portalId: number | null;
};

/** Who installed the app, where, and what it was allowed. */
export type TokenInfo = {
  portalId: number;
  hubDomain: string | null;
  appId: number | null;
  user: { id: string | null; email: string | null };
  scopes: string[];
};

/** Refused for good. `status` as HubSpot names it: BAD_REFRESH_TOKEN, BAD_AUTH_CODE, BAD_CLIENT_SECRET … */
export class TokenRefused extends Error {
  readonly status: string;
  /** The grant itself is no more: uninstalled, revoked or used. Anything else is wrong with us or with the request. */
  readonly isGrantGone: boolean;
  constructor(status: string, isGrantGone: boolean) {
    super(`HubSpot gives no token: ${status}`);
    this.name = 'TokenRefused';
    this.status = status;
    this.isGrantGone = isGrantGone;
  }
}

export type OauthCalls = {
  /** Throws TokenRefused, or RetryLater when HubSpot is busy or away. */
  exchangeCode(code: string, redirectUri: string, verifier: string | null): Promise<Granted>;
  /** Throws as above. Where HubSpot gives no new refresh token, the old one goes on. */
  refresh(refreshToken: string): Promise<Granted>;
  introspect(accessToken: string): Promise<TokenInfo>;
  account(accessToken: string): Promise<Account>;
  close(): Promise<void>;
};

const getTokens: HubspotCall = 'get tokens';
const defaultLifeSeconds = 1_800;
const busyMs = 2_000;

export function createOauthCalls({
  client,
  baseUrl,
  timeoutMs = 15_000,
}: {
  client: AppClient;
  baseUrl: string;
  timeoutMs?: number;
}): OauthCalls {
  const agent = new Agent({ connect: { timeout: Math.min(5_000, timeoutMs) }, keepAliveTimeout: 4_000 });
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret };

  async function ask(
    call: HubspotCall,
    path: string,
    { form, token }: { form?: Record<string, string>; token?: string },
  ): Promise<{ status: number; headers: Record<string, string>; body: string }> {
    try {
      const response = await request(baseUrl + path, {
        method: form === undefined ? 'GET' : 'POST',
        dispatcher: agent,
        signal: AbortSignal.timeout(timeoutMs),
        body: form === undefined ? null : new URLSearchParams(form).toString(),
        headers: {
          accept: 'application/json',
          ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
      });
      const retryAfter = response.headers['retry-after'];
      const headers: Record<string, string> = {};
      if (typeof retryAfter === 'string') headers['retry-after'] = retryAfter;
      return { status: response.statusCode, headers, body: await response.body.text() };
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      const site = { call, status: null };
      throw new RetryLater(`no answer (${typeof code === 'string' ? code : 'TIMEOUT'})`, busyMs, site);
    }
  }

  async function grant(form: Record<string, string>, refreshToken: string | null): Promise<Granted> {
    const answer = await ask(getTokens, hubspotPath('token', oauthVersion), { form: { ...credentials, ...form } });
    const body = parse(answer.body);
    if (answer.status < 200 || answer.status > 299) throw refusalOf(answer, body);
    const accessToken = textOf(body.access_token);
    const newest = textOf(body.refresh_token) ?? refreshToken;
    if (accessToken === null || newest === null) {
      throw new RetryLater('an answer without tokens', busyMs, { call: getTokens, status: answer.status });
    }
    const seconds = Number(body.expires_in);
    return {
      tokens: { accessToken, refreshToken: newest },
      expiresInMs: (Number.isFinite(seconds) && seconds > 0 ? seconds : defaultLifeSeconds) * 1_000,
      portalId: Number(body.hub_id) || null,
    };
  }

  return {
    exchangeCode: (code, redirectUri, verifier) =>
      grant(
        {
          grant_type: 'authorization_code',
          code,
          redirect_uri: redirectUri,
          ...(verifier === null ? {} : { code_verifier: verifier }),
        },
        null,
      ),
    refresh: (refreshToken) => grant({ grant_type: 'refresh_token', refresh_token: refreshToken }, refreshToken),
    async introspect(token) {
      const call = 'introspect token';
      const form = { ...credentials, token, token_type_hint: 'access_token' };
      const answer = await ask(call, hubspotPath('introspect', oauthVersion), { form });
      const body = parse(answer.body);
      if (answer.status !== 200) throw readRefusal({ ...answer, call, isIdempotent: true });
      const portalId = Number(body.hub_id);
      if (body.active === false || !Number.isSafeInteger(portalId) || portalId <= 0) {
        throw new Reconnect('HubSpot does not know the token it has just given', { call, status: answer.status });
      }
      return {
        portalId,
        hubDomain: textOf(body.hub_domain),
        appId: Number(body.app_id) || null,
        user: { id: textOf(body.user_id), email: textOf(body.user)?.toLowerCase() ?? null },
        scopes: scopesIn(body.scopes),
      };
    },
    async account(token) {
      const call = 'read account';
      const answer = await ask(call, hubspotPath('account', oauthVersion), { token });
      if (answer.status !== 200) throw readRefusal({ ...answer, call, isIdempotent: true });
      return toAccount(parse(answer.body));
    },
    async close() {
      await agent.destroy();
    },
  };
}

/** HubSpot says the same with a status of its own, with OAuth's `error`, or with both. */
function refusalOf(
  answer: { status: number; headers: Record<string, string>; body: string },
  body: JsonObject,
): TokenRefused | HubspotError {
  if (answer.status !== 400 && answer.status !== 401) {
    const refusal = readRefusal({ ...answer, call: getTokens, isIdempotent: true });
    // Whatever else is refused says nothing of the grant.
    return 'afterMs' in refusal ? refusal : new TokenRefused(String(answer.status), false);
  }
  const status = wordOf(body.status) ?? wordOf(body.error) ?? String(answer.status);
  const isGrantGone =
    answer.status === 400 && (status === 'BAD_REFRESH_TOKEN' || (body.error === 'invalid_grant' && isGrant(status)));
  return new TokenRefused(status, isGrantGone);
}

/** `invalid_grant` comes with a wrong secret or address too, and those say so in `status`. */
function isGrant(status: string): boolean {
  return !/CLIENT|REDIRECT|SCOPE|GRANT_TYPE/i.test(status);
}

/** A code, never a text that may hold what was sent. */
function wordOf(value: unknown): string | null {
  return typeof value === 'string' && /^\w{1,60}$/.test(value) ? value : null;
}

function parse(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
