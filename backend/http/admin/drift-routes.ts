/** What is not as the playbook says: what was found, looking now, restoring. Mounted behind the admin token. */
import { Router } from 'express';
import { z } from 'zod';
import type { DriftReport } from '../../drift/drift.ts';
import type { DriftWatch } from '../../drift/drift-watch.ts';
import type { RestoreAnswer } from '../../drift/restore-workflow.ts';
import { HubspotError } from '../../hubspot/hubspot-errors.ts';
import { workflowNames } from '../../hubspot/workflow-names.ts';
import { NoPlaybookError } from '../../portals/provision-plan.ts';
import { NotConnectedError } from '../../portals/provisioning.ts';
import type { AuditDeed } from '../../settings/audit-deed.ts';
import type { PortalStore } from '../../store/store.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';

export type DriftRoutesParts = {
  store: Pick<PortalStore, 'portal'>;
  drift: Pick<DriftWatch, 'report' | 'check' | 'restore'>;
  auditDeed: AuditDeed;
};

export const restoreSchema = z.strictObject({
  /** Every workflow that differs, unless one is named. */
  workflow: z.enum(['handoff', 'return']).optional(),
  by: z.string().min(1).max(200).default('operator'),
});

export type RestoredWorkflows = { workflows: (RestoreAnswer & { workflow: 'handoff' | 'return' })[] };

export function createDriftRoutes({ store, drift, auditDeed }: DriftRoutesParts): Router {
  const router = Router();
  router.get('/admin/portals/:portalId/drift', async (request, response) => {
    response.json((await drift.report(await knownPortal(store, request.params.portalId))) satisfies DriftReport);
  });
  router.post('/admin/portals/:portalId/drift', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    response.json((await drift.check(portalId).catch(asHttpError)) satisfies DriftReport);
  });
  router.post('/admin/portals/:portalId/drift/restore', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { workflow, by } = restoreSchema.parse(request.body ?? {});
    const answers: RestoredWorkflows['workflows'] = [];
    for (const kind of workflow === undefined ? (['handoff', 'return'] as const) : [workflow]) {
      const order = { workflow: kind, since: null, by, mention: null };
      const entry = { author: by, deed: 'restore workflow', detail: workflowNames[kind] } as const;
      const restored = await auditDeed(portalId, entry, () => drift.restore(portalId, order), whyNotRestored).catch(
        asHttpError,
      );
      answers.push({ workflow: kind, ...restored });
    }
    response.json({ workflows: answers } satisfies RestoredWorkflows);
  });
  return router;
}

function whyNotRestored(answer: RestoreAnswer): string | null {
  if (answer.outcome === 'restored') return null;
  return answer.outcome === 'nothing to restore' ? 'there was nothing to restore' : answer.reason;
}

function asHttpError(error: unknown): never {
  if (error instanceof NoPlaybookError) throw new HttpError(409, 'no_playbook', error.message, { cause: error });
  if (error instanceof NotConnectedError) throw new HttpError(409, 'not_connected', error.message, { cause: error });
  if (error instanceof HubspotError) throw new HttpError(502, 'hubspot_failed', error.message, { cause: error });
  throw error;
}
