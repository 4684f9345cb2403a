/** What the cards ask, through HubSpot's proxy: signed v3, portal and user only from the signed query. */
import { type ContactCardAnswer, contactCardPath, type LinkProductUserAnswer, linkProductUserPath } from '@zo/shared';
import { type Request, Router } from 'express';
import { z } from 'zod';
import { cardPortal, contactCard } from '../cards/contact-card.ts';
import type { Clock } from '../clock.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import { HttpError } from './http-error.ts';
import { hubspotSigned, type SignedParts } from './hubspot-signed.ts';

export type CardRoutesParts = {
  signed: SignedParts;
  store: HandoffStore;
  states: PortalStates;
  clock: Clock;
  /** A person is to be decided again. */
  onChange: (portalId: number) => void;
};

export const recordId = z.string().regex(/^\d{1,20}$/, 'must be the id of a HubSpot record');

/** HubSpot appends these and signs them; a second copy would leave open which one was signed. */
export const signedQuerySchema = z.object({
  portalId: z.coerce.number().int().positive(),
  userId: z.coerce.number().int().positive().optional(),
  userEmail: z.string().max(320).optional(),
  appId: z.string().max(40).optional(),
});
export const contactCardQuerySchema = signedQuerySchema.extend({ contactId: recordId });
export const linkProductUserSchema = z.object({
  contactId: recordId,
  productUser: z.string().trim().min(1).max(200),
});

export function createCardRoutes({ signed, store, states, clock, onChange }: CardRoutesParts): Router {
  const router = Router();

  router.get(contactCardPath, ...hubspotSigned(signed, {}), async (request, response) => {
    const { portalId, contactId } = contactCardQuerySchema.parse(singleValues(request));
    response.json(await answerCard(portalId, contactId));
  });

  router.post(linkProductUserPath, ...hubspotSigned(signed, {}), async (request, response) => {
    const { portalId } = signedQuerySchema.parse(singleValues(request));
    const { contactId, productUser } = linkProductUserSchema.parse(request.body);
    const answer: LinkProductUserAnswer = await store.linkProductUser(portalId, contactId, productUser, clock.now());
    onChange(portalId);
    response.json(answer);
  });

  async function answerCard(portalId: number, contactId: string): Promise<ContactCardAnswer> {
    const state = await states.get(portalId);
    if (state === null) return { status: 'not connected', missing: await whatIsMissing(portalId) };
    const work = await store.cardWork(portalId, contactId);
    if (work !== null) return contactCard(work, state, clock.now());
    const eventsReceived = await store.hasEvents(portalId);
    return { status: 'empty', asOf: clock.now(), portal: cardPortal(state), email: null, eventsReceived };
  }

  async function whatIsMissing(portalId: number): Promise<'portal' | 'playbook'> {
    return (await states.isKnown(portalId)) ? 'playbook' : 'portal';
  }

  return router;
}

export function singleValues(request: Request): Record<string, unknown> {
  for (const [name, value] of Object.entries(request.query)) {
    if (Array.isArray(value)) throw new HttpError(400, 'ambiguous_request', `the parameter ${name} is there twice`);
  }
  return request.query;
}
