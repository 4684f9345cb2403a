/**
 * An owner is taken away, or given back, only while there is none but one whom we gave the contact: whoever was chosen in HubSpot
 * meanwhile stays, whether we have heard of it or not.
 */
import type { Handoff } from '../handoff/handoff.ts';
import { text } from '../hubspot/property-values.ts';
import type { Priority } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';

export type OwnerToClear = { contactId: string; handoff: Handoff | null };

/** Owners of contacts as HubSpot has them now, where they were chosen by somebody else. Throws HubspotError. */
export async function ownersChosenThere(
  { gateway }: Pick<HubspotLane, 'gateway'>,
  toClear: readonly OwnerToClear[],
  priority: Priority,
): Promise<Map<string, string>> {
  if (toClear.length === 0) return new Map();
  const values = [...new Set(toClear.map(({ contactId }) => contactId))];
  const contacts = await gateway.readContacts({ by: 'id', values, properties: ['hubspot_owner_id'] }, priority);
  return new Map(
    toClear.flatMap(({ contactId, handoff }): [string, string][] => {
      const contact = contacts.get(contactId);
      const ownerId =
        contact === undefined || contact === 'not found' ? null : text(contact.properties, 'hubspot_owner_id');
      return ownerId === null || givenByUs(handoff).has(ownerId) ? [] : [[contactId, ownerId]];
    }),
  );
}

/** Also before: a newer one may not have been written yet. */
function givenByUs(handoff: Handoff | null): Set<string> {
  const owners = handoff === null ? [] : [...handoff.earlierOwners, ...(handoff.owner === null ? [] : [handoff.owner])];
  return new Set(owners.filter(({ setByUs }) => setByUs).map(({ id }) => id));
}
