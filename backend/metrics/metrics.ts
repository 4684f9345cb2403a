/** The figures of `/metrics`, in the Prometheus text format. One registry for each running service. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Decision } from '../handoff/decision.ts';
import type { IngestFigures } from '../http/ingest-door.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { Settlement } from '../outbox/lane.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { ReconcilingFigures } from '../reconcile/keep-reconciling.ts';
import type { PortalFigures } from '../store/figures-store.ts';
import type { DecisionLine } from '../store/handoff-store.ts';
import { type MetricName, metricTable, secondsBuckets } from './metric-table.ts';
import { portalLabels } from './portal-labels.ts';
import { statusClass } from './status-class.ts';
import { createTimings } from './timings.ts';

/** What is looked up when somebody asks. */
export type MetricSources = {
  ingest: () => IngestFigures;
  reconciling: () => ReconcilingFigures;
  portals: () => Promise<{ portalId: number; figures: PortalFigures; hubspot: HubspotFigures | null }[]>;
};

type HubspotFigures = Pick<HubspotGateway, 'callCounts' | 'callsWaiting' | 'quotaLeft'>;

export type Metrics = {
  /** Whom a backfill alone changed ('later') may wait: that takes as long as it takes. */
  decided(portalId: number, decisions: readonly Decision[], line?: DecisionLine): void;
  settled(portalId: number, settled: readonly Settlement[]): Promise<void>;
  slackCalled(portalId: number, method: string, outcome: string): void;
  render(sources: MetricSources): Promise<string>;
  contentType: string;
};

export type MetricsOptions = {
  /** So many portals have series of their own. */
  mostPortals: number;
  memory: PortalMemory;
  now: () => number;
  personOf: (portalId: number, handoffId: number) => Promise<number | null>;
};

export function createMetrics({ mostPortals, memory, now, personOf }: MetricsOptions): Metrics {
  const registry = new Registry();
  const labelOf = portalLabels(memory, mostPortals);
  const make = makers(registry);

  const events = make.counter('zo_events_total');
  const limited = make.counter('zo_limited_requests_total');
  const refused = make.counter('zo_refused_requests_total');
  const waitingEvents = make.gauge('zo_waiting_events');
  const groups = make.counter('zo_commit_groups_total');
  const failedGroups = make.counter('zo_failed_commit_groups_total');
  const undecided = make.gauge('zo_undecided_people');
  const undecidedAge = make.gauge('zo_undecided_seconds');
  const decisions = make.counter('zo_decisions_total');
  const crossings = make.counter('zo_crossings_total');
  const handoffs = make.gauge('zo_handoffs_open');
  const toProperty = make.histogram('zo_event_to_property_seconds');
  const toSlack = make.histogram('zo_event_to_slack_seconds');
  const waiting = make.gauge('zo_outbox_waiting');
  const oldest = make.gauge('zo_outbox_oldest_seconds');
  const troubled = make.gauge('zo_outbox_troubled');
  const hubspotCalls = make.counter('zo_hubspot_calls_total');
  const hubspotWaiting = make.gauge('zo_hubspot_calls_waiting');
  const quota = make.gauge('zo_hubspot_quota_left');
  const slackCalls = make.counter('zo_slack_calls_total');
  const reconciliationCalls = make.counter('zo_reconciliation_calls_total');
  const repaired = make.counter('zo_reconciliation_repaired_total');
  const alarms = make.gauge('zo_alarms');
  collectDefaultMetrics({ register: registry });

  const timings = createTimings(memory, now, {
    property: (portalId, ms) => toProperty.observe({ portal: labelOf(portalId) }, ms / 1000),
    slack: (portalId, ms) => toSlack.observe({ portal: labelOf(portalId) }, ms / 1000),
  });
  /** These grow as things happen; the others go with the portal's row. Whether there are any is told by the label. */
  memory.keep('its series', {
    holds: () => false,
    forget(portalId) {
      const portal = String(portalId);
      for (const metric of [decisions, crossings, toProperty, toSlack]) metric.remove({ portal });
      void slackCalls.get().then(({ values }) => {
        for (const { labels } of values) if (labels.portal === portal) slackCalls.remove(labels);
      });
    },
  });
  /** Filled anew at each question; the others grow as things happen. */
  const looked = [
    events,
    limited,
    refused,
    groups,
    failedGroups,
    waitingEvents,
    undecided,
    undecidedAge,
    handoffs,
    waiting,
    oldest,
    troubled,
    hubspotCalls,
    hubspotWaiting,
    quota,
    reconciliationCalls,
    repaired,
    alarms,
  ];

  function fillIngest({ portals, ...all }: IngestFigures): void {
    for (const [portalId, counted] of portals) {
      const portal = labelOf(portalId);
      events.inc({ portal, outcome: 'accepted' }, counted.accepted);
      events.inc({ portal, outcome: 'duplicate' }, counted.duplicates);
      events.inc({ portal, outcome: 'rejected' }, counted.rejected);
      events.inc({ portal, outcome: 'forgotten' }, counted.forgotten);
      limited.inc({ portal }, counted.limited);
    }
    refused.inc(all.refusedRequests);
    groups.inc(all.groups);
    failedGroups.inc(all.failedGroups);
    waitingEvents.set(all.waitingEvents);
  }

  function fillReconciling({ calls, repaired: found }: ReconcilingFigures): void {
    reconciliationCalls.inc(calls);
    for (const [what, count] of Object.entries(found)) repaired.inc({ what }, count);
  }

  function fillPortal(portalId: number, figures: PortalFigures, oldestOf: Map<string, number>): void {
    const portal = labelOf(portalId);
    undecided.inc({ portal }, figures.undecided);
    handoffs.inc({ portal }, figures.openHandoffs);
    alarms.inc({ portal }, figures.alarms);
    troubled.inc({ portal, state: 'failed' }, figures.failed);
    troubled.inc({ portal, state: 'unconfirmed' }, figures.unconfirmed);
    raise(oldestOf, JSON.stringify({ portal }), figures.undecidedSince);
    for (const { lane, waiting: count, oldestAt } of figures.lanes) {
      const labels = { portal, lane: lane.split(':')[0]! };
      waiting.inc(labels, count);
      raise(oldestOf, JSON.stringify(labels), oldestAt);
    }
  }

  /** The longest wait of all that share a label. */
  function raise(oldestOf: Map<string, number>, labels: string, since: number | null): void {
    const seconds = since === null ? 0 : Math.max(0, (now() - since) / 1000);
    oldestOf.set(labels, Math.max(oldestOf.get(labels) ?? 0, seconds));
  }

  function fillHubspot(portalId: number, hubspot: HubspotFigures): void {
    const portal = labelOf(portalId);
    for (const { call, status, count } of hubspot.callCounts()) {
      hubspotCalls.inc({ portal, call, status: statusClass(status) }, count);
    }
    hubspotWaiting.inc({ portal }, hubspot.callsWaiting());
    for (const [window, left] of Object.entries(hubspot.quotaLeft())) {
      if (left !== null) quota.inc({ portal, window }, left);
    }
  }

  return {
    contentType: registry.contentType,
    decided(portalId, made, line = 'soon') {
      const portal = labelOf(portalId);
      decisions.inc({ portal }, made.length);
      crossings.inc({ portal }, made.filter(({ opens }) => opens !== null).length);
      if (line === 'soon') timings.decided(portalId, made);
    },
    settled: (portalId, settled) => timings.settled(portalId, settled, personOf),
    slackCalled: (portalId, method, outcome) => slackCalls.inc({ portal: labelOf(portalId), method, outcome }),
    async render(sources) {
      const portals = await sources.portals();
      for (const metric of looked) metric.reset();
      fillIngest(sources.ingest());
      fillReconciling(sources.reconciling());
      const oldestOf = new Map<string, number>();
      for (const { portalId, figures, hubspot } of portals) {
        fillPortal(portalId, figures, oldestOf);
        if (hubspot !== null) fillHubspot(portalId, hubspot);
      }
      for (const [labels, seconds] of oldestOf) {
        const parsed = JSON.parse(labels) as Record<string, string>;
        (parsed.lane === undefined ? undecidedAge : oldest).set(parsed, seconds);
      }
      return registry.metrics();
    },
  };
}

function makers(registry: Registry) {
  const about = (name: MetricName) => {
    const { help, labels } = metricTable[name];
    return { name, help, labelNames: [...labels] as string[], registers: [registry] };
  };
  return {
    counter: (name: MetricName) => new Counter(about(name)),
    gauge: (name: MetricName) => new Gauge(about(name)),
    histogram: (name: MetricName) => new Histogram({ ...about(name), buckets: secondsBuckets }),
  };
}
