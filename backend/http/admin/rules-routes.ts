/** How far usage and decisions are behind the rules, and counting everything again. */
import { Router } from 'express';
import { type RuleFollower, RulesWorkElsewhereError } from '../../portals/follow-rules.ts';
import type { AuditDeed } from '../../settings/audit-deed.ts';
import type { RulesStore } from '../../store/rules-store.ts';
import type { PortalStore } from '../../store/store.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';
import { lineStream } from './line-stream.ts';

export type RulesRoutesParts = {
  store: PortalStore & Pick<RulesStore, 'rulesInForce'>;
  rules: Pick<RuleFollower, 'rebuild' | 'progress'>;
  auditDeed: AuditDeed;
};

export function createRulesRoutes({ store, rules, auditDeed }: RulesRoutesParts): Router {
  const router = Router();
  router.get('/admin/portals/:portalId/rules', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const inForce = await store.rulesInForce(portalId);
    response.json({
      playbookVersion: inForce?.playbookVersion ?? null,
      timeZone: inForce?.timeZone ?? null,
      progress: await rules.progress(portalId),
    });
  });
  // Ends when the new usage is in force; everybody is decided again after that, and `rules` tells how far that is.
  router.post('/admin/portals/:portalId/rebuild', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const lines = lineStream(response);
    const entry = { author: 'operator', deed: 'count events again', detail: '' } as const;
    const rebuild = () => rules.rebuild(portalId, ({ done, total }) => lines.write({ done, total }));
    lines.write(await auditDeed(portalId, entry, rebuild).catch(asConflict));
    lines.end();
  });
  return router;
}

function asConflict(error: unknown): never {
  if (error instanceof RulesWorkElsewhereError) throw new HttpError(409, 'rules_busy', error.message);
  throw error;
}
