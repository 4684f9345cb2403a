import { findByUnique, findRecord } from '../crm/records.ts';
import { invalid, notFound } from '../http/refusal.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, ObjectTypeId, Owner, WriteSource } from '../portal/tables.ts';

/** Somebody working in HubSpot. */
export const user: WriteSource = { sourceType: 'CRM_UI', sourceId: 'userId:501', updatedByUserId: 501 };

/** By record id, or for contacts by e-mail. */
export function recordAt(portal: Portal, type: ObjectTypeId, key: string): CrmRecord {
  const record = key.includes('@') ? findByUnique(portal, type, 'email', key) : findRecord(portal, type, key);
  if (!record) throw notFound();
  return record;
}

/** By owner id or e-mail. */
export function ownerAt(portal: Portal, key: string): Owner | null {
  return portal.owners.get(key) ?? [...portal.owners.values()].find(({ email }) => email === key) ?? null;
}

export function ownerIdIn(portal: Portal, key: unknown, name: string): string {
  const owner = typeof key === 'string' ? ownerAt(portal, key) : null;
  if (owner === null) throw invalid(`${name} must be an owner's id or e-mail`);
  return owner.id;
}
