/** What HubSpot calls GDPR delete: the contact goes for good, and its e-mails cannot come back. */
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, WriteSource } from '../portal/tables.ts';
import { additionalEmails, archiveRecord } from './records.ts';

export function forgetContact(portal: Portal, contact: CrmRecord, source: WriteSource): void {
  blockEmails(portal, [contact.values.email ?? '', ...additionalEmails(contact)]);
  portal.changes.publish({ kind: 'contact forgotten', objectId: contact.id, source });
  archiveRecord(portal, contact, source);
  const gone = new Set([contact.id, ...mergedAway(portal, contact.id)]);
  for (const id of gone) {
    portal.records['0-1'].delete(id);
    portal.associations.delete(id);
  }
  for (const [id, list] of portal.associations)
    portal.associations.set(
      id,
      list.filter(({ toId }) => !gone.has(toId)),
    );
  portal.engagements = portal.engagements.filter(({ contactId }) => !gone.has(contactId));
}

export function blockEmails(portal: Portal, emails: string[]): void {
  for (const email of emails) if (email !== '') portal.blockedEmails.add(email.trim().toLowerCase());
}

/** Ids of contacts that ended in this one, directly or not. */
function mergedAway(portal: Portal, id: string): string[] {
  return [...portal.mergedInto]
    .filter(([key, into]) => key.startsWith('0-1:') && into === id)
    .map(([key]) => key.split(':')[1] ?? '')
    .flatMap((from) => [from, ...mergedAway(portal, from)]);
}
