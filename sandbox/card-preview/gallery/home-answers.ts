/**
 * What the backend answers the home page in the gallery: a usual Tuesday, and others. Plain data: the sandbox shares no code
 * with the product; a test holds each against the product's own type.
 */
import { type Cell, type GalleryTable, galleryTable, galleryNow as now, type TableName } from './home-tables.ts';

type Tables = Record<TableName, GalleryTable>;
type Backlog = { count: number; isMore: boolean; oldestAt: number | null };
type Figures = {
  count: number;
  inTime: number;
  breached: number;
  running: number;
  medianMinutes: number | null;
  p90Minutes: number | null;
};
type FirstCalls = {
  asOf: number;
  since: number;
  all: Figures;
  beforeMedianMinutes: number | null;
  weeks: ({ week: string } & Figures)[];
};
const funnelSteps = ['signed up', 'activated', 'ready', 'handed off', 'engaged', 'won'] as const;
type Funnel = { asOf: number; steps: { step: (typeof funnelSteps)[number]; people: number }[] };

type Parts = {
  live: { goLiveAt: number | null; performedBy: 'workflow' | 'direct'; isWorkflowWanted: boolean };
  eventsReceived: boolean;
  today: { opened: number; handedOff: number; overdue: number; waitingForOwner: number; inReview: number };
  reviewing: { refusal: string | null };
  firstCalls: FirstCalls | null;
  funnel: Funnel | null;
  health: {
    lastEventAt: number | null;
    lastWriteAt: number | null;
    toDecide: Backlog;
    toDeliver: Backlog;
    alarms: number;
    failed: Backlog;
  };
};

export type GalleryHome = Parts & {
  status: 'ready';
  asOf: number;
  portal: { portalId: number; uiDomain: string; timeZone: string };
  tables: Tables;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const none = { count: 0, isMore: false, oldestAt: null };

const handoffs: Cell[][] = [
  [
    now - 4 * minuteMs,
    'Sarah Chen',
    'FinPilot',
    'Maria',
    'Alerted',
    now + 116 * minuteMs,
    null,
    '2nd active user at FinPilot (needs 2)',
  ],
  [now - 40 * minuteMs, 'Ada Byrne', 'LargeCorp', null, 'In review', null, null, 'PQL score 52 (needs 50)'],
  [now - 65 * minuteMs, 'Priya Nair', 'Northwind', 'Tom', 'Called', now + 55 * minuteMs, 38, 'PQL score 61 (needs 50)'],
];
const reviews: Cell[][] = [
  [
    now - 40 * minuteMs,
    'Ada Byrne',
    'LargeCorp',
    60_000,
    'Expected contract value at least 15,000',
    'PQL score 52 (needs 50)',
  ],
  [
    now - 3 * hourMs,
    'Omar Haddad',
    'Meridian',
    24_000,
    'Expected contract value at least 15,000',
    '2nd active user at Meridian (needs 2)',
  ],
];
const nearMisses: Cell[][] = [
  ['Lena Fischer', 'Brightline', '2 more points (has 48, needs 50)', 48, now - 2 * hourMs, 'PQL score'],
  [
    'Jonas Weber',
    'Soloworks',
    '1 more active user (has 1, needs 2)',
    65,
    now - 20 * minuteMs,
    'Active users, last 30 days',
  ],
  ['Noah Klein', null, 'a business email address (is personal)', 71, now - dayMs, 'Email domain'],
];
const checks: Cell[][] = [
  ['HubSpot scopes', 'Fine', 'all required scopes granted', null],
  ['Slack', 'Fine', 'connected to Acme', null],
  [
    'Playbook',
    'Fine',
    'version 3: A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50',
    null,
  ],
  ['Go-live', 'Fine', 'live since 2 Feb 2026 09:00 Berlin, workflow mode', null],
  ['Outbox', 'Fine', '812 done', null],
];
const fairness: Cell[][] = [
  ['Maria', 1, 14.3, 14, -0.3, 3, 0, 6, 4, 12],
  ['Tom', 1, 14.3, 15, 0.7, 1, 1, 5, 3, 11],
  ['Lee', 1, 14.3, 14, -0.3, 2, 0, 4, 4, 13],
];
const medians = [52, 61, 47, 44, 38, 41, 33, 36];
const lates = [3, 4, 2, 2, 1, 2, 0, 1];
const weeks = medians.map((medianMinutes, index) => ({
  week: `2026-W${String(index + 4).padStart(2, '0')}`,
  count: 6,
  inTime: 6 - lates[index]!,
  breached: lates[index]!,
  running: 0,
  medianMinutes,
  p90Minutes: medianMinutes * 2,
}));

const firstCalls: FirstCalls = {
  asOf: now,
  since: now - 49 * dayMs,
  all: { count: 48, inTime: 31, breached: 15, running: 2, medianMinutes: 42, p90Minutes: 131 },
  beforeMedianMinutes: 1_260,
  weeks,
};

function funnelOf(...people: number[]): Funnel {
  return { asOf: now, steps: funnelSteps.map((step, index) => ({ step, people: people[index] ?? 0 })) };
}

function tablesOf(change: Partial<Tables> = {}): Tables {
  return {
    today: galleryTable('today', handoffs),
    review: galleryTable('review', reviews),
    'near-misses': galleryTable('near-misses', nearMisses, 37),
    owners: galleryTable('owners', [
      ['Maria', 18, 13, 4, 1, 35, 95],
      ['Tom', 16, 9, 7, 0, 58, 190],
      ['Lee', 14, 9, 4, 1, 40, 118],
    ]),
    weeks: galleryTable(
      'weeks',
      weeks
        .toReversed()
        .map((one) => [one.week, one.count, one.inTime, one.breached, one.running, one.medianMinutes, one.p90Minutes]),
    ),
    fairness: galleryTable('fairness', fairness),
    alarms: galleryTable('alarms', []),
    failed: galleryTable('failed', []),
    checks: galleryTable('checks', checks),
    ...change,
  };
}

function home(change: Partial<Parts> = {}, tables: Partial<Tables> = {}): GalleryHome {
  return {
    status: 'ready',
    asOf: now,
    portal: { portalId: 4711, uiDomain: 'app.hubspot.com', timeZone: 'Europe/Berlin' },
    live: { goLiveAt: now - 36 * dayMs, performedBy: 'workflow', isWorkflowWanted: true },
    eventsReceived: true,
    today: { opened: 3, handedOff: 2, overdue: 1, waitingForOwner: 0, inReview: 2 },
    reviewing: { refusal: null },
    firstCalls,
    funnel: funnelOf(4_812, 1_930, 214, 139, 118, 22),
    health: {
      lastEventAt: now - 3_000,
      lastWriteAt: now - 20_000,
      toDecide: none,
      toDeliver: none,
      alarms: 0,
      failed: none,
    },
    ...change,
    tables: tablesOf(tables),
  };
}

const nothing = {
  today: galleryTable('today', []),
  review: galleryTable('review', []),
  'near-misses': galleryTable('near-misses', []),
  owners: galleryTable('owners', []),
  weeks: galleryTable('weeks', []),
};
const noFigures = { count: 0, inTime: 0, breached: 0, running: 0, medianMinutes: null, p90Minutes: null };
const quiet = { opened: 0, handedOff: 0, overdue: 0, waitingForOwner: 0, inReview: 0 };
const many = (of: Cell[]) =>
  Array.from({ length: 10 }, (_, index) => of.map((cell, at) => (at === 1 ? `Person ${index + 1}` : cell)));
const isCounting = <Table extends { asOf: number | null }>(table: Table): Table => ({ ...table, asOf: null });

export const homeAnswers = {
  usual: home(),
  onlooker: home({
    reviewing: { refusal: 'The playbook names no reviewers, so only an operator of Zo may decide this.' },
  }),
  empty: home(
    {
      eventsReceived: false,
      today: quiet,
      firstCalls: {
        ...firstCalls,
        all: noFigures,
        beforeMedianMinutes: null,
        weeks: weeks.map(({ week }) => ({ week, ...noFigures })),
      },
      funnel: funnelOf(),
      health: { lastEventAt: null, lastWriteAt: null, toDecide: none, toDeliver: none, alarms: 0, failed: none },
    },
    {
      ...nothing,
      fairness: galleryTable(
        'fairness',
        fairness.map(([owner]) => [owner!, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
      ),
    },
  ),
  watchMode: home({ live: { goLiveAt: null, performedBy: 'direct', isWorkflowWanted: true }, today: quiet }, nothing),
  noWorkflow: home(
    { live: { goLiveAt: now - dayMs, performedBy: 'direct', isWorkflowWanted: true } },
    {
      checks: galleryTable('checks', [
        [
          'Workflow',
          'Problem',
          'HubSpot has no workflow "Zo | SQL handoff"',
          'Press Provision HubSpot in the settings, or run `zo provision --apply`.',
        ],
        ...checks,
      ]),
    },
  ),
  revokedSlack: home(
    {
      health: {
        lastEventAt: now - 3_000,
        lastWriteAt: now - 20_000,
        toDecide: none,
        toDeliver: { count: 4, isMore: false, oldestAt: now - 50 * minuteMs },
        alarms: 1,
        failed: { count: 2, isMore: false, oldestAt: now - 50 * minuteMs },
      },
    },
    {
      alarms: galleryTable('alarms', [
        [now - 50 * minuteMs, 'Slack does not accept the token any more (token_revoked)', 6],
      ]),
      failed: galleryTable('failed', [
        [
          now - 50 * minuteMs,
          'An alert in Slack',
          'Failed',
          'token_revoked',
          'Tell the owner yourself; mend what Slack says for the next ones.',
        ],
        [
          now - 52 * minuteMs,
          'A reminder in Slack',
          'Not confirmed',
          'the connection was lost',
          'Look in Slack: it may have arrived. It is not sent again.',
        ],
      ]),
      checks: galleryTable('checks', [
        ['Slack', 'Problem', 'token_revoked', 'Check SLACK_BOT_TOKEN and reinstall the Slack app.'],
        ...checks.filter(([check]) => check !== 'Slack'),
      ]),
    },
  ),
  large: home(
    {
      today: { opened: 412, handedOff: 388, overdue: 57, waitingForOwner: 12, inReview: 31 },
      firstCalls: {
        ...firstCalls,
        all: { count: 10_000, inTime: 7_312, breached: 2_388, running: 300, medianMinutes: 64, p90Minutes: 402 },
        weeks: weeks.map((one) => ({ ...one, count: 1_250, breached: 240 + one.breached * 20 })),
      },
      funnel: funnelOf(1_002_000, 430_118, 21_402, 10_000, 8_120, 640),
      health: {
        lastEventAt: now - 200,
        lastWriteAt: now - 900,
        toDecide: { count: 10_000, isMore: true, oldestAt: now - 4 * minuteMs },
        toDeliver: { count: 2_310, isMore: false, oldestAt: now - 90_000 },
        alarms: 0,
        failed: none,
      },
    },
    {
      today: galleryTable('today', many(handoffs[0]!), 100),
      review: galleryTable('review', many(reviews[0]!), 31),
      'near-misses': galleryTable(
        'near-misses',
        Array.from({ length: 10 }, () => nearMisses[1]!),
        100,
      ),
    },
  ),
  counting: home(
    { firstCalls: null, funnel: null },
    {
      owners: isCounting(galleryTable('owners', [])),
      weeks: isCounting(galleryTable('weeks', [])),
      fairness: isCounting(galleryTable('fairness', [])),
      checks: isCounting(galleryTable('checks', [])),
    },
  ),
} satisfies Record<string, GalleryHome>;

export const decisionAnswers = {
  done: {
    status: 'done',
    say: 'Approved: it is handed off now.',
    card: { status: 'not connected', missing: 'portal' },
  },
  refused: { status: 'refused', say: 'It has been withdrawn.', card: { status: 'not connected', missing: 'portal' } },
} as const;
