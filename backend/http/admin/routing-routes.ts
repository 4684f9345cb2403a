/** Who would get somebody's handoff, and how fair routing has been. Mounted behind the admin token; changes nothing. */
import { Router } from 'express';
import { z } from 'zod';
import type { RouteExplanation } from '../../handoff/routing/explain-route.ts';
import { NoPlaybookError } from '../../portals/provision-plan.ts';
import type { FairnessReport, RoutingView } from '../../portals/routing-view.ts';
import type { PortalStore } from '../../store/store.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';

export type RoutingRoutesParts = { store: Pick<PortalStore, 'portal'>; routing: RoutingView };

const onlyExplains =
  'this only explains: send dryRun true. To give a handoff to somebody else, press Reassign on the card in HubSpot';

export const routeSchema = z.strictObject({
  /** An e-mail address, a user id or a contact id. */
  contact: z.string().trim().min(1).max(320),
  dryRun: z.literal(true, { error: onlyExplains }),
});

export const fairnessQuerySchema = z.strictObject({
  /** At most so many of the newest decisions. */
  decisions: z.coerce.number().int().min(0).max(1_000).default(20),
});

/** One for each person who answers to it; nearly always one. */
export type RouteAnswer = { routes: RouteExplanation[] };

export function createRoutingRoutes({ store, routing }: RoutingRoutesParts): Router {
  const router = Router();
  router.post('/admin/portals/:portalId/route', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { contact } = routeSchema.parse(request.body ?? {});
    const routes = await routing.explain(portalId, contact).catch(asHttpError);
    if (routes.length === 0) {
      const message = `nobody here has the e-mail address, user id or contact id "${contact}": has any product event named them?`;
      throw new HttpError(404, 'not_found', message);
    }
    response.json({ routes } satisfies RouteAnswer);
  });
  router.get('/admin/portals/:portalId/fairness', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { decisions } = fairnessQuerySchema.parse(request.query);
    response.json((await routing.fairness(portalId, decisions).catch(asHttpError)) satisfies FairnessReport);
  });
  return router;
}

function asHttpError(error: unknown): never {
  if (error instanceof NoPlaybookError) throw new HttpError(409, 'no_playbook', error.message, { cause: error });
  throw error;
}
