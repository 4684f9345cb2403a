/** A deal changed: whose it is, and for those who are ours that their facts are read again. */
import { nothingChanged } from '../handoff/hubspot-changes.ts';
import { priorities } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { type Claimed, done, type Settlement } from './lane.ts';

/** Where deals may not be read, none of them concerns anybody. */
export async function findDealContacts(
  { store, gateway, portalId, clock }: HubspotLane,
  effects: Claimed<'find deal contacts'>[],
): Promise<Settlement[]> {
  const dealIds = effects.map(({ effect }) => effect.dealId);
  const contactsOf = await gateway.contactsOfDeals(dealIds, effects[0]?.priority ?? priorities.routine);
  const contactIds = [...new Set([...(contactsOf?.values() ?? [])].flat())];
  await store.noteChanges(portalId, { ...nothingChanged, contactIds }, clock.now());
  return effects.map((effect) => ({ effect, outcome: done }));
}
