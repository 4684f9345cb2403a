/** Receipts. Mounted behind the admin token. */
import { Router } from 'express';
import { z } from 'zod';
import type { Receipt, ReceiptStore } from '../../store/receipt-store.ts';
import type { PortalStore } from '../../store/store.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';

export type ReceiptsRoutesParts = {
  store: Pick<PortalStore, 'portal'> & Pick<ReceiptStore, 'receipts' | 'receipt' | 'receiptsAfter' | 'findPersons'>;
};

/** `isKnown`: whether there is the person that was asked for. Absent: none was, or there are receipts of theirs. */
export type ReceiptsAnswer = { receipts: Receipt[]; isKnown?: boolean };

const id = z.coerce.number().int().positive();
const text = z.string().trim().min(1).max(320);

/** At most one of person, handoff and contact. `after`: oldest first, from behind this receipt; else newest first. */
export const receiptsQuerySchema = z
  .strictObject({
    personId: id.optional(),
    handoffId: id.optional(),
    email: text.optional(),
    before: id.optional(),
    after: z.coerce.number().int().min(0).optional(),
    since: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
  })
  .refine(({ personId, handoffId, email }) => [personId, handoffId, email].filter(isGiven).length <= 1, {
    message: 'say one of personId, handoffId and email',
  });

export function createReceiptsRoutes({ store }: ReceiptsRoutesParts): Router {
  const router = Router();
  router.get('/admin/portals/:portalId/receipts', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const query = receiptsQuerySchema.parse(request.query);
    response.json((await findReceipts(store, portalId, query)) satisfies ReceiptsAnswer);
  });
  router.get('/admin/portals/:portalId/receipts/:receiptId', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const receipt = await store.receipt(portalId, id.parse(request.params.receiptId));
    if (receipt === null) throw new HttpError(404, 'not_found', 'There is no such receipt: `zo receipts` lists them');
    response.json({ receipt });
  });
  return router;
}

async function findReceipts(
  store: ReceiptsRoutesParts['store'],
  portalId: number,
  { email, after, since, ...filter }: z.infer<typeof receiptsQuerySchema>,
): Promise<ReceiptsAnswer> {
  if (after !== undefined) return { receipts: await store.receiptsAfter(portalId, after, since, filter.limit) };
  if (email === undefined) {
    const receipts = await store.receipts(portalId, filter);
    const { personId } = filter;
    if (personId === undefined || receipts.length > 0) return { receipts };
    return { receipts, isKnown: (await store.findPersons(portalId, { personId })).length > 0 };
  }
  const personIds = await store.findPersons(portalId, { email });
  const found = await Promise.all(personIds.map((personId) => store.receipts(portalId, { ...filter, personId })));
  const receipts = found
    .flat()
    .sort((one, other) => other.receiptId - one.receiptId)
    .slice(0, filter.limit);
  return { receipts, isKnown: personIds.length > 0 };
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}
