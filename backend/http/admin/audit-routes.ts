/** Who did what, besides saving playbooks. Mounted behind the admin token. */
import { Router } from 'express';
import { z } from 'zod';
import type { SettingsStore } from '../../store/settings-store.ts';
import type { PortalStore } from '../../store/store.ts';
import { knownPortal } from './known-portal.ts';

const pageSchema = z.object({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
});

export function createAuditRoutes(
  store: Pick<PortalStore, 'portal'> & Pick<SettingsStore, 'auditEntries' | 'grants'>,
): Router {
  const router = Router();
  router.get('/admin/portals/:portalId/audit', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const entries = await store.auditEntries(portalId, pageSchema.parse(request.query));
    response.json({ entries, grants: await store.grants(portalId) });
  });
  return router;
}
