/** Sample activity, as operators ask for it. Mounted behind the admin token. */
import { Router } from 'express';
import { z } from 'zod';
import type { SampleActivities } from '../../sample/sample-activity.ts';
import type { PortalStore } from '../../store/store.ts';
import { sampleActivitySchema } from '../sample-routes.ts';
import { knownPortal } from './known-portal.ts';

export type AdminSampleRoutesParts = {
  store: Pick<PortalStore, 'portal'>;
  sample: Pick<SampleActivities, 'look' | 'run'>;
};

export const adminSampleSchema = sampleActivitySchema.extend({
  /** Without one every request is a new one. */
  idempotencyKey: z.string().min(8).max(100).optional(),
});

export function createAdminSampleRoutes({ store, sample }: AdminSampleRoutesParts): Router {
  const router = Router();
  router.get('/admin/portals/:portalId/sample', async (request, response) => {
    response.json(await sample.look(await knownPortal(store, request.params.portalId), true));
  });
  router.post('/admin/portals/:portalId/sample', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { action, idempotencyKey = crypto.randomUUID() } = adminSampleSchema.parse(request.body);
    response.json(await sample.run(portalId, { action, idempotencyKey }, 'operator'));
  });
  return router;
}
