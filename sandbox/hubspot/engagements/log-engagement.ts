import { associate } from '../associations/associate.ts';
import { createRecord } from '../crm/records.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, WriteSource } from '../portal/tables.ts';
import type { EngagementKind } from './engagement.ts';

const callToContact = 194;

/** Somebody logs it in HubSpot, or HubSpot does for them. */
export function logEngagement(
  portal: Portal,
  contact: CrmRecord,
  { kind, ownerId, at }: { kind: EngagementKind; ownerId: string | null; at: number },
  source: WriteSource,
): void {
  if (kind !== 'call') {
    portal.engagements.push({ kind, contactId: contact.id, ownerId, at });
    portal.changes.publish({ kind: 'engagement logged', contactId: contact.id, what: kind });
    return;
  }
  const values = {
    hs_timestamp: new Date(at).toISOString(),
    hs_call_title: 'Logged call',
    hs_call_status: 'COMPLETED',
  };
  const call = createRecord(portal, '0-48', { ...values, ...(ownerId ? { hubspot_owner_id: ownerId } : {}) }, source);
  associate(portal, call, contact, callToContact, source);
}
