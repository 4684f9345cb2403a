/** What HubSpot is asked to tell, and what is done about it, are the same list. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { nothingChanged } from '../../backend/handoff/hubspot-changes.ts';
import { changedRecords } from '../../backend/hubspot/webhook-events.ts';
import { webhookKinds } from '../../backend/hubspot/webhook-kinds.ts';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';

type Subscription = { subscriptionType: string; objectType?: string; propertyName?: string; active: boolean };

const file = path.join(repositoryRoot, 'hubspot-project/app/webhooks/zo-webhooks-hsmeta.json');
const { config } = JSON.parse(await readFile(file, 'utf8'));
const { crmObjects, hubEvents } = config.subscriptions as { crmObjects: Subscription[]; hubEvents: Subscription[] };
const subscribed = [...crmObjects, ...hubEvents];

/** "contact propertyChange email" */
const nameOf = ({ subscriptionType, objectType, propertyName }: Subscription) => {
  const [object, kind] = subscriptionType.split('.');
  return [object === 'object' ? objectType : object, kind, propertyName].filter(Boolean).join(' ');
};

const handled = Object.entries(webhookKinds).flatMap(([object, { propertyChange, others }]) => [
  ...propertyChange.map((property) => `${object} propertyChange ${property}`),
  ...others.map((kind) => `${object} ${kind}`),
]);

it('every kind we handle is subscribed to, and nothing else', () => {
  expect(subscribed.map(nameOf).sort()).toEqual(handled.toSorted());
  expect(subscribed.every(({ active }) => active)).toBe(true);
});

const typeIds: Record<string, string> = { contact: '0-1', company: '0-2', deal: '0-3' };

it.each(subscribed.map((one) => [nameOf(one), one] as const))('an event of "%s" leads to something', (_name, one) => {
  const { subscriptionType, objectType = '', propertyName } = one;
  const event = {
    portalId: 1,
    subscriptionType,
    objectTypeId: typeIds[objectType],
    objectId: '501',
    propertyName,
    changeSource: 'CRM_UI',
    associationType: `${objectType.toUpperCase()}_TO_COMPANY`,
    fromObjectId: '501',
    toObjectId: '900',
    primaryObjectId: '501',
    mergedObjectIds: ['501', '502'],
    newObjectId: '503',
  };
  expect(changedRecords([event]).get(1)).not.toEqual(nothingChanged);
});

it('never to what we write ourselves', () => {
  expect(subscribed.filter(({ propertyName }) => propertyName?.startsWith('zo_'))).toEqual([]);
});
