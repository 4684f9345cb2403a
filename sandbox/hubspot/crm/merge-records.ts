import { associate, associationsOf } from '../associations/associate.ts';
import { invalid, notFound } from '../http/refusal.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, ObjectTypeId, WriteSource } from '../portal/tables.ts';
import { objectTypes } from './object-types.ts';
import { additionalEmails, createRecord, findRecord, isUniqueProperty, uniqueKey, writeValues } from './records.ts';

const never = new Set([
  'hs_object_id',
  'createdate',
  'hs_merged_object_ids',
  'hs_all_contact_vids',
  'hs_additional_emails',
  'lastmodifieddate',
  'hs_lastmodifieddate',
]);

/**
 * Makes a third record out of two, or in HubSpot's beta puts the other one into the primary one. Old ids keep resolving,
 * to a record with another id.
 */
export function mergeRecords(
  portal: Portal,
  type: ObjectTypeId,
  primaryId: string,
  otherId: string,
  source: WriteSource,
): CrmRecord {
  const primary = findRecord(portal, type, primaryId);
  const other = findRecord(portal, type, otherId);
  if (!primary || !other) throw notFound();
  if (primary.id === other.id) throw invalid(`Cannot merge an object with itself: ${primary.id}`);

  const moved = Object.entries(other.values).filter(
    ([property]) => !never.has(property) && primary.values[property] === undefined,
  );
  const emails = [primary, other].flatMap((record) => [record.values.email ?? '', ...additionalEmails(record)]);
  const mergedIds = [primary, other].flatMap((record) => [...idsIn(record.values.hs_merged_object_ids), record.id]);
  const createdAt = Math.min(primary.createdAt, other.createdAt);
  hide(portal, other);
  const merged = portal.switches.mergesKeepPrimaryId
    ? mergeInto(portal, primary, Object.fromEntries(moved), source)
    : mergeAnew(portal, primary, Object.fromEntries(moved), source);
  portal.mergedInto.set(`${type}:${other.id}`, merged.id);
  const extra = [...new Set(emails.filter((email) => email !== '' && email !== merged.values.email))];
  const olderIds = mergedIds.filter((id) => id !== merged.id);
  merged.values.hs_merged_object_ids = olderIds.join(';');
  if (type === '0-1') merged.values.hs_all_contact_vids = [...olderIds, merged.id].join(';');
  merged.createdAt = createdAt;
  merged.values.createdate = new Date(createdAt).toISOString();
  if (extra.length > 0) merged.values.hs_additional_emails = extra.join(';');
  for (const email of extra) portal.uniqueValues.set(uniqueKey(type, 'email', email), merged.id);
  moveAssociations(portal, other, merged, source);
  portal.changes.publish({
    kind: 'record merged',
    objectType: type,
    objectId: merged.id,
    primaryId: primary.id,
    mergedIds: [primary.id, other.id],
    propertiesMoved: moved.length,
    source,
  });
  return merged;
}

function mergeAnew(portal: Portal, primary: CrmRecord, moved: Record<string, string>, source: WriteSource): CrmRecord {
  const own = Object.entries(primary.values).filter(([property]) => !never.has(property));
  hide(portal, primary);
  const merged = createRecord(portal, primary.type, { ...moved, ...Object.fromEntries(own) }, source, 'in silence');
  portal.mergedInto.set(`${primary.type}:${primary.id}`, merged.id);
  for (const [property, entries] of Object.entries(primary.history)) {
    merged.history[property] = [...entries, ...(merged.history[property] ?? [])];
  }
  moveAssociations(portal, primary, merged, source);
  return merged;
}

function mergeInto(portal: Portal, primary: CrmRecord, moved: Record<string, string>, source: WriteSource): CrmRecord {
  writeValues(portal, primary, moved, source, 'in silence');
  return primary;
}

function idsIn(list: string | undefined): string[] {
  return (list ?? '').split(';').filter((id) => id !== '');
}

/** Adds an additional e-mail, as a user would in HubSpot; it resolves to the contact from then on. */
export function addEmail(portal: Portal, record: CrmRecord, email: string): void {
  const list = new Set([...additionalEmails(record), email.toLowerCase()]);
  record.values.hs_additional_emails = [...list].join(';');
  portal.uniqueValues.set(uniqueKey(record.type, 'email', email), record.id);
}

function hide(portal: Portal, record: CrmRecord): void {
  record.archivedAt = portal.now();
  record.archivedMonotonicMs = performance.now();
  for (const [property, value] of Object.entries(record.values)) {
    if (isUniqueProperty(portal, record.type, property))
      portal.uniqueValues.delete(uniqueKey(record.type, property, value));
  }
}

function moveAssociations(portal: Portal, from: CrmRecord, to: CrmRecord, source: WriteSource): void {
  for (const toType of Object.keys(objectTypes) as ObjectTypeId[]) {
    const hasPrimary = associationsOf(portal, to.id, toType).some((association) => association.typeId === 1);
    for (const association of associationsOf(portal, from.id, toType)) {
      const target = findRecord(portal, toType, association.toId);
      if (!target || (hasPrimary && association.typeId === 1)) continue;
      associate(portal, to, target, association.typeId, source);
    }
  }
  for (const list of portal.associations.values()) {
    for (const association of list.slice()) if (association.toId === from.id) list.splice(list.indexOf(association), 1);
  }
  portal.associations.delete(from.id);
}
