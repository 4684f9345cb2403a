import { priorities } from '../outbox/effect.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';
import { text } from './property-values.ts';

/** HubSpot owner id of the contact. Null: HubSpot has no such contact. Throws HubspotError. */
export async function readContactOwner(
  gateway: Pick<HubspotGateway, 'readContacts'>,
  contactId: string,
): Promise<{ ownerId: string | null } | null> {
  const request = { by: 'id', values: [contactId], properties: ['hubspot_owner_id'] } as const;
  const contact = (await gateway.readContacts(request, priorities.crossing)).get(contactId);
  return contact === undefined || contact === 'not found'
    ? null
    : { ownerId: text(contact.properties, 'hubspot_owner_id') };
}
