/** What may or may not have been sent, listed and settled. Mounted behind the admin token. */
import { Router } from 'express';
import { z } from 'zod';
import type { AuditDeed } from '../../settings/audit-deed.ts';
import type { PortalStore } from '../../store/store.ts';
import type { Unconfirmed, UnconfirmedList, UnconfirmedOutcome } from '../../unconfirmed/unconfirmed.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';

export type UnconfirmedRoutesParts = {
  store: Pick<PortalStore, 'portal'>;
  unconfirmed: Unconfirmed;
  auditDeed: AuditDeed;
};

const who = {
  key: z.string().min(1).max(500),
  by: z.string().min(1).max(200).default('operator'),
};

export const settleUnconfirmedSchema = z.discriminatedUnion('verdict', [
  /** `link`: to the message in Slack, so that it is edited later. */
  z.strictObject({ ...who, verdict: z.literal('there'), link: z.string().min(1).max(1_000).optional() }),
  z.strictObject({ ...who, verdict: z.literal('post') }),
  z.strictObject({ ...who, verdict: z.literal('leave') }),
]);

export type SettledAnswer = Extract<UnconfirmedOutcome, { outcome: 'settled' }>;

const verdictWords = { there: 'it was there', post: 'sent once more', leave: 'left as it is' };

export function createUnconfirmedRoutes({ store, unconfirmed, auditDeed }: UnconfirmedRoutesParts): Router {
  const router = Router();
  router.get('/admin/portals/:portalId/unconfirmed', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    response.json((await unconfirmed.list(portalId)) satisfies UnconfirmedList);
  });
  router.post('/admin/portals/:portalId/unconfirmed', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { key, by, ...order } = settleUnconfirmedSchema.parse(request.body ?? {});
    const detail = `${key}: ${verdictWords[order.verdict]}`;
    const answer = await auditDeed(
      portalId,
      { author: by, deed: 'settle unconfirmed', detail },
      () => unconfirmed.settle(portalId, key, order, by),
      (outcome) => (outcome.outcome === 'settled' ? null : outcome.reason),
    );
    if (answer.outcome === 'unknown') throw new HttpError(404, 'not_found', answer.reason);
    if (answer.outcome === 'refused') throw new HttpError(409, 'not_settled', answer.reason);
    response.json(answer satisfies SettledAnswer);
  });
  return router;
}
