import type { Answer } from '../http/answer.ts';
import { Refusal } from '../http/refusal.ts';
import type { Route, SandboxRequest } from '../http/router.ts';
import type { Accounts } from '../portal/accounts.ts';
import { userOf } from '../portal/users.ts';
import { approve, blocked, decline, readAuthorize } from './authorize.ts';
import { authorizePage, blockedPage } from './authorize-page.ts';
import type { Grants } from './grants.ts';
import type { OauthApp } from './oauth-app.ts';

/** What the browser of whoever installs the app sees; on HubSpot these addresses are at app.hubspot.com. */
export function authorizeRoutes(app: OauthApp, grants: Grants, accounts: Accounts): Route[] {
  const asked = (request: SandboxRequest) =>
    readAuthorize(app, accounts.first().portal.switches.actionBaseUrl, request.query);
  const choices = ({ params }: SandboxRequest) =>
    (params.portalId === undefined ? accounts.all() : [accounts.named(params.portalId)]).map(({ portal }) => portal);

  function show(request: SandboxRequest): Answer {
    asked(request);
    return page(200, authorizePage(app, choices(request)));
  }

  function decide(request: SandboxRequest): Answer {
    const wanted = asked(request);
    const form = new URLSearchParams(request.rawBody);
    if (form.get('decision') !== 'connect') return goTo(decline(wanted));
    const [portalId = '', email = ''] = (form.get('account') ?? '').split(' ');
    const portal = choices(request).find(({ settings }) => String(settings.portalId) === portalId);
    if (!portal || email === '') throw blocked('choose an account');
    return goTo(approve(app, grants, wanted, { portal, user: userOf(portal, email), denyScopes: [] }));
  }

  return ['/oauth/authorize', '/oauth/:portalId/authorize'].flatMap((path): Route[] => [
    { method: 'GET', path, auth: false, limit: 'none', handle: (request) => orBlocked(() => show(request)) },
    { method: 'POST', path, auth: false, limit: 'none', handle: (request) => orBlocked(() => decide(request)) },
  ]);
}

function goTo(location: string): Answer {
  return { status: 302, headers: { location } };
}

function page(status: number, text: string): Answer {
  return { status, text, headers: { 'content-type': 'text/html; charset=utf-8' } };
}

function orBlocked(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return page(error.status, blockedPage(error.message));
    throw error;
  }
}
