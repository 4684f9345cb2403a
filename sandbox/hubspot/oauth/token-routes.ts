/** Tokens for codes and refresh tokens, what a token is, and taking it back. Forms only, as HubSpot asks for. */
import { createHash } from 'node:crypto';
import { type Answer, ok } from '../http/answer.ts';
import { notImitated, Refusal } from '../http/refusal.ts';
import type { Route, SandboxRequest } from '../http/router.ts';
import type { Accounts } from '../portal/accounts.ts';
import type { Consent, Grants } from './grants.ts';
import type { OauthApp } from './oauth-app.ts';
import { type OauthProblem, oauthRefusal } from './oauth-refusal.ts';

type Form = URLSearchParams;

export function tokenRoutes(app: OauthApp, grants: Grants, accounts: Accounts, now: () => number): Route[] {
  function tokens(form: Form): Answer {
    const grantType = form.get('grant_type');
    if (grantType === 'client_credentials') throw notImitated('client credentials');
    if (grantType !== 'authorization_code' && grantType !== 'refresh_token') return oauthRefusal('BAD_GRANT_TYPE');
    const problem = clientProblem(form);
    if (problem) return oauthRefusal(problem);
    return grantType === 'authorization_code' ? forCode(form) : forRefreshToken(form);
  }

  function clientProblem(form: Form): OauthProblem | null {
    if (form.get('client_id') !== app.clientId) return 'BAD_CLIENT_ID';
    return form.get('client_secret') === app.clientSecret ? null : 'BAD_CLIENT_SECRET';
  }

  function forCode(form: Form): Answer {
    const code = grants.takeCode(form.get('code') ?? '');
    if (!code) return oauthRefusal('BAD_AUTH_CODE');
    if (form.get('redirect_uri') !== code.redirectUri) return oauthRefusal('BAD_REDIRECT_URI');
    if (code.challenge !== null && challengeOf(form.get('code_verifier') ?? '') !== code.challenge)
      return oauthRefusal('BAD_CODE_VERIFIER');
    const account = accounts.get(code.portalId);
    if (!account) return oauthRefusal('BAD_HUB');
    account.portal.isInstalled = true;
    account.portal.grantedScopes = code.scopes;
    account.portal.changes.publish({ kind: 'settings changed', what: 'app installed' });
    const grant = grants.grant(code);
    return answer(grant, grant.refreshToken);
  }

  function forRefreshToken(form: Form): Answer {
    const grant = grants.byRefreshToken(form.get('refresh_token') ?? '');
    if (!grant) return oauthRefusal('BAD_REFRESH_TOKEN');
    if (!accounts.get(grant.portalId)) return oauthRefusal('BAD_HUB');
    if (app.refreshTokensChange) grants.changeRefreshToken(grant);
    return answer(grant, grant.refreshToken);
  }

  function answer(consent: Consent, refreshToken: string): Answer {
    const { token } = grants.issueAccessToken(consent, app.accessTokenSeconds);
    return ok({
      token_type: 'bearer',
      access_token: token,
      refresh_token: refreshToken,
      expires_in: app.accessTokenSeconds,
      hub_id: consent.portalId,
      user_id: consent.userId,
      scopes: consent.scopes,
      token_use: 'access_token',
    });
  }

  function introspect(form: Form): Answer {
    const problem = clientProblem(form);
    if (problem) return oauthRefusal(problem);
    const token = form.get('token') ?? '';
    const access = grants.accessToken(token);
    if (access) {
      const left = Math.floor((access.expiresAt - now()) / 1_000);
      return ok(left > 0 ? { ...about(access), token_use: 'access_token', expires_in: left } : { active: false });
    }
    const grant = grants.byRefreshToken(token);
    return ok(grant ? { ...about(grant), token_use: 'refresh_token' } : { active: false });
  }

  function about({ portalId, userId, userEmail, scopes }: Consent): Record<string, unknown> {
    return {
      active: true,
      hub_id: portalId,
      user_id: userId,
      user: userEmail,
      hub_domain: `portal-${portalId}.test`,
      app_id: app.appId,
      client_id: app.clientId,
      scopes,
      token_type: 'bearer',
    };
  }

  /** Of what is not known there is nothing to take back: that is fine, too. */
  function revoke(form: Form): Answer {
    const problem = clientProblem(form);
    if (problem) return oauthRefusal(problem);
    const token = form.get('token') ?? '';
    const grant = grants.byRefreshToken(token);
    if (grant) grants.revokeRefreshToken(grant.portalId);
    else grants.revokeAccessToken(token);
    return { status: 200 };
  }

  const route = (path: string, handle: (form: Form) => Answer): Route => ({
    method: 'POST',
    path,
    auth: false,
    limit: 'none',
    handle: (request) => handle(formOf(request)),
  });
  return [
    route('/oauth/v3/token', tokens),
    route('/oauth/v3/token/introspect', introspect),
    route('/oauth/v3/token/revoke', revoke),
    {
      ...{ method: 'POST', path: '/oauth/v1/token', auth: false, limit: 'none' },
      handle() {
        throw notImitated('OAuth v1, which ends on 2027-02-16');
      },
    },
  ];
}

function formOf(request: SandboxRequest): Form {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? ''))
    throw new Refusal(415, { message: 'HTTP 415 Unsupported Media Type' });
  return new URLSearchParams(request.rawBody);
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
