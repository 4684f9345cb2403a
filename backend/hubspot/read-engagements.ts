/** What HubSpot keeps of sales' dealings with contacts: one batch read, nothing else. */
import type { Engagement, HubspotFacts } from '../handoff/hubspot-facts.ts';
import type { Priority } from '../outbox/effect.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';
import { count, flag, moment, type PropertyValues, text } from './property-values.ts';

export type Engagements = Pick<HubspotFacts, 'ownerId' | 'contactedNotes' | 'engagement'>;

export const engagementProperties = [
  'hubspot_owner_id',
  'num_contacted_notes',
  'notes_last_contacted',
  'hs_sa_first_engagement_date',
  'hs_sa_first_engagement_object_type',
  'engagements_last_meeting_booked',
  'hs_latest_sequence_enrolled_date',
  'hs_sequences_is_enrolled',
];

/** By the ids asked for; contacts HubSpot does not have are left out. */
export async function readEngagements(
  gateway: Pick<HubspotGateway, 'readContacts'>,
  contactIds: readonly string[],
  priority: Priority,
): Promise<Map<string, Engagements>> {
  const found = new Map<string, Engagements>();
  if (contactIds.length === 0) return found;
  const request = { by: 'id' as const, values: contactIds, properties: engagementProperties };
  for (const [id, contact] of await gateway.readContacts(request, priority)) {
    if (contact !== 'not found') found.set(id, engagementsOf(contact.properties));
  }
  return found;
}

export function engagementsOf(values: PropertyValues): Engagements {
  const engagement: Engagement = {
    lastContactedAt: moment(values, 'notes_last_contacted'),
    ownerFirstAt: moment(values, 'hs_sa_first_engagement_date'),
    ownerFirstType: text(values, 'hs_sa_first_engagement_object_type'),
    meetingAt: moment(values, 'engagements_last_meeting_booked'),
    sequenceSince: moment(values, 'hs_latest_sequence_enrolled_date'),
    isInSequence: flag(values, 'hs_sequences_is_enrolled'),
  };
  return {
    ownerId: text(values, 'hubspot_owner_id'),
    contactedNotes: count(values, 'num_contacted_notes'),
    engagement,
  };
}
