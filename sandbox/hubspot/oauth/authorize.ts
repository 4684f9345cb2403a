/** The browser's side of an installation: what the authorize address asks for, and where the browser goes from there. */
import { fillBaseUrl } from '../actions/app-url.ts';
import { Refusal } from '../http/refusal.ts';
import { everyScope } from '../portal/create-portal.ts';
import type { Portal } from '../portal/portal.ts';
import type { PortalUser } from '../portal/users.ts';
import type { Grants } from './grants.ts';
import type { OauthApp } from './oauth-app.ts';

export type AuthorizeRequest = {
  redirectUri: string;
  state: string | null;
  challenge: string | null;
};

/** HubSpot blocks an installation whose address differs from what the app has registered; the browser goes nowhere. */
export function readAuthorize(app: OauthApp, baseUrl: string | null, query: URLSearchParams): AuthorizeRequest {
  if (query.get('client_id') !== app.clientId) throw blocked('client_id is missing or unknown');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!app.redirectUrls.some((url) => fillBaseUrl(url, baseUrl) === redirectUri))
    throw blocked('redirect_uri does not match a redirect URL of the app');
  refuseOtherScopes('scope', wordsIn(query.get('scope')), app.requiredScopes);
  refuseOtherScopes('optional_scope', wordsIn(query.get('optional_scope')), app.optionalScopes);
  const challenge = query.get('code_challenge');
  if (challenge !== null && query.get('code_challenge_method') !== 'S256')
    throw blocked('code_challenge_method must be S256');
  return { redirectUri, state: query.get('state'), challenge };
}

/** The address the browser is sent to after "Connect app". */
export function approve(
  app: OauthApp,
  grants: Grants,
  asked: AuthorizeRequest,
  { portal, user, denyScopes }: { portal: Portal; user: PortalUser; denyScopes: string[] },
): string {
  if (!user.mayInstall)
    throw blocked(`${user.email} needs the rights of a super admin, or App Marketplace access, to connect apps`);
  const withheld = new Set([...everyScope.filter((scope) => !portal.switches.scopes.has(scope)), ...denyScopes]);
  const missing = app.requiredScopes.filter((scope) => withheld.has(scope));
  if (missing.length > 0) throw blocked(`The account cannot grant required scopes: ${missing.join(', ')}`);
  const scopes = [...app.requiredScopes, ...app.optionalScopes].filter((scope) => !withheld.has(scope));
  const code = grants.issueCode(
    {
      portalId: portal.settings.portalId,
      userId: user.userId,
      userEmail: user.email,
      scopes,
      redirectUri: asked.redirectUri,
      challenge: asked.challenge,
    },
    app.codeSeconds,
  );
  return withQuery(asked.redirectUri, { code, state: asked.state });
}

/** The address after "Cancel". */
export function decline({ redirectUri, state }: AuthorizeRequest): string {
  return withQuery(redirectUri, {
    error: 'access_denied',
    error_description: 'The user denied access to the app',
    state,
  });
}

export function withQuery(address: string, parameters: Record<string, string | null>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}

export function blocked(message: string): Refusal {
  return new Refusal(403, { message: `Installation blocked: ${message}`, category: 'INSTALLATION_BLOCKED' });
}

function refuseOtherScopes(name: string, asked: string[], registered: string[]): void {
  const extra = asked.filter((scope) => !registered.includes(scope));
  const missing = registered.filter((scope) => !asked.includes(scope));
  if (extra.length === 0 && missing.length === 0) return;
  const words = [
    ...(missing.length > 0 ? [`missing ${missing.join(' ')}`] : []),
    ...(extra.length > 0 ? [`not registered ${extra.join(' ')}`] : []),
  ];
  throw blocked(`${name} differs from what the app has registered: ${words.join('; ')}`);
}

function wordsIn(text: string | null): string[] {
  return (text ?? '').split(' ').filter((word) => word !== '');
}
