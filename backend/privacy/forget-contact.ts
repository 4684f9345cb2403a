/**
 * HubSpot deleted a contact for privacy: everything of its people is erased here too, and nothing is kept of them any more. Only
 * once HubSpot says itself that the contact is gone, which it may say later than that it deleted it. Every step may be repeated
 * after a crash: what is erased goes into the proof with it.
 */
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { priorities } from '../outbox/effect.ts';
import type { Erasure } from '../portals/erase-people.ts';
import type { ForgettingStore, WaitingPrivacyDeletion } from '../store/forgetting-store.ts';

export type ForgetParts = {
  portalId: number;
  store: Pick<ForgettingStore, 'refusePeopleOf' | 'endPrivacyDeletion'>;
  gateway: Pick<HubspotGateway, 'provePortal' | 'readContacts'>;
  erasure: Pick<Erasure, 'erase'>;
  now: () => number;
};

/** So long HubSpot is asked again before the contact counts as one that it kept. */
const patienceMs = 24 * 60 * 60_000;

/** False: HubSpot still has the contact; ask again later. */
export async function forgetContact(
  { portalId, store, gateway, erasure, now }: ForgetParts,
  { contactId, toldAt }: WaitingPrivacyDeletion,
): Promise<boolean> {
  await gateway.provePortal();
  const read = await gateway.readContacts({ by: 'id', values: [contactId], properties: [] }, priorities.routine);
  if (read.get(contactId) !== 'not found') {
    if (now() - toldAt < patienceMs) return false;
    await store.endPrivacyDeletion(portalId, contactId, 'still there', now());
    return true;
  }
  const personIds = await store.refusePeopleOf(portalId, [contactId], now());
  for (const personId of personIds) await erasure.erase(portalId, { personId }, { proofOf: contactId });
  await store.endPrivacyDeletion(portalId, contactId, 'nobody of ours', now());
  return true;
}
