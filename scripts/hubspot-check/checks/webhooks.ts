import { isObject, listAt, textAt, textsAt, valueAt } from '../json-reading.ts';
import type { Component, HubspotProject, JsonObject, Problem } from '../project.ts';

const kinds = ['creation', 'deletion', 'propertyChange', 'merge', 'restore', 'associationChange'];
/** HubSpot delivers changes of an object only to an app that may read it. */
const readScopes: Record<string, string> = {
  contact: 'crm.objects.contacts.read',
  company: 'crm.objects.companies.read',
  deal: 'crm.objects.deals.read',
};
/** HubSpot refuses these. */
const neverTold = ['num_unique_conversion_events', 'hs_lastmodifieddate'];
const mostSubscriptions = 1_000;

/** Each subscription is one HubSpot knows, once, to an object the app asks to read, and never to what we write ourselves. */
export function checkWebhooks({ components }: HubspotProject): Problem[] {
  const app = components.find(({ type }) => type === 'app');
  const scopes = ['requiredScopes', 'optionalScopes'].flatMap((set) => textsAt(app?.config, 'auth', set));
  return components
    .filter(({ type }) => type === 'webhooks')
    .flatMap((component) => checkComponent(component, scopes).map((problem) => `${component.file}: ${problem}`));
}

function checkComponent({ config }: Component, scopes: string[]): string[] {
  const subscriptions = listAt(config, 'subscriptions', 'crmObjects').filter(isObject);
  const hubEvents = listAt(config, 'subscriptions', 'hubEvents').filter(isObject);
  const others = listAt(config, 'subscriptions', 'legacyCrmObjects');
  const names = [...subscriptions, ...hubEvents].map(nameOf);
  return [
    ...subscriptions.flatMap((one) => checkSubscription(one, scopes).map((problem) => `${nameOf(one)}: ${problem}`)),
    ...hubEvents.flatMap((one) => checkHubEvent(one, scopes).map((problem) => `${nameOf(one)}: ${problem}`)),
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is subscribed to twice`),
    ...(others.length > 0 ? ['only crmObjects and hubEvents are checked here; leave legacyCrmObjects empty'] : []),
    ...(names.length > mostSubscriptions ? [`HubSpot takes at most ${mostSubscriptions} subscriptions`] : []),
  ];
}

/** Of those HubSpot has besides, the one we use: somebody asked to be forgotten. */
function checkHubEvent(event: JsonObject, scopes: string[]): string[] {
  const problems: string[] = [];
  if (textAt(event, 'subscriptionType') !== 'contact.privacyDeletion') {
    problems.push('subscriptionType must be contact.privacyDeletion');
  } else if (!scopes.includes(readScopes.contact!)) {
    problems.push(`needs the scope ${readScopes.contact}, which the app does not ask for`);
  }
  if (typeof valueAt(event, 'active') !== 'boolean') problems.push('active must be true or false');
  return problems;
}

function checkSubscription(subscription: JsonObject, scopes: string[]): string[] {
  const kind = kinds.find((one) => textAt(subscription, 'subscriptionType') === `object.${one}`);
  if (kind === undefined) return [`subscriptionType must be one of ${kinds.map((one) => `object.${one}`).join(', ')}`];
  const objectType = textAt(subscription, 'objectType');
  const scope = readScopes[objectType];
  const property = valueAt(subscription, 'propertyName');
  const problems: string[] = [];
  if (scope === undefined) problems.push(`objectType must be one of ${Object.keys(readScopes).join(', ')}`);
  else if (!scopes.includes(scope)) problems.push(`needs the scope ${scope}, which the app does not ask for`);
  if (typeof valueAt(subscription, 'active') !== 'boolean') problems.push('active must be true or false');
  if (kind !== 'propertyChange') {
    if (property !== undefined) problems.push('propertyName belongs to object.propertyChange only');
  } else if (typeof property !== 'string' || property === '') problems.push('propertyName is missing');
  else if (neverTold.includes(property)) problems.push('HubSpot does not tell of this property');
  else if (property.startsWith('zo_')) problems.push('we write this property ourselves, and would hear our own writes');
  return problems;
}

/** "contact propertyChange hubspot_owner_id" */
function nameOf(subscription: JsonObject): string {
  return ['objectType', 'subscriptionType', 'propertyName']
    .map((key) => textAt(subscription, key).replace(/^object\./, ''))
    .filter((word) => word !== '')
    .join(' ');
}
