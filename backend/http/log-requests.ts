/**
 * One line for each request that is not an event: its id, portal, route, status and time. Paths are logged as the route is
 * written, because what stands in their place may be about a person.
 */
import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { portalNumber } from '../portals/portal-number.ts';
import { aboutRequest, noteRequestId } from './about-request.ts';

/** What a proxy in front may call a request: nothing that could break a line or carry a person's data at length. */
const saneId = /^[\w.:/+=-]{8,100}$/;

/** Asked every few seconds by machines. */
const quietRoutes = new Set(['/health', '/ready', '/metrics']);

export function logRequests(log: Pick<Logger, 'info' | 'debug'>): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const given = request.headers['x-request-id'];
    noteRequestId(response, typeof given === 'string' && saneId.test(given) ? given : randomUUID());
    response.on('close', () => {
      const route = routeOf(request);
      const line = {
        ...aboutRequest(response),
        ...(portalOfRoute(request, response) ?? {}),
        method: request.method,
        route,
        status: response.statusCode,
        ms: Math.round(performance.now() - startedAt),
        ...(response.writableFinished ? {} : { unfinished: true }),
      };
      log[quietRoutes.has(route) ? 'debug' : 'info'](line, 'request');
    });
    next();
  };
}

/** Where no route took it, nothing is said of the path. */
function routeOf(request: Request): string {
  const path: unknown = request.route?.path;
  return typeof path === 'string' ? request.baseUrl + path : 'none';
}

/** An operator names the portal in the path; a request that was turned away proves none. */
function portalOfRoute({ params }: Request, { statusCode }: Response): { portalId: number } | null {
  const { data: portalId } = portalNumber.safeParse(params?.portalId);
  return statusCode !== 401 && portalId !== undefined ? { portalId } : null;
}
