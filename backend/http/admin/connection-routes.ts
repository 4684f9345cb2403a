/** Taking the app out of a portal, as operators ask for it. Mounted behind the admin token. */
import { Router } from 'express';
import { z } from 'zod';
import type { Disconnecting } from '../../portals/disconnect.ts';
import type { AuditDeed } from '../../settings/audit-deed.ts';
import type { PortalStore } from '../../store/store.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';

export type ConnectionRoutesParts = {
  store: Pick<PortalStore, 'portal'>;
  disconnecting: Disconnecting;
  auditDeed: AuditDeed;
};

export const disconnectSchema = z.strictObject({ confirm: z.boolean().default(false) });

export function createConnectionRoutes({ store, disconnecting, auditDeed }: ConnectionRoutesParts): Router {
  const router = Router();
  // Without `confirm` it only says what it would do.
  router.post('/admin/portals/:portalId/disconnect', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { confirm } = disconnectSchema.parse(request.body ?? {});
    const words = await disconnecting.words(portalId);
    if ('refused' in words) throw new HttpError(409, 'not_disconnected', words.refused);
    if (!confirm) {
      response.json({ status: 'to confirm', will: words.will });
      return;
    }
    const entry = { author: 'operator', deed: 'disconnect', detail: '' } as const;
    const ended = await auditDeed(
      portalId,
      entry,
      () => disconnecting.run(portalId, 'the operator'),
      (answer) => ('refused' in answer ? answer.refused : null),
    );
    if ('refused' in ended) throw new HttpError(409, 'not_disconnected', ended.refused);
    response.json({ status: 'disconnected', did: ended.did });
  });
  return router;
}
