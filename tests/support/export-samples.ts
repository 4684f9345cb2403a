/** What exports of other tools look like, one row each, after their documentation. Nobody in them exists. */

export const segmentTrack = {
  anonymousId: 'anon-1',
  channel: undefined,
  context: {
    ip: '203.0.113.7',
    library: { name: 'analytics.js', version: 'next-1.70.0' },
    page: { path: '/reports', url: 'https://app.finpilot.test/reports?x=1' },
    traits: { email: 'sarah@finpilot.test' },
    userAgent: 'Mozilla/5.0',
  },
  event: 'Report Created',
  integrations: {},
  messageId: 'ajs-next-1',
  originalTimestamp: '2026-02-01T10:00:05.000Z',
  properties: { rows: 3 },
  receivedAt: '2026-02-01T10:00:02.000Z',
  sentAt: '2026-02-01T10:00:06.000Z',
  timestamp: '2026-02-01T10:00:01.000Z',
  type: 'track',
  userId: 'sarah',
  version: 2,
};

export const segmentIdentify = {
  type: 'identify',
  messageId: 'ajs-next-2',
  userId: 'sarah',
  traits: { email: 'sarah@finpilot.test', plan: 'free' },
  timestamp: '2026-02-01T10:00:00.000Z',
};

export const rudderTrack = {
  anonymousId: 'anon-2',
  channel: 'web',
  context: { traits: { email: 'tim@finpilot.test' }, library: { name: 'RudderLabs JavaScript SDK' } },
  event: 'Dashboard Shared',
  messageId: 'rudder-1',
  originalTimestamp: '2026-02-02T10:00:00.000Z',
  properties: {},
  receivedAt: '2026-02-02T10:00:03.000Z',
  request_ip: '203.0.113.8',
  rudderId: 'r-1',
  sentAt: '2026-02-02T10:00:01.000Z',
  type: 'track',
  userId: 'tim',
};

export const warehouseTrack = {
  id: 'wh-1',
  anonymous_id: 'anon-3',
  user_id: 'sarah',
  event: 'report_created',
  event_text: 'Report Created',
  original_timestamp: '2026-02-03 10:00:00.000 UTC',
  sent_at: '2026-02-03 10:00:01.000 UTC',
  received_at: '2026-02-03 10:00:02.000 UTC',
  timestamp: '2026-02-03 10:00:01.000 UTC',
  uuid_ts: '2026-02-03 10:05:00.000 UTC',
  context_ip: '203.0.113.9',
  context_page_path: '/reports',
  context_traits_email: 'sarah@finpilot.test',
  rows: 3,
};

/** As PostHog's batch exports write it, in JSON lines. */
export const posthogEvent = {
  uuid: '0190a1b2-0000-7000-8000-000000000001',
  event: 'Report Created',
  distinct_id: 'sarah',
  person_id: '0190a1b2-1111-7000-8000-000000000001',
  properties: {
    $device_id: 'device-1',
    $is_identified: true,
    $browser: 'Firefox',
    $groups: { company: 'finpilot' },
    rows: 3,
  },
  person_properties: { email: 'sarah@finpilot.test', plan: 'free', $initial_os: 'Linux' },
  elements_chain: '',
  timestamp: '2026-02-04T10:00:00.123456+00:00',
  created_at: '2026-02-04T10:00:01.000000+00:00',
};

export const posthogRow = (event: string, properties: object, more: object = {}) => ({
  uuid: `uuid of ${event}`,
  event,
  distinct_id: 'sarah',
  properties,
  timestamp: '2026-02-04T10:00:00+00:00',
  ...more,
});
