/** Every figure of `/metrics` that is ours, with what it means. docs/metrics.md is written from it. */
type MetricRow = {
  kind: 'counter' | 'gauge' | 'histogram';
  help: string;
  labels: readonly string[];
};

export const metricTable = {
  zo_events_total: {
    kind: 'counter',
    help: 'Events by what became of them: accepted, duplicate, rejected, forgotten (dropped after a deletion for privacy)',
    labels: ['portal', 'outcome'],
  },
  zo_limited_requests_total: {
    kind: 'counter',
    help: 'Requests with events that were answered 429, because the portal sent too fast',
    labels: ['portal'],
  },
  zo_refused_requests_total: {
    kind: 'counter',
    help: 'Requests with events that were answered 401, 429 or 503',
    labels: [],
  },
  zo_waiting_events: { kind: 'gauge', help: 'Events waiting for a commit', labels: [] },
  zo_commit_groups_total: { kind: 'counter', help: 'Groups of events committed', labels: [] },
  zo_failed_commit_groups_total: { kind: 'counter', help: 'Groups of events that could not be committed', labels: [] },
  zo_undecided_people: {
    kind: 'gauge',
    help: 'People who changed and are not decided again yet, but for those whom a backfill alone changed; counted up to 100,000',
    labels: ['portal'],
  },
  zo_undecided_seconds: { kind: 'gauge', help: 'For how long the first of them has waited', labels: ['portal'] },
  zo_decisions_total: { kind: 'counter', help: 'Decisions about people', labels: ['portal'] },
  zo_crossings_total: { kind: 'counter', help: 'Decisions that opened a handoff', labels: ['portal'] },
  zo_handoffs_open: { kind: 'gauge', help: 'Handoffs without an outcome yet', labels: ['portal'] },
  zo_event_to_property_seconds: {
    kind: 'histogram',
    help: 'From the event, or what else changed somebody, to HubSpot having taken the values',
    labels: ['portal'],
  },
  zo_event_to_slack_seconds: {
    kind: 'histogram',
    help: 'From the event, or what else made somebody cross, to the alert having been posted; watching and reviews included',
    labels: ['portal'],
  },
  zo_outbox_waiting: {
    kind: 'gauge',
    help: 'What is still to be done outside, by lane, what waits for a better hour included; counted up to 100,000',
    labels: ['portal', 'lane'],
  },
  zo_outbox_oldest_seconds: {
    kind: 'gauge',
    help: 'Age of the oldest of these that could have been done by now',
    labels: ['portal', 'lane'],
  },
  zo_outbox_troubled: {
    kind: 'gauge',
    help: 'What was given up (failed), or of which nobody knows whether it happened (unconfirmed)',
    labels: ['portal', 'state'],
  },
  zo_hubspot_calls_total: {
    kind: 'counter',
    help: 'Calls of HubSpot by kind and status: 2xx, 4xx, 429, 5xx, no answer',
    labels: ['portal', 'call', 'status'],
  },
  zo_hubspot_calls_waiting: { kind: 'gauge', help: 'Calls waiting for their turn', labels: ['portal'] },
  zo_hubspot_quota_left: {
    kind: 'gauge',
    help: 'Calls that HubSpot says are left, by window: interval (10 s) and day; a day only where HubSpot tells',
    labels: ['portal', 'window'],
  },
  zo_slack_calls_total: {
    kind: 'counter',
    help: 'Calls of Slack by method and outcome: ok, refused, rate limited, no answer, or an HTTP status',
    labels: ['portal', 'method', 'outcome'],
  },
  zo_reconciliation_calls_total: {
    kind: 'counter',
    help: 'Calls of HubSpot made to compare links with it',
    labels: [],
  },
  zo_reconciliation_repaired_total: {
    kind: 'counter',
    help: 'What webhooks had missed and the daily reconciliation repaired',
    labels: ['what'],
  },
  zo_alarms: { kind: 'gauge', help: 'Alarms that stand; `zo doctor` says what they are about', labels: ['portal'] },
} as const satisfies Record<string, MetricRow>;

export type MetricName = keyof typeof metricTable;

/** Upper bounds of the histograms: an alert takes a second or two, and a person at a desk notices half a minute. */
export const secondsBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
