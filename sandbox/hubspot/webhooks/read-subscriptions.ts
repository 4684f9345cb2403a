/** The app's webhooks, as its project files register them. */
import { readComponents } from '../actions/read-definitions.ts';
import { objectTypeOf, objectTypes } from '../crm/object-types.ts';
import { isObject } from '../http/router.ts';
import type { WebhookSubscription } from '../portal/tables.ts';

export type WebhookSetup = { targetUrl: string; maxConcurrentRequests: number; subscriptions: WebhookSubscription[] };

export function readWebhooks(projectDir: string | undefined): WebhookSetup | null {
  const component = readComponents(projectDir, 'webhooks')[0];
  if (!component) return null;
  const settings = isObject(component.config.settings) ? component.config.settings : {};
  const groups = isObject(component.config.subscriptions) ? component.config.subscriptions : {};
  const listed = (name: string, legacy: boolean) =>
    (Array.isArray(groups[name]) ? groups[name].filter(isObject) : [])
      .filter((one) => one.active !== false)
      .map((one) => ({ one, legacy }));
  const all = [...listed('crmObjects', false), ...listed('legacyCrmObjects', true), ...listed('hubEvents', true)];
  return {
    targetUrl: String(settings.targetUrl),
    maxConcurrentRequests: Number(settings.maxConcurrentRequests ?? 10),
    subscriptions: all.map(({ one, legacy }, index) => {
      const objectName = legacy ? String(one.subscriptionType).split('.')[0] : one.objectType;
      return {
        id: 7_000_000 + index,
        subscriptionType: String(one.subscriptionType),
        objectType: typeof objectName === 'string' && isImitated(objectName) ? objectTypeOf(objectName) : null,
        propertyName: typeof one.propertyName === 'string' ? one.propertyName : null,
        legacy,
      };
    }),
  };
}

function isImitated(name: string): boolean {
  return Object.values(objectTypes).some((words) => words.singular === name || words.plural === name);
}
