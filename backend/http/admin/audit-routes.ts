/** Who did what, besides saving playbooks. Mounted behind the admin token. */
import { Router } from 'express';
import { z } from 'zod';
import type { AuditDeed } from '../../settings/audit-deed.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import type { PortalStore } from '../../store/store.ts';
import { knownPortal } from './known-portal.ts';

const pageSchema = z.object({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
});

/** Events go through the door of all events, with a write key: the tool that sends saved ones says so here. */
export const replaySchema = z.strictObject({ events: z.number().int().positive() });

export type AuditRoutesParts = {
  store: Pick<PortalStore, 'portal'> & Pick<SettingsStore, 'auditEntries' | 'grants'>;
  auditDeed: AuditDeed;
};

export function createAuditRoutes({ store, auditDeed }: AuditRoutesParts): Router {
  const router = Router();
  router.get('/admin/portals/:portalId/audit', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const entries = await store.auditEntries(portalId, pageSchema.parse(request.query));
    response.json({ entries, grants: await store.grants(portalId) });
  });
  router.post('/admin/portals/:portalId/replays', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { events } = replaySchema.parse(request.body);
    const detail = events === 1 ? '1 event' : `${events} events`;
    await auditDeed(portalId, { author: 'operator', deed: 'replay events', detail }, async () => undefined);
    response.status(201).json({ noted: true });
  });
  return router;
}
