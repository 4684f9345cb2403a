/**
 * Which records HubSpot's webhooks tell of. The same change comes as `contact.propertyChange` or, of a project's
 * subscription, as `object.propertyChange` with an object type. Pure; what is not understood concerns nobody.
 */
import type { ChangedRecords } from '../handoff/hubspot-changes.ts';

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
  mergedObjectIds?: string[] | null | undefined;
  newObjectId?: string | null | undefined;
};

const typeNames: Record<string, string> = { '0-1': 'contact', '0-3': 'deal' };

/** By portal, each record once. */
export function changedRecords(events: readonly WebhookEvent[]): Map<number, ChangedRecords> {
  const changes = new Map<number, { contact: Set<string>; deal: Set<string> }>();
  for (const event of events) {
    if (isOurOwn(event)) continue;
    const known = changes.get(event.portalId) ?? { contact: new Set(), deal: new Set() };
    changes.set(event.portalId, known);
    for (const [type, id] of recordsOf(event)) {
      if (type === 'contact' || type === 'deal') known[type].add(id);
    }
  }
  return new Map(
    [...changes].map(([portalId, { contact, deal }]) => [portalId, { contactIds: [...contact], dealIds: [...deal] }]),
  );
}

/** A write of ours comes back as an integration's with the id of the app whose subscription it is. */
function isOurOwn({ changeSource, sourceId, appId }: WebhookEvent): boolean {
  return changeSource === 'INTEGRATION' && appId !== null && appId !== undefined && sourceId === appId;
}

/** An association names both ends; one that is gone leads nowhere any more, so both are taken from the event. */
function recordsOf(event: WebhookEvent): [type: string | undefined, id: string][] {
  const [kind, what] = event.subscriptionType.split('.');
  const type = kind === 'object' ? typeNames[event.objectTypeId ?? ''] : kind;
  if (what === 'associationChange') {
    const ends = (event.associationType ?? '').toLowerCase().split('_to_');
    return [
      ...ids(event.fromObjectId).map((id): [string | undefined, string] => [ends[0], id]),
      ...ids(event.toObjectId).map((id): [string | undefined, string] => [ends[1], id]),
    ];
  }
  const merged = what === 'merge' ? [...(event.mergedObjectIds ?? []), ...ids(event.newObjectId)] : [];
  return [...ids(event.objectId), ...merged].map((id) => [type, id]);
}

function ids(id: string | null | undefined): string[] {
  return id === null || id === undefined ? [] : [id];
}
