/**
 * Which records HubSpot's webhooks tell of. The same change comes as `contact.propertyChange` or, of a project's
 * subscription, as `object.propertyChange` with an object type. Pure; what is not understood concerns nobody.
 */
import type { ChangedRecords, RecordMerge } from '../handoff/hubspot-changes.ts';
import { type WebhookObject, webhookKinds } from './webhook-kinds.ts';

export type WebhookEvent = {
  portalId: number;
  subscriptionType: string;
  appId?: string | null | undefined;
  objectId?: string | null | undefined;
  objectTypeId?: string | null | undefined;
  changeSource?: string | null | undefined;
  sourceId?: string | null | undefined;
  /** Of an association: "DEAL_TO_CONTACT". */
  associationType?: string | null | undefined;
  fromObjectId?: string | null | undefined;
  toObjectId?: string | null | undefined;
  /** Of a merge: the two there were, and the one there is. */
  primaryObjectId?: string | null | undefined;
  mergedObjectIds?: string[] | null | undefined;
  newObjectId?: string | null | undefined;
};

const typeNames: Record<string, WebhookObject> = { '0-1': 'contact', '0-2': 'company', '0-3': 'deal' };

type Changes = Record<WebhookObject, Set<string>> & { merges: RecordMerge[]; forgotten: Set<string> };

/** By portal, each record once. */
export function changedRecords(events: readonly WebhookEvent[]): Map<number, ChangedRecords> {
  const byPortal = new Map<number, Changes>();
  for (const event of events) {
    const changes = byPortal.get(event.portalId) ?? noChanges();
    byPortal.set(event.portalId, changes);
    note(changes, event);
  }
  return new Map(
    [...byPortal].map(([portalId, { contact, company, deal, merges, forgotten }]) => [
      portalId,
      {
        contactIds: [...contact],
        companyIds: [...company],
        dealIds: [...deal],
        merges,
        privacyDeletions: [...forgotten],
      },
    ]),
  );
}

function noChanges(): Changes {
  return { contact: new Set(), company: new Set(), deal: new Set(), merges: [], forgotten: new Set() };
}

function note(changes: Changes, event: WebhookEvent): void {
  const [kind = '', what = ''] = event.subscriptionType.split('.');
  const type = kind === 'object' ? typeNames[event.objectTypeId ?? ''] : objectOf(kind);
  if (what === 'associationChange') {
    const ends = (event.associationType ?? '').toLowerCase().split('_to_');
    noteEnd(changes, ends[0], event.fromObjectId);
    noteEnd(changes, ends[1], event.toObjectId);
    return;
  }
  if (type === undefined || isOurOwn(event, what)) return;
  for (const id of ids(event.objectId)) changes[type].add(id);
  if (what === 'merge') noteMerge(changes, type, event);
  if (what === 'privacyDeletion' && type === 'contact') {
    for (const id of ids(event.objectId)) changes.forgotten.add(id);
  }
}

/**
 * An association names both ends; one that is gone leads nowhere any more, so both are taken from the event. Of a company it
 * changes nothing: what is told of it is read with its contacts.
 */
function noteEnd(changes: Changes, name: string | undefined, id: string | null | undefined): void {
  const type = objectOf(name ?? '');
  if (type === 'contact' || type === 'deal') for (const known of ids(id)) changes[type].add(known);
}

function noteMerge(changes: Changes, type: WebhookObject, event: WebhookEvent): void {
  const [newId] = [...ids(event.newObjectId), ...ids(event.objectId), ...ids(event.primaryObjectId)];
  const oldIds = [...(event.mergedObjectIds ?? []), event.primaryObjectId].flatMap(ids);
  for (const id of [...oldIds, ...ids(newId)]) changes[type].add(id);
  if (newId === undefined || type === 'deal') return;
  changes.merges.push({ kind: type, oldIds: [...new Set(oldIds)].filter((id) => id !== newId), newId });
}

/** A write of ours comes back as an integration's with the id of the app whose subscription it is. */
function isOurOwn({ changeSource, sourceId, appId }: WebhookEvent, what: string): boolean {
  if (what !== 'propertyChange') return false;
  return changeSource === 'INTEGRATION' && appId !== null && appId !== undefined && sourceId === appId;
}

function objectOf(name: string): WebhookObject | undefined {
  return Object.hasOwn(webhookKinds, name) ? (name as WebhookObject) : undefined;
}

/** HubSpot's ids are numbers. */
function ids(id: string | null | undefined): string[] {
  return id !== null && id !== undefined && /^\d{1,20}$/.test(id) ? [id] : [];
}
