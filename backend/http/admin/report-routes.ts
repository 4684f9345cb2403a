/** What RevOps reads about handoffs. Mounted behind the admin token. */
import { type Response, Router } from 'express';
import { z } from 'zod';
import { TooManyHandoffsError } from '../../reports/load-reported.ts';
import { type ReportPeriod, readDay } from '../../reports/report-period.ts';
import type { Reports } from '../../reports/reports.ts';
import type { PortalStore } from '../../store/store.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';

export type ReportRoutesParts = { store: Pick<PortalStore, 'portal'>; reports: Reports };

/** Local days, first and last included, such as 2026-03-01. */
export const periodQuerySchema = z.strictObject({ from: z.string().optional(), to: z.string().optional() });

export const rowsQuerySchema = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
});

export function createReportRoutes({ store, reports }: ReportRoutesParts): Router {
  const router = Router();
  const at = '/admin/portals/:portalId/reports';
  for (const name of ['sla', 'outcomes', 'review'] as const) {
    router.get(`${at}/${name}`, async (request, response: Response) => {
      const portalId = await knownPortal(store, request.params.portalId);
      const period = readPeriod(periodQuerySchema.parse(request.query));
      response.json(await reports[name](portalId, period).catch(asHttpError));
    });
  }
  router.get(`${at}/handoffs`, async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { after, limit } = rowsQuerySchema.parse(request.query);
    response.json({ handoffs: await reports.rows(portalId, after, limit) });
  });
  return router;
}

function readPeriod(query: z.infer<typeof periodQuerySchema>): ReportPeriod {
  const period = { from: dayOf(query, 'from'), to: dayOf(query, 'to') };
  if (period.from !== null && period.to !== null && period.from > period.to) {
    throw new HttpError(
      400,
      'invalid_request',
      `"from" must not lie after "to", as ${query.from} does after ${query.to}`,
    );
  }
  return period;
}

function dayOf(query: z.infer<typeof periodQuerySchema>, end: 'from' | 'to'): number | null {
  const text = query[end];
  if (text === undefined) return null;
  const day = readDay(text);
  if (day !== null) return day;
  throw new HttpError(
    400,
    'invalid_request',
    `"${end}" must be a day of the calendar such as 2026-03-01, not "${text}"`,
  );
}

function asHttpError(error: unknown): never {
  if (error instanceof TooManyHandoffsError) throw new HttpError(400, 'too_many', error.message, { cause: error });
  throw error;
}
