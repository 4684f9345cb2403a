/** The control API of one account: looks into it and makes it misbehave. No token; loopback only. */
import { ok } from '../http/answer.ts';
import type { RequestLog } from '../http/request-log.ts';
import type { Route, SandboxRequest } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import { stateOf } from './state.ts';

const longestWaitMs = 25_000;

export function controlRoutes(portal: Portal, log: RequestLog): Route[] {
  return [
    { method: 'GET', path: '/sandbox/state', handle: () => ok(stateOf(portal, log)) },
    {
      method: 'GET',
      path: '/sandbox/requests',
      // `timeOrigin`: what `monotonicMs` counts from, in milliseconds since the epoch.
      handle: ({ query }) =>
        ok({
          ...log.counters(),
          timeOrigin: performance.timeOrigin,
          requests: log.entries(Number(query.get('after') ?? 0)),
        }),
    },
    { method: 'GET', path: '/sandbox/changes', handle: (request) => waitForChanges(portal, request) },
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
