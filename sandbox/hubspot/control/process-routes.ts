/** Controls of the process rather than of one account: making accounts, starting over, settings, failures. */
import { ok } from '../http/answer.ts';
import type { InjectedFailures } from '../http/injected-failures.ts';
import { invalid } from '../http/refusal.ts';
import { objectOf, type Route, type SandboxRequest } from '../http/router.ts';
import type { Accounts } from '../portal/accounts.ts';
import { type NewPortal, readNewPortal, seedIn } from '../portal/new-portal.ts';
import type { Portal } from '../portal/portal.ts';
import type { SeedName } from '../portal/seed.ts';
import { changeSettings, shownSettings } from './settings.ts';

export type ProcessControls = {
  accounts: Accounts;
  failures: InjectedFailures;
  make(wanted: NewPortal): Portal;
  /** Null: the first as at the start of the process, without the others. */
  reset(portalId: number | null, seed: SeedName | undefined): void;
};

export function processRoutes({ accounts, failures, make, reset }: ProcessControls): Route[] {
  const portalIn = (request: SandboxRequest) => accounts.named(request.query.get('portal')).portal;
  return [
    { method: 'GET', path: '/sandbox/portals', handle: () => ok({ portals: accounts.all().map(shownAccount) }) },
    {
      method: 'POST',
      path: '/sandbox/portals',
      handle(request) {
        const portal = make(readNewPortal(accounts, objectOf(request)));
        return ok(shownAccount({ portal }), 201);
      },
    },
    {
      method: 'DELETE',
      path: '/sandbox/portals/:id',
      handle(request) {
        const account = accounts.named(request.params.id ?? '');
        if (account === accounts.first()) throw invalid('The first portal stays; POST /sandbox/reset starts it over');
        accounts.remove(account.portal.settings.portalId);
        return ok({ removed: true });
      },
    },
    {
      method: 'POST',
      path: '/sandbox/reset',
      handle(request) {
        const named = request.query.get('portal');
        reset(named === null ? null : accounts.named(named).portal.settings.portalId, seedIn(objectOf(request)));
        return ok({ reset: true });
      },
    },
    ...['POST', 'PATCH'].map(
      (method): Route => ({
        method,
        path: '/sandbox/settings',
        handle(request) {
          const portal = portalIn(request);
          const all = accounts.all().map((account) => account.portal);
          const problem = changeSettings(portal, all, objectOf(request));
          if (problem) throw invalid(problem);
          return ok(shownSettings(portal));
        },
      }),
    ),
    { method: 'GET', path: '/sandbox/settings', handle: (request) => ok(shownSettings(portalIn(request))) },
    {
      method: 'POST',
      path: '/sandbox/failures',
      handle(request) {
        const named = request.query.get('portal');
        const problem = failures.add(objectOf(request), named === null ? null : portalIn(request).settings.portalId);
        if (problem) throw invalid(problem);
        return ok({ failures: failures.list() });
      },
    },
    { method: 'GET', path: '/sandbox/failures', handle: () => ok({ failures: failures.list() }) },
    {
      method: 'DELETE',
      path: '/sandbox/failures',
      handle() {
        failures.clear();
        return ok({ failures: [] });
      },
    },
  ];
}

function shownAccount({ portal }: { portal: Portal }): Record<string, unknown> {
  const { portalId, timeZone, uiDomain } = portal.settings;
  return { portalId, timeZone, uiDomain, isInstalled: portal.isInstalled, users: [...portal.users.values()] };
}
