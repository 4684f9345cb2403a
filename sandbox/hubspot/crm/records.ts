import { derivedFromStage } from '../deals/deal-stages.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, HistoryEntry, ObjectTypeId, WriteSource } from '../portal/tables.ts';
import { keepsOldStage } from './lifecycle.ts';
import { objectTypes } from './object-types.ts';

export function uniqueKey(type: ObjectTypeId, property: string, value: string): string {
  return `${type}:${property}:${property === 'email' ? value.trim().toLowerCase() : value}`;
}

/** Follows merges; null when unknown or archived. */
export function findRecord(portal: Portal, type: ObjectTypeId, id: string): CrmRecord | null {
  let current = id;
  for (let next = portal.mergedInto.get(`${type}:${current}`); next; next = portal.mergedInto.get(`${type}:${current}`))
    current = next;
  const record = portal.records[type].get(current);
  return record && record.archivedAt === null ? record : null;
}

/** By a unique property; contact e-mails include additional ones. */
export function findByUnique(portal: Portal, type: ObjectTypeId, property: string, value: string): CrmRecord | null {
  const id = portal.uniqueValues.get(uniqueKey(type, property, value));
  return id ? findRecord(portal, type, id) : null;
}

export function isUniqueProperty(portal: Portal, type: ObjectTypeId, property: string): boolean {
  if (type === '0-1' && property === 'email') return true;
  const definition = portal.properties[type].get(property);
  return definition?.hasUniqueValue === true && definition.archivedAt === null;
}

/** A unique value of these that another record holds, and who holds it. */
export function takenUniqueValue(
  portal: Portal,
  type: ObjectTypeId,
  values: Record<string, string>,
  exceptId: string | null,
) {
  for (const [property, value] of Object.entries(values)) {
    if (value === '' || !isUniqueProperty(portal, type, property)) continue;
    const holder = findByUnique(portal, type, property, value);
    if (holder && holder.id !== exceptId) return { property, value, holderId: holder.id };
  }
  return null;
}

export function createRecord(
  portal: Portal,
  type: ObjectTypeId,
  values: Record<string, string>,
  source: WriteSource,
  announce: 'announce' | 'in silence' = 'announce',
): CrmRecord {
  const at = portal.now();
  const monotonicMs = performance.now();
  const record: CrmRecord = {
    id: portal.nextId(),
    type,
    createdAt: at,
    updatedAt: at,
    createdMonotonicMs: monotonicMs,
    changedMonotonicMs: monotonicMs,
    archivedAt: null,
    archivedMonotonicMs: null,
    values: {},
    history: {},
  };
  portal.records[type].set(record.id, record);
  record.values.hs_object_id = record.id;
  record.values.createdate = new Date(at).toISOString();
  writeValues(portal, record, values, source, 'in silence');
  if (announce === 'in silence') return record;
  portal.changes.publish({ kind: 'record created', objectType: type, objectId: record.id, source });
  for (const [property, value] of Object.entries(values)) {
    if (value !== '')
      portal.changes.publish({
        kind: 'property changed',
        objectType: type,
        objectId: record.id,
        property,
        value,
        source,
      });
  }
  return record;
}

/**
 * Stores checked values with their history. A lifecycle stage that would go backwards is silently kept, as HubSpot does
 * (only a clear in an earlier request allows it). Unchanged values leave no trace.
 */
export function writeValues(
  portal: Portal,
  record: CrmRecord,
  values: Record<string, string>,
  source: WriteSource,
  announce: 'announce' | 'in silence' = 'announce',
): void {
  const moment = { at: portal.now(), monotonicMs: performance.now() };
  const changed: [property: string, value: string, source: WriteSource][] = [];
  for (const [property, value] of Object.entries(values)) {
    if (property === 'lifecyclestage' && keepsOldStage(portal, record, value)) continue;
    if (setValue(portal, record, property, value, source, moment)) changed.push([property, value, source]);
  }
  for (const [property, value] of changed.slice()) {
    changed.push(...followUps(portal, record, property, value, moment));
  }
  record.updatedAt = moment.at;
  record.changedMonotonicMs = moment.monotonicMs;
  record.values[objectTypes[record.type].modifiedProperty] = new Date(moment.at).toISOString();
  if (announce === 'in silence') return;
  for (const [property, value, writer] of changed) {
    portal.changes.publish({
      kind: 'property changed',
      objectType: record.type,
      objectId: record.id,
      property,
      value,
      source: writer,
    });
  }
}

/** When something was written: all values of one write share it. */
type Moment = Pick<HistoryEntry, 'at' | 'monotonicMs'>;

/** Values HubSpot derives from others: when the owner was assigned, when a stage was entered. */
function followUps(
  portal: Portal,
  record: CrmRecord,
  property: string,
  value: string,
  moment: Moment,
): [property: string, value: string, source: WriteSource][] {
  const now = new Date(moment.at).toISOString();
  const derived: [string, string][] = [];
  if (property === 'hubspot_owner_id') derived.push(['hubspot_owner_assigneddate', value === '' ? '' : now]);
  if (property === 'lifecyclestage' && value !== '') {
    derived.push([`hs_lifecyclestage_${value}_date`, now], [`hs_v2_date_entered_${value}`, now]);
  }
  if (property === 'dealstage') derived.push(...Object.entries(derivedFromStage(value)));
  const source: WriteSource = { sourceType: 'CALCULATED', sourceId: 'calculated' };
  return derived
    .filter(([name, derivedValue]) => setValue(portal, record, name, derivedValue, source, moment))
    .map(([name, derivedValue]) => [name, derivedValue, source]);
}

function setValue(
  portal: Portal,
  record: CrmRecord,
  property: string,
  value: string,
  source: WriteSource,
  moment: Moment,
): boolean {
  const before = record.values[property] ?? '';
  if (before === value) return false;
  if (isUniqueProperty(portal, record.type, property)) {
    if (before !== '') portal.uniqueValues.delete(uniqueKey(record.type, property, before));
    if (value !== '') portal.uniqueValues.set(uniqueKey(record.type, property, value), record.id);
  }
  if (value === '') delete record.values[property];
  else record.values[property] = value;
  const entry: HistoryEntry = { ...source, value, ...moment };
  const history = record.history[property];
  if (history) history.push(entry);
  else record.history[property] = [entry];
  return true;
}

export function archiveRecord(portal: Portal, record: CrmRecord, source: WriteSource): void {
  record.archivedAt = portal.now();
  record.archivedMonotonicMs = performance.now();
  for (const [property, value] of Object.entries(record.values)) {
    if (isUniqueProperty(portal, record.type, property))
      portal.uniqueValues.delete(uniqueKey(record.type, property, value));
  }
  for (const email of additionalEmails(record)) portal.uniqueValues.delete(uniqueKey(record.type, 'email', email));
  portal.changes.publish({ kind: 'record archived', objectType: record.type, objectId: record.id, source });
}

/** Takes an archived record back. */
export function restoreRecord(portal: Portal, record: CrmRecord, source: WriteSource): void {
  record.archivedAt = null;
  record.archivedMonotonicMs = null;
  for (const [property, value] of Object.entries(record.values)) {
    if (isUniqueProperty(portal, record.type, property))
      portal.uniqueValues.set(uniqueKey(record.type, property, value), record.id);
  }
  for (const email of additionalEmails(record))
    portal.uniqueValues.set(uniqueKey(record.type, 'email', email), record.id);
  portal.changes.publish({ kind: 'record restored', objectType: record.type, objectId: record.id, source });
}

export function additionalEmails(record: CrmRecord): string[] {
  return (record.values.hs_additional_emails ?? '').split(';').filter((email) => email !== '');
}
