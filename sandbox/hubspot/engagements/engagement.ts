/** What was logged on a contact. Calls are CRM records of their own; the rest is kept in the portal's list. */
import { associationsOf } from '../associations/associate.ts';
import { findRecord } from '../crm/records.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord } from '../portal/tables.ts';

export const engagementKinds = [
  'call',
  'meeting',
  'email',
  /** Chat, SMS, WhatsApp or LinkedIn. */
  'message',
  'task',
  'note',
  /** Sent by HubSpot in somebody's name, after they enrolled the contact in a sequence. */
  'sequence email',
  'marketing email',
  /** By the contact, to a tracked e-mail. */
  'reply',
] as const;
export type EngagementKind = (typeof engagementKinds)[number];

export type Engagement = {
  kind: EngagementKind;
  contactId: string;
  /** Whose it is; null for nobody's. */
  ownerId: string | null;
  /** A booked meeting takes place in the future. */
  at: number;
};

export function engagementsOf(portal: Portal, contact: CrmRecord): Engagement[] {
  const callIds = new Set(associationsOf(portal, contact.id, '0-48').map(({ toId }) => toId));
  const calls = [...callIds].flatMap((id) => callEngagement(contact, findRecord(portal, '0-48', id)));
  const others = portal.engagements.filter(({ contactId }) => findRecord(portal, '0-1', contactId)?.id === contact.id);
  return [...calls, ...others];
}

function callEngagement(contact: CrmRecord, call: CrmRecord | null): Engagement[] {
  const at = Date.parse(call?.values.hs_timestamp ?? '');
  if (call === null || Number.isNaN(at)) return [];
  return [{ kind: 'call', contactId: contact.id, ownerId: call.values.hubspot_owner_id ?? null, at }];
}
