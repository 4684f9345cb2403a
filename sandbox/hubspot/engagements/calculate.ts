/**
 * Keeps the calculated properties of contacts up with what is logged on them and with who owns them: at once, or
 * `calculationDelayMs` later, as HubSpot's may lag.
 */
import { associationsOf } from '../associations/associate.ts';
import { findRecord, writeValues } from '../crm/records.ts';
import type { Change } from '../portal/change-log.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, WriteSource } from '../portal/tables.ts';
import { type Assignment, calculatedValues } from './calculated-values.ts';
import { engagementsOf } from './engagement.ts';

const source: WriteSource = { sourceType: 'CALCULATED', sourceId: 'engagement' };

export function startCalculating(portal: Portal): () => void {
  const waiting = new Map<string, NodeJS.Timeout>();

  const unlisten = portal.changes.listen((change) => {
    for (const contactId of concernedContacts(portal, change)) {
      const { calculationDelayMs } = portal.settings;
      if (calculationDelayMs === 0) calculate(portal, contactId);
      else if (!waiting.has(contactId))
        waiting.set(
          contactId,
          setTimeout(() => late(contactId), calculationDelayMs),
        );
    }
  });

  function late(contactId: string): void {
    waiting.delete(contactId);
    calculate(portal, contactId);
  }

  return () => {
    unlisten();
    for (const timer of waiting.values()) clearTimeout(timer);
  };
}

function concernedContacts(portal: Portal, change: Change): string[] {
  switch (change.kind) {
    case 'engagement logged':
      return [change.contactId];
    case 'association changed':
      if (change.fromType === '0-1' && change.toType === '0-48') return [change.fromId];
      return change.fromType === '0-48' && change.toType === '0-1' ? [change.toId] : [];
    case 'record merged':
      return change.objectType === '0-1' ? [change.objectId] : [];
    case 'record archived':
      return change.objectType === '0-48' ? contactsOfCall(portal, change.objectId) : [];
    case 'property changed':
      if (change.objectType === '0-48') return contactsOfCall(portal, change.objectId);
      return change.objectType === '0-1' && change.property === 'hubspot_owner_id' ? [change.objectId] : [];
    default:
      return [];
  }
}

function contactsOfCall(portal: Portal, callId: string): string[] {
  return associationsOf(portal, callId, '0-1').map(({ toId }) => toId);
}

function calculate(portal: Portal, contactId: string): void {
  const contact = findRecord(portal, '0-1', contactId);
  if (contact === null) return;
  const values = calculatedValues(engagementsOf(portal, contact), assignmentOf(contact));
  const changed = Object.entries(values).filter(([name, value]) => (contact.values[name] ?? '') !== value);
  if (changed.length > 0) writeValues(portal, contact, Object.fromEntries(changed), source);
}

function assignmentOf({ values }: CrmRecord): Assignment {
  const since = Date.parse(values.hubspot_owner_assigneddate ?? '');
  return values.hubspot_owner_id === undefined || Number.isNaN(since)
    ? null
    : { ownerId: values.hubspot_owner_id, since };
}
