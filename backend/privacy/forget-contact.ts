/**
 * HubSpot deleted a contact for privacy: everything of its people is erased here too, and nothing is kept of them any more. Only
 * once HubSpot says itself that the contact is gone, which it may say later than that it deleted it. Every step may be repeated
 * after a crash.
 */
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { priorities } from '../outbox/effect.ts';
import type { Erasure } from '../portals/erase-people.ts';
import type { ForgettingStore, WaitingPrivacyDeletion } from '../store/forgetting-store.ts';
import type { Erased } from '../store/receipt-store.ts';

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
  { contactId, formerIds, toldAt }: WaitingPrivacyDeletion,
): Promise<boolean> {
  const ids = [contactId, ...formerIds];
  await gateway.provePortal();
  const read = await gateway.readContacts({ by: 'id', values: ids, properties: [] }, priorities.routine);
  const gone = ids.filter((id) => read.get(id) === 'not found');
  if (!gone.includes(contactId)) {
    if (now() - toldAt < patienceMs) return false;
    await store.endPrivacyDeletion(portalId, contactId, { outcome: 'still there', erased: null }, now());
    return true;
  }
  const personIds = await store.refusePeopleOf(portalId, gone, now());
  const erased: Erased[] = [];
  for (const personId of personIds) {
    const { begunAt: _when, ...counts } = await erasure.erase(portalId, { personId });
    erased.push(counts);
  }
  const outcome = erased.length > 0 ? 'erased' : 'nobody of ours';
  const ended = { outcome, erased: erased.length > 0 ? addUp(erased) : null } as const;
  await store.endPrivacyDeletion(portalId, contactId, ended, now());
  return true;
}

function addUp(all: readonly Erased[]): Erased {
  const sum = { ...all[0]! };
  for (const one of all.slice(1)) for (const name of Object.keys(sum) as (keyof Erased)[]) sum[name] += one[name];
  return sum;
}
