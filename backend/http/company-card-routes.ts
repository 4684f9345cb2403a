/** What the card on a company asks, through HubSpot's proxy: signed v3, portal and user only from the signed query. */
import { type CompanyCardAnswer, companyCardPath } from '@zo/shared';
import { Router } from 'express';
import { companyCard } from '../cards/company-card.ts';
import { cardPortal } from '../cards/contact-card.ts';
import type { Clock } from '../clock.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import type { CardStore } from '../store/card-store.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import { recordId, signedQuerySchema, singleValues } from './card-routes.ts';
import { hubspotSigned, type SignedParts } from './hubspot-signed.ts';

export type CompanyCardRoutesParts = {
  signed: SignedParts;
  store: Pick<CardStore, 'companyCardWork'> & Pick<HandoffStore, 'hasEvents'>;
  states: PortalStates;
  clock: Clock;
};

export const companyCardQuerySchema = signedQuerySchema.extend({ companyId: recordId });

export function createCompanyCardRoutes({ signed, store, states, clock }: CompanyCardRoutesParts): Router {
  const router = Router();
  router.get(companyCardPath, ...hubspotSigned(signed, {}), async (request, response) => {
    const { portalId, companyId } = companyCardQuerySchema.parse(singleValues(request));
    response.json(await answer(portalId, companyId));
  });

  async function answer(portalId: number, companyId: string): Promise<CompanyCardAnswer> {
    const state = await states.get(portalId);
    if (state === null) {
      return { status: 'not connected', missing: (await states.isKnown(portalId)) ? 'playbook' : 'portal' };
    }
    const work = await store.companyCardWork(portalId, companyId);
    if (work !== null) return companyCard(work, state, clock.now());
    const eventsReceived = await store.hasEvents(portalId);
    return { status: 'empty', asOf: clock.now(), portal: cardPortal(state), eventsReceived };
  }

  return router;
}
