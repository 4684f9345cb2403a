/** Delivers changes to the app's webhook address, for the subscriptions of its project files. Off until switched on. */
import { appUrl } from '../actions/app-url.ts';
import { readComponents } from '../actions/read-definitions.ts';
import { objectTypeOf, objectTypes } from '../crm/object-types.ts';
import { isObject } from '../http/router.ts';
import type { LoggedChange } from '../portal/change-log.ts';
import type { Portal } from '../portal/portal.ts';
import type { WebhookSubscription } from '../portal/tables.ts';
import { headersV1, headersV3 } from '../signing/sign-request.ts';
import { eventsFor } from './webhook-events.ts';

export type WebhookSender = { stop(): void };
export type WebhookSetup = { targetUrl: string; subscriptions: WebhookSubscription[] };

const mostEvents = 100;
const mostAttempts = 11;
const answerWithinMs = 5_000;

export function readWebhooks(projectDir: string | undefined): WebhookSetup | null {
  const component = readComponents(projectDir, 'webhooks')[0];
  if (!component) return null;
  const { settings, subscriptions } = component.config;
  const groups = isObject(subscriptions) ? subscriptions : {};
  const listed = (name: string) =>
    Array.isArray(groups[name]) ? groups[name].filter(isObject).filter((one) => one.active !== false) : [];
  const all = [
    ...listed('crmObjects').map((one) => ({ one, legacy: false })),
    ...listed('legacyCrmObjects').map((one) => ({ one, legacy: true })),
  ];
  return {
    targetUrl: isObject(settings) ? String(settings.targetUrl) : '',
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

/** Collects for `gatherMs`, then sends; a delivery that fails is tried again up to ten times. */
export function startWebhookSender(
  portal: Portal,
  setup: WebhookSetup | null,
  timing: { gatherMs: number; retryMs: number },
): WebhookSender {
  const halt = new AbortController();
  let waiting: Record<string, unknown>[] = [];
  let timer: NodeJS.Timeout | null = null;
  const unlisten = portal.changes.listen(onChange);

  function onChange(change: LoggedChange): void {
    if (!setup || !portal.switches.webhooks) return;
    waiting.push(...eventsFor(portal, setup.subscriptions, change));
    if (waiting.length > 0) timer ??= setTimeout(flush, timing.gatherMs);
  }

  function flush(): void {
    timer = null;
    const events = waiting;
    waiting = [];
    for (let at = 0; at < events.length; at += mostEvents) void deliver(events.slice(at, at + mostEvents), 0);
  }

  async function deliver(events: Record<string, unknown>[], attempt: number): Promise<void> {
    const url = setup && appUrl(portal, setup.targetUrl);
    if (!url || halt.signal.aborted || attempt >= mostAttempts) return;
    const body = JSON.stringify(events.map((event) => ({ ...event, attemptNumber: attempt })));
    const secret = portal.settings.clientSecret;
    const headers = {
      'content-type': 'application/json',
      ...headersV1(secret, body),
      ...headersV3(secret, { method: 'POST', url, body }, portal.now()),
    };
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.any([halt.signal, AbortSignal.timeout(answerWithinMs)]),
    }).catch(() => null);
    await response?.arrayBuffer().catch(() => null);
    if (response?.ok) return;
    const again = setTimeout(() => void deliver(events, attempt + 1), timing.retryMs * 2 ** attempt);
    halt.signal.addEventListener('abort', () => clearTimeout(again), { once: true });
  }

  return {
    stop() {
      unlisten();
      if (timer) clearTimeout(timer);
      halt.abort();
    },
  };
}
