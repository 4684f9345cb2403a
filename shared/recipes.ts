/** How events are sent, ready to be copied: with the service's address and, once it is known, the write key. */
export type RecipeName =
  | 'segment node'
  | 'segment browser'
  | 'segment webhook'
  | 'rudderstack node'
  | 'rudderstack webhook'
  | 'posthog browser'
  | 'posthog webhook';

export type Recipe = {
  name: RecipeName;
  label: string;
  /** Which kind of write key it takes. */
  source: 'server' | 'browser';
  /** What to know besides; null: nothing. */
  note: string | null;
  text: (address: string, writeKey: string) => string;
};

/** Stands where the key belongs until one is made. */
export const keyMissing = 'YOUR_WRITE_KEY';

const quoted = (text: string) => `'${text}'`;
const importing = (what: string, where: string) => `import ${what} from ${quoted(where)};`;

const destination = (address: string, writeKey: string) =>
  `URL      ${address}/v1/event
Method   POST
Header   x-write-key: ${writeKey}
Header   content-type: application/json`;

export const recipes: readonly Recipe[] = [
  {
    name: 'segment node',
    label: 'Segment, SDK for Node',
    source: 'server',
    note: 'Keep flushInterval: 1000. By default this SDK holds a lone event for 10 seconds, and your account executive with it.',
    text: (address, writeKey) => `${importing('{ Analytics }', '@segment/analytics-node')}

const analytics = new Analytics({
  writeKey: '${writeKey}',
  host: '${address}',
  flushInterval: 1000,
});

analytics.identify({ userId: 'u1', traits: { email: 'u1@example.com', plan: 'free' } });
analytics.track({ userId: 'u1', event: 'Onboarding Completed' });`,
  },
  {
    name: 'segment browser',
    label: 'Segment, SDK for browsers',
    source: 'browser',
    note: 'Anybody can read a browser key. Send what decides about a handoff from a server.',
    text: (address, writeKey) => `${importing('{ AnalyticsBrowser }', '@segment/analytics-next')}

const analytics = AnalyticsBrowser.load({ writeKey: '${writeKey}', cdnURL: '${address}' });

analytics.identify('u1', { email: 'u1@example.com', plan: 'free' });
analytics.track('Onboarding Completed');`,
  },
  {
    name: 'segment webhook',
    label: 'Segment, webhook destination',
    source: 'server',
    note: 'In Segment, add the destination “Webhooks” to your source. Your code stays as it is.',
    text: destination,
  },
  {
    name: 'rudderstack node',
    label: 'RudderStack, SDK for Node',
    source: 'server',
    note: null,
    text: (address, writeKey) => `${importing('RudderAnalytics', '@rudderstack/rudder-sdk-node')}

const analytics = new RudderAnalytics('${writeKey}', {
  dataPlaneUrl: '${address}',
  flushInterval: 1000,
});

analytics.identify({ userId: 'u1', traits: { email: 'u1@example.com', plan: 'free' } });
analytics.track({ userId: 'u1', event: 'Onboarding Completed' });`,
  },
  {
    name: 'rudderstack webhook',
    label: 'RudderStack, webhook destination',
    source: 'server',
    note: 'In RudderStack, add the destination “Webhook” to your source. Your code stays as it is.',
    text: destination,
  },
  {
    name: 'posthog browser',
    label: 'PostHog, SDK for browsers',
    source: 'browser',
    note: 'PostHog’s SDK speaks PostHog’s own language: each event is sent here as well. Give before_send to your posthog.init.',
    text: (address, writeKey) => `function alsoToZo(event) {
  const { event: name, uuid, timestamp, properties } = event;
  const type = { $identify: 'identify', $pageview: 'page' }[name] ?? 'track';
  if (type === 'track' && name.startsWith('$')) return event;
  fetch('${address}/v1/event', {
    method: 'POST',
    keepalive: true,
    body: JSON.stringify({
      writeKey: '${writeKey}',
      type,
      event: name,
      messageId: uuid,
      userId: properties.$user_id ?? properties.distinct_id,
      timestamp,
      traits: event.$set ?? properties.$set,
      properties: { path: properties.$pathname },
    }),
  }).catch(() => {});
  return event;
}

posthog.init('YOUR_POSTHOG_KEY', { before_send: alsoToZo });`,
  },
  {
    name: 'posthog webhook',
    label: 'PostHog, webhook destination',
    source: 'server',
    note: 'In PostHog, under Data pipelines, add the destination “HTTP Webhook”, with this body.',
    text: (address, writeKey) => `${destination(address, writeKey)}

{
  "type": "track",
  "event": "{event.event}",
  "userId": "{event.distinct_id}",
  "messageId": "{event.uuid}",
  "timestamp": "{event.timestamp}",
  "properties": "{event.properties}",
  "context": { "traits": { "email": "{person.properties.email}" } }
}`,
  },
];
