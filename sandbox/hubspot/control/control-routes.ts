/** The control API: looks into the portal and makes it misbehave. No token; loopback only. */
import { ok } from '../http/answer.ts';
import type { InjectedFailures } from '../http/injected-failures.ts';
import { invalid } from '../http/refusal.ts';
import type { RequestLog } from '../http/request-log.ts';
import { objectOf, type Route } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { SeedName } from '../portal/seed.ts';
import { stateOf } from './state.ts';

export type ControlDependencies = {
  portal: Portal;
  failures: InjectedFailures;
  log: RequestLog;
  reset(seed: SeedName): void;
};

export function controlRoutes({ portal, failures, log, reset }: ControlDependencies): Route[] {
  return [
    {
      method: 'POST',
      path: '/sandbox/reset',
      handle(request) {
        const { seed } = objectOf(request);
        if (seed !== undefined && seed !== 'acme' && seed !== 'empty') throw invalid('seed must be acme or empty');
        reset(seed ?? 'acme');
        return ok({ reset: true });
      },
    },
    { method: 'GET', path: '/sandbox/state', handle: () => ok(stateOf(portal, log)) },
    {
      method: 'GET',
      path: '/sandbox/requests',
      handle: ({ query }) => ok({ ...log.counters(), requests: log.entries(Number(query.get('after') ?? 0)) }),
    },
    {
      method: 'POST',
      path: '/sandbox/failures',
      handle(request) {
        const problem = failures.add(objectOf(request));
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
