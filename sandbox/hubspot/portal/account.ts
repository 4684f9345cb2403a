import { accountRoutes } from '../account/account-routes.ts';
import { callbackRoutes } from '../actions/callback-routes.ts';
import { associateByDomain } from '../associations/associate-by-domain.ts';
import { associationRoutes } from '../associations/association-routes.ts';
import { controlRoutes } from '../control/control-routes.ts';
import { engagementRoutes } from '../control/engagement-routes.ts';
import { recordRoutes } from '../control/record-routes.ts';
import { userRoutes } from '../control/user-routes.ts';
import { objectRoutes } from '../crm/object-routes.ts';
import { startCalculating } from '../engagements/calculate.ts';
import { startEnrolmentEngine } from '../enrolment/enrolment-engine.ts';
import type { RunnerOptions } from '../enrolment/run-flow.ts';
import { flowRoutes } from '../flows/flow-routes.ts';
import { createRateLimits, type RateLimits } from '../http/rate-limits.ts';
import { RequestLog } from '../http/request-log.ts';
import { createRouter, type Router } from '../http/router.ts';
import { listRoutes } from '../lists/list-routes.ts';
import type { Grants } from '../oauth/grants.ts';
import { uninstallRoute } from '../oauth/uninstall.ts';
import { ownerRoutes } from '../owners/owner-routes.ts';
import { propertyRoutes } from '../properties/property-routes.ts';
import type { Portal } from './portal.ts';

/** A portal and what runs around it; nothing is shared with other accounts. */
export type Account = {
  portal: Portal;
  limits: RateLimits;
  log: RequestLog;
  route: Router;
  /** To be called when the movable clock was moved. */
  clockMoved(): void;
  stop(): void;
};

export type AccountOptions = {
  runner: RunnerOptions;
  grants: Grants;
  /** Is told of what happens in the portal and answers how to stop listening: the app's webhooks. */
  hear(portal: Portal): () => void;
};

export function openAccount(portal: Portal, { runner, grants, hear }: AccountOptions): Account {
  const engine = startEnrolmentEngine(portal, runner);
  const stopHearing = hear(portal);
  const stopAssociating = associateByDomain(portal);
  const stopCalculating = startCalculating(portal);
  const log = new RequestLog();
  let router: Router | null = null;
  const routes = () => [
    ...controlRoutes(portal, log),
    ...userRoutes(portal),
    ...recordRoutes(portal),
    ...engagementRoutes(portal),
    ...associationRoutes(portal),
    ...objectRoutes(portal),
    ...propertyRoutes(portal),
    ...flowRoutes(portal),
    ...listRoutes(portal),
    ...callbackRoutes(engine.completeCallback),
    ...ownerRoutes(portal),
    ...accountRoutes(portal),
    uninstallRoute(portal, grants),
  ];
  return {
    portal,
    limits: createRateLimits(portal.settings),
    log,
    route(method, path) {
      router ??= createRouter(routes());
      return router(method, path);
    },
    clockMoved: engine.clockMoved,
    stop() {
      engine.stop();
      stopHearing();
      stopAssociating();
      stopCalculating();
    },
  };
}
