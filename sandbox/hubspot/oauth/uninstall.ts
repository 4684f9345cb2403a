import { noContent } from '../http/answer.ts';
import type { Route } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { Grants } from './grants.ts';

/** Every token of the account dies, its webhooks and the actions of its workflows are no longer sent. */
export function uninstall(portal: Portal, grants: Grants): void {
  grants.forget(portal.settings.portalId);
  portal.settings.accessToken = null;
  portal.isInstalled = false;
  portal.grantedScopes = null;
  portal.changes.publish({ kind: 'settings changed', what: 'app uninstalled' });
}

/** The app uninstalls itself. */
export function uninstallRoute(portal: Portal, grants: Grants): Route {
  return {
    method: 'DELETE',
    path: '/appinstalls/v3/external-install',
    anyScope: () => ['oauth'],
    handle() {
      uninstall(portal, grants);
      return noContent;
    },
  };
}
