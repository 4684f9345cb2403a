/** The HubSpot properties a playbook of the portal can name. Mounted behind the admin token. */
import { Router } from 'express';
import { keptProperties } from '../../catalogue/portal-catalogue.ts';
import type { PortalStore } from '../../store/store.ts';
import { knownPortal } from './known-portal.ts';

export function createPropertyRoutes(store: Pick<PortalStore, 'portal' | 'setting'>): Router {
  const router = Router();
  router.get('/admin/portals/:portalId/properties', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    // Null until HubSpot has been asked for them.
    response.json({ properties: await keptProperties(store, portalId) });
  });
  return router;
}
