/** What is kept about a person, told and forgotten. Mounted behind the admin token. */
import { Router } from 'express';
import { z } from 'zod';
import type { Erasure } from '../../portals/erase-people.ts';
import type { AuditDeed } from '../../settings/audit-deed.ts';
import type { PersonSelector } from '../../store/receipt-store.ts';
import type { PortalStore } from '../../store/store.ts';
import { knownPortal } from './known-portal.ts';
import { lineStream } from './line-stream.ts';

export type ErasureRoutesParts = { store: Pick<PortalStore, 'portal'>; erasure: Erasure; auditDeed: AuditDeed };

const text = z.string().trim().min(1).max(320);
const whoShape = {
  email: text.optional(),
  userId: text.optional(),
  contactId: z
    .string()
    .regex(/^\d{1,20}$/, 'is the number of a HubSpot contact')
    .optional(),
  personId: z.number().int().positive().optional(),
};
type Who = { email?: string; userId?: string; contactId?: string; personId?: number };
const saysOne = ({ email, userId, contactId, personId }: Who) =>
  [email, userId, contactId, personId].filter((value) => value !== undefined).length === 1;
const sayOne = { message: 'say one of email, userId, contactId and personId' };

export const exportSchema = z.strictObject(whoShape).refine(saysOne, sayOne);

export const erasureSchema = z
  .strictObject({
    ...whoShape,
    /** Without it nothing is erased: the answer says how many people would be. */
    confirm: z.boolean().default(false),
    /** Nothing is erased: the answer counts what is kept about them. */
    dryRun: z.boolean().default(false),
    /** Empties every zo_* property of their contacts in HubSpot as well. */
    hubspot: z.boolean().default(false),
  })
  .refine(saysOne, sayOne);

export function createErasureRoutes({ store, erasure, auditDeed }: ErasureRoutesParts): Router {
  const router = Router();
  router.post('/admin/portals/:portalId/exports', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const who = exportSchema.parse(request.body) as PersonSelector;
    const lines = lineStream(response);
    const entry = { author: 'operator', deed: 'export person', detail: '' } as const;
    const found = await auditDeed(portalId, entry, () => erasure.export(portalId, who, lines.write));
    lines.write({ found });
    lines.end();
  });
  router.post('/admin/portals/:portalId/erasures', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { confirm, dryRun, hubspot, ...parsed } = erasureSchema.parse(request.body);
    const who = parsed as PersonSelector;
    const lines = lineStream(response);
    if (dryRun) lines.write(await erasure.preview(portalId, who));
    else if (!confirm) lines.write({ found: await erasure.count(portalId, who) });
    else lines.write(await eraseNow(portalId, who, hubspot, lines.write));
    lines.end();
  });

  /** The proof is without personal data: that it was asked for, when, and how many people it was. */
  async function eraseNow(portalId: number, who: PersonSelector, clearHubspot: boolean, write: (line: object) => void) {
    const found = await erasure.count(portalId, who);
    const detail = `${found === 1 ? 'one person' : `${found} people`}${clearHubspot ? ', and in HubSpot' : ''}`;
    const progress = (done: number, total: number) => write({ done, total });
    const entry = { author: 'operator', deed: 'erase person', detail } as const;
    const { begunAt, ...erased } = await auditDeed(portalId, entry, () =>
      erasure.erase(portalId, who, { clearHubspot, progress }),
    );
    return { found, erased, outside: await erasure.outside(portalId, begunAt) };
  }
  return router;
}
