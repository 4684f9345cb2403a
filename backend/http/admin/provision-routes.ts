/** The plan of provisioning, and its execution line by line. */
import { Router } from 'express';
import { z } from 'zod';
import { HubspotError } from '../../hubspot/hubspot-errors.ts';
import { NoPlaybookError } from '../../portals/provision-plan.ts';
import { RefusedPlanError } from '../../portals/provision-portal.ts';
import { NotConnectedError, type Provisioning } from '../../portals/provisioning.ts';
import type { AuditDeed } from '../../settings/audit-deed.ts';
import type { PortalStore } from '../../store/store.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';
import { lineStream } from './line-stream.ts';

const forceSchema = z.array(z.string().min(1).max(200)).max(100);

export const provisionSchema = z.strictObject({
  goLive: z.boolean().default(false),
  force: forceSchema.default([]),
});

/** `force` may be there several times; once, it is text. */
export const planQuerySchema = z.strictObject({
  goLive: z.enum(['true', 'false']).optional(),
  force: z.union([z.string().transform((name) => [name]), z.array(z.string())]).optional(),
});

export function createProvisionRoutes({
  store,
  provisioning,
  auditDeed,
}: {
  store: Pick<PortalStore, 'portal'>;
  provisioning: Provisioning;
  auditDeed: AuditDeed;
}): Router {
  const router = Router();
  const path = '/admin/portals/:portalId/provision';

  router.get(path, async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { goLive, force } = planQuerySchema.parse(request.query);
    const wish = { goLive: goLive === 'true', force: forceSchema.parse(force ?? []) };
    response.json(await provisioning.plan(portalId, wish).catch(asHttpError));
  });

  router.post(path, async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const wish = provisionSchema.parse(request.body ?? {});
    const stream = lineStream(response);
    try {
      const deed = wish.goLive ? 'go live' : 'provision';
      const detail = wish.force.length === 0 ? '' : `overwriting ${wish.force.join(', ')}`;
      const answer = await auditDeed(portalId, { author: 'operator', deed, detail }, () =>
        provisioning.apply(portalId, wish, stream.write),
      );
      stream.write(answer);
    } catch (error) {
      if (!response.headersSent) asHttpError(error);
      if (!(error instanceof HubspotError)) throw error;
      stream.write({ error: { code: 'hubspot_failed', message: error.message } });
    }
    stream.end();
  });
  return router;
}

function asHttpError(error: unknown): never {
  const { message } = error as Error;
  if (error instanceof NotConnectedError) throw new HttpError(409, 'not_connected', message, { cause: error });
  if (error instanceof NoPlaybookError) throw new HttpError(409, 'no_playbook', message, { cause: error });
  if (error instanceof RefusedPlanError) throw new HttpError(409, 'refused', message, { cause: error });
  if (error instanceof HubspotError) throw new HttpError(502, 'hubspot_failed', message, { cause: error });
  throw error;
}
