/** The control API: looks into the portal and makes it misbehave. No token; loopback only. */
import { ok } from '../http/answer.ts';
import type { InjectedFailures } from '../http/injected-failures.ts';
import { invalid } from '../http/refusal.ts';
import type { RequestLog } from '../http/request-log.ts';
import { objectOf, type Route, type SandboxRequest } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { SeedName } from '../portal/seed.ts';
import { changeSettings, shownSettings } from './settings.ts';
import { stateOf } from './state.ts';

export type ControlDependencies = {
  portal: Portal;
  failures: InjectedFailures;
  log: RequestLog;
  /** Starts over; what is absent is as at the start of the process. */
  reset(seed: SeedName | undefined): void;
};

const longestWaitMs = 25_000;

export function controlRoutes({ portal, failures, log, reset }: ControlDependencies): Route[] {
  return [
    {
      method: 'POST',
      path: '/sandbox/reset',
      handle(request) {
        const { seed } = objectOf(request);
        if (seed !== undefined && seed !== 'acme' && seed !== 'empty') throw invalid('seed must be acme or empty');
        reset(seed);
        return ok({ reset: true });
      },
    },
    { method: 'GET', path: '/sandbox/state', handle: () => ok(stateOf(portal, log)) },
    { method: 'GET', path: '/sandbox/settings', handle: () => ok(shownSettings(portal)) },
    ...['POST', 'PATCH'].map(
      (method): Route => ({
        method,
        path: '/sandbox/settings',
        handle(request) {
          const problem = changeSettings(portal, objectOf(request));
          if (problem) throw invalid(problem);
          return ok(shownSettings(portal));
        },
      }),
    ),
    {
      method: 'GET',
      path: '/sandbox/requests',
      handle: ({ query }) => ok({ ...log.counters(), requests: log.entries(Number(query.get('after') ?? 0)) }),
    },
    { method: 'GET', path: '/sandbox/changes', handle: (request) => waitForChanges(portal, request) },
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

/** Long poll: answers at once when there are changes after `after`, else when the first comes, or empty after `waitMs`. */
async function waitForChanges(portal: Portal, { query }: SandboxRequest) {
  const after = Number(query.get('after') ?? 0);
  const waitMs = Math.min(Number(query.get('waitMs') ?? longestWaitMs), longestWaitMs);
  if (portal.changes.sequence <= after && waitMs > 0) {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        unlisten();
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      timer.unref();
      const unlisten = portal.changes.listen(done);
    });
  }
  return ok({ sequence: portal.changes.sequence, now: portal.now(), changes: portal.changes.after(after) });
}
