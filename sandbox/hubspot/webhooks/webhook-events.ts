import { isPrimaryType } from '../associations/associate.ts';
import { objectTypes } from '../crm/object-types.ts';
import type { LoggedChange } from '../portal/change-log.ts';
import type { Portal } from '../portal/portal.ts';
import type { ObjectTypeId, WebhookSubscription, WriteSource } from '../portal/tables.ts';

type Event = Record<string, unknown>;

/** The webhook items of one change: one for each subscription that asks for it. */
export function eventsFor(portal: Portal, subscriptions: WebhookSubscription[], change: LoggedChange): Event[] {
  const what = describe(change);
  if (!what || (what.source?.sourceType === 'CALCULATED' && !portal.switches.calculatedWebhooks)) return [];
  return subscriptions
    .filter((one) => one.objectType === what.objectType && one.subscriptionType.split('.')[1] === what.name)
    .filter((one) => one.propertyName === null || one.propertyName === what.fields.propertyName)
    .map((subscription) => ({
      eventId: Math.floor(Math.random() * 4_000_000_000),
      subscriptionId: subscription.id,
      portalId: portal.settings.portalId,
      appId: portal.settings.appId,
      occurredAt: change.at,
      subscriptionType: subscription.legacy
        ? `${objectTypes[what.objectType].singular}.${what.name}`
        : `object.${what.name}`,
      ...(subscription.legacy ? {} : { objectTypeId: what.objectType }),
      objectId: Number(what.objectId),
      ...sourceFields(what.source),
      ...what.fields,
    }));
}

type Described = {
  name: string;
  objectType: ObjectTypeId;
  objectId: string;
  source: WriteSource | null;
  fields: Event;
};

function describe(change: LoggedChange): Described | null {
  switch (change.kind) {
    case 'record created':
      return {
        name: 'creation',
        objectType: change.objectType,
        objectId: change.objectId,
        source: change.source,
        fields: { changeFlag: 'CREATED' },
      };
    case 'record archived':
      return {
        name: 'deletion',
        objectType: change.objectType,
        objectId: change.objectId,
        source: change.source,
        fields: { changeFlag: 'DELETED' },
      };
    case 'property changed':
      return {
        name: 'propertyChange',
        objectType: change.objectType,
        objectId: change.objectId,
        source: change.source,
        fields: { propertyName: change.property, propertyValue: change.value },
      };
    case 'record merged':
      return {
        name: 'merge',
        objectType: change.objectType,
        objectId: change.objectId,
        source: null,
        fields: {
          primaryObjectId: Number(change.primaryId),
          mergedObjectIds: change.mergedIds.map(Number),
          newObjectId: Number(change.objectId),
          numberOfPropertiesMoved: 0,
        },
      };
    case 'association changed':
      return {
        name: 'associationChange',
        objectType: change.fromType,
        objectId: change.fromId,
        source: null,
        fields: {
          associationType: `${objectTypes[change.fromType].upper}_TO_${objectTypes[change.toType].upper}`,
          fromObjectId: Number(change.fromId),
          toObjectId: Number(change.toId),
          associationRemoved: change.removed,
          isPrimaryAssociation: isPrimaryType(change.typeId),
        },
      };
    default:
      return null;
  }
}

function sourceFields(source: WriteSource | null): Event {
  return source
    ? { changeSource: source.sourceType, sourceId: source.sourceId }
    : { changeSource: 'CRM_UI', sourceId: 'userId:501' };
}
