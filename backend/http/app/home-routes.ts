/** What the home page asks, through HubSpot's proxy: signed v3, portal and user only from the signed query. */
import { homeExportPath, homePath, homeTablePath } from '@zo/shared';
import { Router } from 'express';
import type { Home } from '../../home/home.ts';
import { signedQuerySchema, singleValues } from '../card-routes.ts';
import { hubspotSigned, type SignedParts } from '../hubspot-signed.ts';
import { homeExportQuerySchema, homeTableQuerySchema } from './home-schemas.ts';

export type HomeRoutesParts = { signed: SignedParts; home: Pick<Home, 'answer' | 'table' | 'export'> };

export function createHomeRoutes({ signed, home }: HomeRoutesParts): Router {
  const router = Router();
  const isSigned = hubspotSigned(signed, {});

  router.get(homePath, ...isSigned, async (request, response) => {
    const { portalId, userEmail } = signedQuerySchema.parse(singleValues(request));
    response.json(await home.answer(portalId, userEmail?.trim().toLowerCase() || null));
  });
  router.get(homeTablePath, ...isSigned, async (request, response) => {
    const { portalId, name, ...view } = homeTableQuerySchema.parse(singleValues(request));
    response.json(await home.table(portalId, name, view));
  });
  router.get(homeExportPath, ...isSigned, async (request, response) => {
    const { portalId, name, ...view } = homeExportQuerySchema.parse(singleValues(request));
    response.json(await home.export(portalId, name, view));
  });
  return router;
}
