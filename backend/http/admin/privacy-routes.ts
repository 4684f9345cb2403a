/** How long what is kept, and what is kept of messages. Mounted behind the admin token. */
import { keptKinds } from '@zo/shared';
import { Router } from 'express';
import { z } from 'zod';
import type { Privacy } from '../../privacy/privacy.ts';
import { daysWords, listWords } from '../../privacy/terms-words.ts';
import type { AuditDeed } from '../../settings/audit-deed.ts';
import type { PortalStore } from '../../store/store.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';

export type PrivacyRoutesParts = {
  store: Pick<PortalStore, 'portal'>;
  privacy: Privacy;
  auditDeed: AuditDeed;
};

/** Null: for ever. */
export const retentionSchema = z.strictObject({
  days: z
    .partialRecord(z.enum(keptKinds), z.number().nullable())
    .refine((days) => Object.keys(days).length > 0, { message: 'say at least one kind and its days' }),
});
const names = z.array(z.string().trim().min(1).max(100)).max(100).default([]);
export const allowListSchema = z.strictObject({ add: names, remove: names });

export function createPrivacyRoutes({ store, privacy, auditDeed }: PrivacyRoutesParts): Router {
  const router = Router();
  router.get('/admin/portals/:portalId/privacy', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    response.json(await privacy.show(portalId));
  });
  router.put('/admin/portals/:portalId/privacy/retention', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { days } = retentionSchema.parse(request.body);
    const entry = { author: 'operator', deed: 'change retention', detail: daysWords(days) } as const;
    response.json(accepted(await auditDeed(portalId, entry, () => privacy.saveKeptDays(portalId, days), whyNot)));
  });
  router.post('/admin/portals/:portalId/privacy/retention/run', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    response.json({ forgotten: await privacy.forgetNow(portalId) });
  });
  router.put('/admin/portals/:portalId/privacy/allow-list', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { add, remove } = allowListSchema.parse(request.body);
    const { allowed } = await privacy.show(portalId);
    const wanted = [...allowed.filter((name) => !remove.includes(name)), ...add];
    const entry = { author: 'operator', deed: 'change allow-list', detail: listWords(wanted) } as const;
    response.json(accepted(await auditDeed(portalId, entry, () => privacy.saveAllowed(portalId, wanted), whyNot)));
  });
  return router;
}

type Saved<Answer> = Answer | { problems: string[] };

function whyNot(answer: object): string | null {
  return 'problems' in answer ? (answer as { problems: string[] }).problems.join('. ') : null;
}

function accepted<Answer extends object>(answer: Saved<Answer>): Answer {
  const reason = whyNot(answer);
  if (reason !== null) throw new HttpError(400, 'refused', `${reason}.`);
  return answer as Answer;
}
