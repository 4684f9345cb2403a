import type { Decision } from '../../../backend/handoff/decision.ts';
import { metricTable } from '../../../backend/metrics/metric-table.ts';
import { createMetrics } from '../../../backend/metrics/metrics.ts';
import { portalLabels } from '../../../backend/metrics/portal-labels.ts';
import { statusClass } from '../../../backend/metrics/status-class.ts';
import type { Effect } from '../../../backend/outbox/effect.ts';
import type { Settlement } from '../../../backend/outbox/lane.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';

const ingest = {
  portals: new Map([
    [1, { requests: 2, accepted: 10, duplicates: 1, rejected: 0, forgotten: 0, limited: 0 }],
    [2, { requests: 2, accepted: 20, duplicates: 0, rejected: 3, forgotten: 4, limited: 0 }],
    [3, { requests: 2, accepted: 30, duplicates: 0, rejected: 4, forgotten: 0, limited: 0 }],
  ]),
  refusedRequests: 5,
  waitingEvents: 6,
  groups: 7,
  failedGroups: 8,
};

const portalFigures = (oldestAt: number | null) => ({
  lanes: [
    { lane: 'hubspot', waiting: 4, oldestAt },
    { lane: 'slack:#pql-handoff', waiting: 1, oldestAt: null },
    { lane: 'slack:#marketing', waiting: 2, oldestAt: 90_000 },
  ],
  failed: 1,
  unconfirmed: 2,
  undecided: 3,
  undecidedSince: 99_000,
  openHandoffs: 9,
  alarms: 1,
});

const hubspot = {
  callCounts: () => [
    { call: 'read contacts' as const, status: '200', count: 90 },
    { call: 'read contacts' as const, status: '207', count: 5 },
    { call: 'read contacts' as const, status: '429', count: 2 },
    { call: 'read contacts' as const, status: '404', count: 1 },
    { call: 'read contacts' as const, status: 'no answer', count: 1 },
  ],
  callsWaiting: () => 3,
  quotaLeft: () => ({ interval: 80, day: null }),
};

function start(mostPortals = 2) {
  let now = 100_000;
  const metrics = createMetrics({
    memory: createPortalMemory(),
    mostPortals,
    now: () => now,
    personOf: async (_portalId, handoffId) => handoffId * 10,
  });
  const reconciling = { calls: 12, repaired: { links: 3 } };
  const portals = async () => [
    { portalId: 1, figures: portalFigures(40_000), hubspot },
    { portalId: 2, figures: portalFigures(null), hubspot: null },
    { portalId: 3, figures: portalFigures(10_000), hubspot: null },
    { portalId: 4, figures: portalFigures(70_000), hubspot: null },
  ];
  const render = async () =>
    (await metrics.render({ ingest: () => ingest, reconciling: () => reconciling, portals })).split('\n');
  return {
    metrics,
    render,
    setNow: (moment: number) => {
      now = moment;
    },
  };
}

it('gives the first portals their own series and adds the others up; of ages the highest counts', async () => {
  const lines = await start().render();
  expect(lines).toEqual(
    expect.arrayContaining([
      'zo_events_total{portal="1",outcome="accepted"} 10',
      'zo_events_total{portal="2",outcome="rejected"} 3',
      'zo_events_total{portal="2",outcome="forgotten"} 4',
      'zo_events_total{portal="other",outcome="accepted"} 30',
      'zo_refused_requests_total 5',
      'zo_waiting_events 6',
      'zo_handoffs_open{portal="1"} 9',
      'zo_handoffs_open{portal="other"} 18',
      'zo_outbox_waiting{portal="1",lane="slack"} 3',
      'zo_outbox_oldest_seconds{portal="1",lane="hubspot"} 60',
      'zo_outbox_oldest_seconds{portal="2",lane="hubspot"} 0',
      'zo_outbox_oldest_seconds{portal="other",lane="hubspot"} 90',
      'zo_outbox_oldest_seconds{portal="1",lane="slack"} 10',
      'zo_undecided_seconds{portal="1"} 1',
      'zo_outbox_troubled{portal="1",state="unconfirmed"} 2',
      'zo_hubspot_calls_total{portal="1",call="read contacts",status="2xx"} 95',
      'zo_hubspot_calls_total{portal="1",call="read contacts",status="429"} 2',
      'zo_hubspot_calls_total{portal="1",call="read contacts",status="4xx"} 1',
      'zo_hubspot_calls_total{portal="1",call="read contacts",status="no answer"} 1',
      'zo_hubspot_quota_left{portal="1",window="interval"} 80',
    ]),
  );
  expect(lines.filter((line) => line.includes('window="day"'))).toEqual([]);
});

it('says the same when asked twice: what is looked up is not added up', async () => {
  const { render } = start();
  const ours = (lines: string[]) => lines.filter((line) => line.startsWith('zo_'));
  const [first, second] = [ours(await render()), ours(await render())];
  expect(first.length).toBeGreaterThan(30);
  expect(second).toEqual(first);
});

it('shows every figure of the table under its name, kind and help, and the process besides', async () => {
  const lines = await start().render();
  for (const [name, { kind, help }] of Object.entries(metricTable)) {
    expect(lines).toContain(`# HELP ${name} ${help}`);
    expect(lines).toContain(`# TYPE ${name} ${kind}`);
  }
  const ours = lines.flatMap((line) => /^# TYPE (zo_\w+)/.exec(line)?.[1] ?? []);
  expect(ours.toSorted()).toEqual(Object.keys(metricTable).toSorted());
  expect(lines.join('\n')).toContain('process_resident_memory_bytes');
});

describe('how long it takes', () => {
  const decision = (personId: number, dirtySince: number | null, kinds: string[], isCrossing = false) =>
    ({
      personId,
      dirtySince,
      effects: kinds.map((kind) => ({ kind }) as Effect),
      opens: isCrossing ? {} : null,
    }) as unknown as Decision;
  const settlement = (effect: object, outcome: string) =>
    ({ effect: { effect }, outcome: { outcome } }) as unknown as Settlement;
  const written = (personId: number, outcome = 'done') => settlement({ kind: 'sync contact', personId }, outcome);
  const posted = (handoffId: number) => settlement({ kind: 'post alert', handoffId }, 'done');

  it('to the property: from the event to the write that HubSpot took', async () => {
    const { metrics, render, setNow } = start();
    metrics.decided(1, [decision(10, 98_000, ['sync contact']), decision(11, 99_900, [])]);
    await metrics.settled(1, [written(10, 'later'), written(11)]);
    setNow(104_000);
    await metrics.settled(1, [written(10)]);
    await metrics.settled(1, [written(10)]);
    const lines = await render();
    expect(lines).toContain('zo_event_to_property_seconds_count{portal="1"} 1');
    expect(lines).toContain('zo_event_to_property_seconds_sum{portal="1"} 6');
    expect(lines).toContain('zo_decisions_total{portal="1"} 2');
  });

  it('to Slack: from the event, through what HubSpot was asked meanwhile, to the post; once for each crossing', async () => {
    const { metrics, render, setNow } = start();
    metrics.decided(1, [decision(50, 99_000, ['read facts'])]);
    metrics.decided(1, [decision(50, 99_700, ['sync contact'], true)]);
    setNow(101_500);
    await metrics.settled(1, [posted(5), posted(5)]);
    const lines = await render();
    expect(lines).toContain('zo_event_to_slack_seconds_count{portal="1"} 1');
    expect(lines).toContain('zo_event_to_slack_seconds_sum{portal="1"} 2.5');
    expect(lines).toContain('zo_crossings_total{portal="1"} 1');
  });
});

it('with no room for portals adds all of them up', () => {
  const labelOf = portalLabels(createPortalMemory(), 0);
  expect([labelOf(1), labelOf(2)]).toEqual(['other', 'other']);
});

it.each([
  ['207', '2xx'],
  ['404', '4xx'],
  ['429', '429'],
  ['503', '5xx'],
  ['no answer', 'no answer'],
])('puts the status %s under %s', (status, shown) => {
  expect(statusClass(status)).toBe(shown);
});
