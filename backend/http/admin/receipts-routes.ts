/** Receipts, and the erasure of people. Mounted behind the admin token. */
import { Router } from 'express';
import { z } from 'zod';
import type { Erasure } from '../../portals/erase-people.ts';
import type { AuditDeed } from '../../settings/audit-deed.ts';
import type { PersonSelector, Receipt, ReceiptStore } from '../../store/receipt-store.ts';
import type { PortalStore } from '../../store/store.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';
import { lineStream } from './line-stream.ts';

export type ReceiptsRoutesParts = {
  store: Pick<PortalStore, 'portal'> & Pick<ReceiptStore, 'receipts' | 'receipt' | 'receiptsAfter' | 'findPersons'>;
  erasure: Erasure;
  auditDeed: AuditDeed;
};

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

export const erasureSchema = z
  .strictObject({
    email: text.optional(),
    userId: text.optional(),
    personId: z.number().int().positive().optional(),
    /** Without it nothing is erased: the answer says how many people would be. */
    confirm: z.boolean().default(false),
  })
  .refine(({ email, userId, personId }) => [email, userId, personId].filter(isGiven).length === 1, {
    message: 'say one of email, userId and personId',
  });

export function createReceiptsRoutes({ store, erasure, auditDeed }: ReceiptsRoutesParts): Router {
  const router = Router();
  router.get('/admin/portals/:portalId/receipts', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const query = receiptsQuerySchema.parse(request.query);
    response.json({ receipts: await findReceipts(store, portalId, query) });
  });
  router.get('/admin/portals/:portalId/receipts/:receiptId', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const receipt = await store.receipt(portalId, id.parse(request.params.receiptId));
    if (receipt === null) throw new HttpError(404, 'not_found', 'there is no such receipt');
    response.json({ receipt });
  });
  router.post('/admin/portals/:portalId/erasures', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { confirm, ...who } = erasureSchema.parse(request.body);
    const lines = lineStream(response);
    const found = await erasure.count(portalId, who as PersonSelector);
    if (!confirm) lines.write({ found });
    else {
      const entry = { author: 'operator', deed: 'erase people', detail: erasureWords(who, found) } as const;
      const erased = await auditDeed(portalId, entry, () =>
        erasure.erase(portalId, who as PersonSelector, (done, total) => lines.write({ done, total })),
      );
      lines.write({ found, erased });
    }
    lines.end();
  });
  return router;
}

/** Nothing that names whoever was erased: the audit stays. */
function erasureWords({ email, personId }: { email?: string; personId?: number }, found: number): string {
  const by = personId !== undefined ? `person ${personId}` : email === undefined ? 'by user id' : 'by e-mail address';
  return `${by}, ${found === 1 ? '1 person' : `${found} people`}`;
}

async function findReceipts(
  store: ReceiptsRoutesParts['store'],
  portalId: number,
  { email, after, since, ...filter }: z.infer<typeof receiptsQuerySchema>,
): Promise<Receipt[]> {
  if (after !== undefined) return store.receiptsAfter(portalId, after, since, filter.limit);
  if (email === undefined) return store.receipts(portalId, filter);
  const personIds = await store.findPersons(portalId, { email });
  const found = await Promise.all(personIds.map((personId) => store.receipts(portalId, { ...filter, personId })));
  return found
    .flat()
    .sort((one, other) => other.receiptId - one.receiptId)
    .slice(0, filter.limit);
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}
