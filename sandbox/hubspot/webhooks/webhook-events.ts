import { isPrimaryType } from '../associations/associate.ts';
import { objectScope, objectTypes } from '../crm/object-types.ts';
import type { LoggedChange } from '../portal/change-log.ts';
import type { Portal } from '../portal/portal.ts';
import type { ObjectTypeId, WebhookSubscription, WriteSource } from '../portal/tables.ts';

/** An item of a delivery; `attemptNumber` is that of the delivery. */
export type WebhookEvent = { portalId: number; attemptNumber: number; [field: string]: unknown };

/** The webhook items of one change: one for each subscription that asks for it. */
export function eventsFor(portal: Portal, subscriptions: WebhookSubscription[], change: LoggedChange): WebhookEvent[] {
  const what = describe(change);
  if (!what || (what.source.sourceType === 'CALCULATED' && !portal.switches.calculatedWebhooks)) return [];
  if (!mayRead(portal, what.objectType)) return [];
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
      attemptNumber: 0,
      ...(subscription.legacy ? {} : { objectTypeId: what.objectType }),
      objectId: Number(what.objectId),
      ...what.fields,
      changeSource: what.source.sourceType,
      sourceId: what.source.sourceId,
    }));
}

/** Webhooks about records need the scope to read them. */
function mayRead({ grantedScopes }: Portal, type: ObjectTypeId): boolean {
  return grantedScopes === null || objectScope(type, 'read').some((scope) => grantedScopes.includes(scope));
}

type Described = {
  name: string;
  objectType: ObjectTypeId;
  objectId: string;
  source: WriteSource;
  fields: Record<string, unknown>;
};

function describe(change: LoggedChange): Described | null {
  switch (change.kind) {
    case 'record created':
      return ofRecord('creation', change, { changeFlag: 'CREATED' });
    case 'record archived':
      return ofRecord('deletion', change, { changeFlag: 'DELETED' });
    case 'record restored':
      return ofRecord('restore', change, {});
    case 'contact forgotten':
      return ofRecord('privacyDeletion', { ...change, objectType: '0-1' }, {});
    case 'property changed':
      return ofRecord('propertyChange', change, { propertyName: change.property, propertyValue: change.value });
    case 'record merged':
      return ofRecord('merge', change, {
        primaryObjectId: Number(change.primaryId),
        mergedObjectIds: change.mergedIds.map(Number),
        newObjectId: Number(change.objectId),
        numberOfPropertiesMoved: change.propertiesMoved,
      });
    case 'association changed':
      return {
        name: 'associationChange',
        objectType: change.fromType,
        objectId: change.fromId,
        source: change.source,
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

function ofRecord(
  name: string,
  { objectType, objectId, source }: Pick<Described, 'objectType' | 'objectId' | 'source'>,
  fields: Record<string, unknown>,
): Described {
  return { name, objectType, objectId, source, fields };
}
