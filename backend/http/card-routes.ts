/** What the cards ask, through HubSpot's proxy: signed v3, portal and user only from the signed query. */
import {
  type ContactCardAnswer,
  cardCommands,
  contactCardPath,
  type HandoffCommandAnswer,
  handoffCommandPath,
  type LinkProductUserAnswer,
  linkProductUserPath,
} from '@zo/shared';
import { Router } from 'express';
import { z } from 'zod';
import { cardPortal, contactCard } from '../cards/contact-card.ts';
import { KeyUsedError, runCardCommand } from '../cards/run-card-command.ts';
import type { Clock } from '../clock.ts';
import type { OperatorsOf } from '../portals/operators-of.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import { HttpError } from './http-error.ts';
import { hubspotSigned, type SignedParts } from './hubspot-signed.ts';
import { singleValues } from './single-values.ts';

export { singleValues };

export type CardRoutesParts = {
  signed: SignedParts;
  store: HandoffStore;
  states: PortalStates;
  clock: Clock;
  operatorsOf: OperatorsOf;
  /** Who waits for an owner comes before anybody new. */
  drainHeld: (portalId: number) => Promise<void>;
  /** Somebody is to be decided again, or something is in the outbox. */
  onChange: (portalId: number) => void;
};

export const recordId = z.string().regex(/^\d{1,20}$/, 'must be the id of a HubSpot record');

/** HubSpot appends these and signs them; a second copy would leave open which one was signed. */
export const signedQuerySchema = z.object({
  portalId: z.coerce.number().int().positive(),
  userId: z.coerce.number().int().positive().optional(),
  userEmail: z.string().trim().toLowerCase().max(320).optional(),
  appId: z.string().max(40).optional(),
});
export const contactCardQuerySchema = signedQuerySchema.extend({ contactId: recordId });
export const linkProductUserSchema = z.object({
  contactId: recordId,
  productUser: z.string().trim().min(1).max(200),
});

export const handoffCommandSchema = z.object({
  contactId: recordId,
  handoffId: z.int().positive().nullable(),
  command: z.enum(cardCommands),
  reason: z.string().trim().min(1).max(400).optional(),
  choice: z.string().max(100).optional(),
  idempotencyKey: z.string().regex(/^[\w-]{8,100}$/, 'must be 8 to 100 letters, digits, - and _'),
});

export function createCardRoutes(parts: CardRoutesParts): Router {
  const { signed, store, states, clock, operatorsOf, onChange } = parts;
  const router = Router();

  router.get(contactCardPath, ...hubspotSigned(signed, {}), async (request, response) => {
    const { portalId, contactId, userEmail } = contactCardQuerySchema.parse(singleValues(request));
    response.json(await answerCard(portalId, contactId, userEmail || null));
  });

  router.post(handoffCommandPath, ...hubspotSigned(signed, {}), async (request, response) => {
    const { portalId, userEmail } = signedQuerySchema.parse(singleValues(request));
    const asked = handoffCommandSchema.parse(request.body);
    const email = userEmail || null;
    const ran = await runAsked(portalId, email, asked);
    if (ran.status === 'done') onChange(portalId);
    const answer: HandoffCommandAnswer = { ...ran, card: await answerCard(portalId, asked.contactId, email) };
    response.json(answer);
  });

  router.post(linkProductUserPath, ...hubspotSigned(signed, {}), async (request, response) => {
    const { portalId } = signedQuerySchema.parse(singleValues(request));
    const { contactId, productUser } = linkProductUserSchema.parse(request.body);
    const answer: LinkProductUserAnswer = await store.linkProductUser(portalId, contactId, productUser, clock.now());
    onChange(portalId);
    response.json(answer);
  });

  async function runAsked(
    portalId: number,
    email: string | null,
    asked: z.output<typeof handoffCommandSchema>,
  ): Promise<Pick<HandoffCommandAnswer, 'status' | 'say'>> {
    const state = await states.get(portalId);
    if (state === null) return { status: 'refused', say: 'This account is not connected to Zo Handoff.' };
    if (email === null) return { status: 'refused', say: 'HubSpot did not say who you are.' };
    const operators = await operatorsOf(portalId);
    return runCardCommand({ ...parts, operators }, state, email, asked).catch((error) => {
      if (!(error instanceof KeyUsedError)) throw error;
      throw new HttpError(409, 'key_used', 'this idempotencyKey was used for something else: send a new one');
    });
  }

  async function answerCard(portalId: number, contactId: string, email: string | null): Promise<ContactCardAnswer> {
    const state = await states.get(portalId);
    if (state === null) return { status: 'not connected', missing: await whatIsMissing(portalId) };
    const work = await store.cardWork(portalId, contactId);
    if (work !== null) {
      return contactCard(work, state, { email, operators: await operatorsOf(portalId) }, clock.now());
    }
    const eventsReceived = await store.hasEvents(portalId);
    return { status: 'empty', asOf: clock.now(), portal: cardPortal(state), email: null, eventsReceived };
  }

  async function whatIsMissing(portalId: number): Promise<'portal' | 'playbook'> {
    return (await states.isKnown(portalId)) ? 'playbook' : 'portal';
  }

  return router;
}
