/**
 * What HubSpot tells us by itself: changes of contacts, companies and deals. What has to be done is on disk before the answer,
 * which comes at once, within the five seconds HubSpot waits; the records are read again afterwards. The signature covers the body, and the portal stands in the body, so v1 serves too.
 */
import { Router } from 'express';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { type ChangedRecords, nothingChanged } from '../handoff/hubspot-changes.ts';
import { changedRecords } from '../hubspot/webhook-events.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import type { PortalStore } from '../store/store.ts';
import type { ValuesStore } from '../store/values-store.ts';
import { hubspotSigned, type SignedParts } from './hubspot-signed.ts';

export type WebhookRoutesParts = {
  signed: SignedParts;
  store: Pick<ValuesStore, 'noteChanges'> & Pick<PortalStore, 'portal'>;
  states: Pick<PortalStates, 'get'>;
  clock: Clock;
  /** Something waits in the outbox. */
  onChange: (portalId: number) => void;
};

export const webhooksPath = '/hubspot/webhooks';
const mostEvents = 100;

const id = z.union([z.string().max(40), z.number().int().nonnegative()]).transform(String);
/** Lenient: HubSpot adds members and kinds without notice, and sends again whatever is refused. */
export const webhooksSchema = z
  .array(
    z.looseObject({
      portalId: z.number().int().positive(),
      subscriptionType: z.string().max(200),
      appId: id.nullish(),
      objectId: id.nullish(),
      objectTypeId: z.string().nullish(),
      changeSource: z.string().nullish(),
      sourceId: id.nullish(),
      associationType: z.string().nullish(),
      fromObjectId: id.nullish(),
      toObjectId: id.nullish(),
      primaryObjectId: id.nullish(),
      mergedObjectIds: z.array(id).max(mostEvents).nullish(),
      newObjectId: id.nullish(),
    }),
  )
  .max(mostEvents);

export function createWebhookRoutes({ signed, store, states, clock, onChange }: WebhookRoutesParts): Router {
  const router = Router();
  router.post(webhooksPath, ...hubspotSigned(signed, { v1: true }), async (request, response) => {
    const changes = changedRecords(webhooksSchema.parse(request.body));
    await Promise.all([...changes].map(([portalId, changed]) => note(portalId, changed)));
    response.status(200).end();
  });

  /**
   * HubSpot goes on for a while after a portal has left, and may tell of one we never met. Before there is a playbook nothing is
   * linked that would have to be read again; whoever is to be forgotten is forgotten all the same.
   */
  async function note(portalId: number, told: ChangedRecords): Promise<void> {
    if ((await store.portal(portalId)) === null) return;
    const { merges, privacyDeletions } = told;
    const changed = (await states.get(portalId)) === null ? { ...nothingChanged, merges, privacyDeletions } : told;
    if ((await store.noteChanges(portalId, changed, clock.now())) > 0) onChange(portalId);
  }

  return router;
}
