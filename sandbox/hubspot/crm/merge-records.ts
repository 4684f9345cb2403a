import { associate, associationsOf } from '../associations/associate.ts';
import { invalid, notFound } from '../http/refusal.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, ObjectTypeId, WriteSource } from '../portal/tables.ts';
import { objectTypes } from './object-types.ts';
import { additionalEmails, createRecord, findRecord, isUniqueProperty, uniqueKey } from './records.ts';

const never = new Set([
  'hs_object_id',
  'createdate',
  'hs_merged_object_ids',
  'hs_additional_emails',
  'lastmodifieddate',
  'hs_lastmodifieddate',
]);

/** Makes a third record out of two. Both old ids keep resolving, to a record with another id. */
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

  const values = Object.fromEntries(
    Object.entries({ ...other.values, ...primary.values }).filter(([property]) => !never.has(property)),
  );
  const emails = [primary, other].flatMap((record) => [record.values.email ?? '', ...additionalEmails(record)]);
  const extra = [...new Set(emails.filter((email) => email !== '' && email !== values.email))];
  for (const record of [primary, other]) hide(portal, record);

  const merged = createRecord(portal, type, values, source, 'in silence');
  for (const record of [other, primary]) portal.mergedInto.set(`${type}:${record.id}`, merged.id);
  merged.values.hs_merged_object_ids = [primary.id, other.id].join(';');
  merged.createdAt = Math.min(primary.createdAt, other.createdAt);
  merged.values.createdate = new Date(merged.createdAt).toISOString();
  if (extra.length > 0) merged.values.hs_additional_emails = extra.join(';');
  for (const email of extra) portal.uniqueValues.set(uniqueKey(type, 'email', email), merged.id);
  for (const [property, entries] of Object.entries(primary.history)) {
    merged.history[property] = [...entries, ...(merged.history[property] ?? [])];
  }
  moveAssociations(portal, primary, merged);
  moveAssociations(portal, other, merged);
  portal.changes.publish({
    kind: 'record merged',
    objectType: type,
    objectId: merged.id,
    primaryId: primary.id,
    mergedIds: [primary.id, other.id],
  });
  return merged;
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

function moveAssociations(portal: Portal, from: CrmRecord, to: CrmRecord): void {
  for (const toType of Object.keys(objectTypes) as ObjectTypeId[]) {
    const hasPrimary = associationsOf(portal, to.id, toType).some((association) => association.typeId === 1);
    for (const association of associationsOf(portal, from.id, toType)) {
      const target = findRecord(portal, toType, association.toId);
      if (!target || (hasPrimary && association.typeId === 1)) continue;
      associate(portal, to, target, association.typeId);
    }
  }
  for (const list of portal.associations.values()) {
    for (const association of list.slice()) if (association.toId === from.id) list.splice(list.indexOf(association), 1);
  }
  portal.associations.delete(from.id);
}
