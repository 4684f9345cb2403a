import { ok } from '../http/answer.ts';
import { invalid } from '../http/refusal.ts';
import { objectOf, type Route } from '../http/router.ts';
import type { Accounts } from '../portal/accounts.ts';

/** What a static token may do. */
export function tokenInfoRoute(accounts: Accounts): Route {
  return {
    method: 'POST',
    path: '/oauth/v2/private-apps/get/access-token-info',
    auth: false,
    limit: 'none',
    handle(request) {
      const { tokenKey } = objectOf(request);
      const account = typeof tokenKey === 'string' ? accounts.byStaticToken(tokenKey) : null;
      if (!account) throw invalid('The token is not known');
      const { portalId, appId } = account.portal.settings;
      return ok({ userId: 501, hubId: portalId, appId, scopes: [...account.portal.switches.scopes] });
    },
  };
}
