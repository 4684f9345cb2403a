/** What people and HubSpot do to the app's installation: connect it without a browser, revoke, uninstall. */

import { fillBaseUrl } from '../actions/app-url.ts';
import { ok } from '../http/answer.ts';
import { invalid } from '../http/refusal.ts';
import { objectOf, type Route, type SandboxRequest } from '../http/router.ts';
import { approve, blocked, decline, readAuthorize, withQuery } from '../oauth/authorize.ts';
import type { Grants } from '../oauth/grants.ts';
import { changeOauthApp, type OauthApp } from '../oauth/oauth-app.ts';
import { uninstall } from '../oauth/uninstall.ts';
import type { Accounts } from '../portal/accounts.ts';
import type { Portal } from '../portal/portal.ts';
import { someUserOf, userOf } from '../portal/users.ts';

export function oauthControls(app: OauthApp, grants: Grants, accounts: Accounts): Route[] {
  const baseUrl = () => accounts.first().portal.switches.actionBaseUrl;

  /** The account that the body names, or else the query. */
  function portalIn(request: SandboxRequest, { portalId }: Record<string, unknown>): Portal {
    return accounts.named(portalId === undefined ? request.query.get('portal') : String(portalId)).portal;
  }

  function shownApp() {
    const { clientSecret: _secret, ...shown } = app;
    return { ...shown, redirectUrls: app.redirectUrls.map((url) => fillBaseUrl(url, baseUrl()) ?? url) };
  }

  function shownGrants() {
    return accounts.all().map(({ portal }) => {
      const { portalId } = portal.settings;
      const grant = grants.of(portalId);
      return {
        portalId,
        isInstalled: portal.isInstalled,
        scopes: grant?.scopes ?? null,
        userEmail: grant?.userEmail ?? null,
        liveAccessTokens: grants.liveAccessTokens(portalId),
      };
    });
  }

  return [
    { method: 'GET', path: '/sandbox/oauth', handle: () => ok({ app: shownApp(), installations: shownGrants() }) },
    {
      method: 'POST',
      path: '/sandbox/oauth/app',
      handle(request) {
        const problem = changeOauthApp(app, objectOf(request));
        if (problem) throw invalid(problem);
        return ok({ app: shownApp() });
      },
    },
    {
      method: 'POST',
      path: '/sandbox/oauth/approve',
      handle(request) {
        const body = objectOf(request);
        const address = addressIn(body.authorizeUrl);
        const asked = readAuthorize(app, baseUrl(), address.searchParams);
        if (body.decline === true) return ok({ redirectTo: decline(asked) });
        const portal = portalIn(request, body);
        const preset = /^\/oauth\/(\d+)\/authorize$/.exec(address.pathname)?.[1];
        if (preset !== undefined && preset !== String(portal.settings.portalId))
          throw blocked(`the address is for portal ${preset}`);
        return ok({ redirectTo: approve(app, grants, asked, consentIn(portal, body)) });
      },
    },
    {
      method: 'POST',
      path: '/sandbox/oauth/marketplace-install',
      handle(request) {
        const body = objectOf(request);
        const portal = portalIn(request, body);
        const { portalId, uiDomain } = portal.settings;
        const redirectUri = fillBaseUrl(app.redirectUrls[0] ?? '', baseUrl());
        if (redirectUri === null || redirectUri === '') throw invalid('The app has no redirect URL yet');
        const returnUrl =
          typeof body.returnUrl === 'string'
            ? body.returnUrl
            : `https://${uiDomain}/integrations-settings/${portalId}/installed`;
        const asked = { redirectUri, state: null, challenge: null };
        const address =
          body.withCode === true
            ? approve(app, grants, asked, consentIn(portal, body))
            : withQuery(redirectUri, { step: 'authorize' });
        return ok({ redirectTo: withQuery(address, { returnUrl }) });
      },
    },
    {
      method: 'POST',
      path: '/sandbox/oauth/revoke',
      handle(request) {
        grants.revokeRefreshToken(portalIn(request, objectOf(request)).settings.portalId);
        return ok({ installations: shownGrants() });
      },
    },
    {
      method: 'POST',
      path: '/sandbox/oauth/uninstall',
      handle(request) {
        uninstall(portalIn(request, objectOf(request)), grants);
        return ok({ installations: shownGrants() });
      },
    },
  ];
}

function consentIn(portal: Portal, { userEmail, denyScopes = [] }: Record<string, unknown>) {
  if (!Array.isArray(denyScopes)) throw invalid('denyScopes must be a list');
  const user = typeof userEmail === 'string' ? userOf(portal, userEmail) : someUserOf(portal);
  return { portal, user, denyScopes: denyScopes.map(String) };
}

function addressIn(authorizeUrl: unknown): URL {
  const address = typeof authorizeUrl === 'string' && URL.canParse(authorizeUrl) ? new URL(authorizeUrl) : null;
  if (!address || !/^\/oauth(\/\d+)?\/authorize$/.test(address.pathname))
    throw invalid('authorizeUrl must be the address the app sent the browser to');
  return address;
}
