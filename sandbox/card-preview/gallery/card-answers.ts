/**
 * What the backend would answer in each state of the card: plain data, because the sandbox shares no code with the product.
 * A test holds each against the product's own type.
 */

/** Tuesday 2026-11-24, 10:00 in Berlin. */
export const galleryNow = Date.UTC(2026, 10, 24, 9);
const today = Math.floor(galleryNow / 86_400_000);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const portal = { portalId: 4711, uiDomain: 'app-eu1.hubspot.com', timeZone: 'Europe/Berlin' } as const;
const eventsOfDays = [0, 2, 5, 0, 0, 1, 4, 3, 0, 0, 6, 9, 4, 8] as const;

const activeUsers = {
  label: 'Active users, last 30 days',
  text: 'zo_company_active_users >= 2',
  verdict: 'met',
  actual: 2,
  needs: '2',
  missing: null,
} as const;
const oneActiveUser = { ...activeUsers, verdict: 'not met', actual: 1, missing: '1 more active user' } as const;
const activated = {
  label: 'Activation status',
  text: 'zo_activation_status = activated',
  verdict: 'met',
  actual: 'activated',
  needs: 'activated',
  missing: null,
} as const;
const score = {
  label: 'PQL score',
  text: 'zo_pql_score >= 50',
  verdict: 'met',
  actual: 65,
  needs: '50',
  missing: null,
} as const;
const employees = {
  label: 'Number of employees',
  text: 'numberofemployees > 50',
  verdict: 'met',
  actual: 85,
  needs: 'more than 50',
  missing: null,
} as const;

const ready = {
  status: 'ready',
  asOf: galleryNow,
  portal,
  gate: 'open',
  score: {
    points: 65,
    receipt: [
      { text: '+25 when activated', value: 'activated: yes', points: 25 },
      {
        text: '+2 per key action in the last 7 days, up to 30',
        value: '14 key actions in the last 7 days',
        points: 28,
      },
      {
        text: '+6 per teammate invited in the last 30 days, up to 18',
        value: '2 teammates invited in the last 30 days',
        points: 12,
      },
      { text: '-15 when inactive for 14 days', value: 'inactive for 14 days: no', points: 0 },
    ],
    losses: [
      { day: today + 3, points: 10, text: '+2 per key action in the last 7 days, up to 30' },
      { day: today + 14, points: 15, text: '-15 when inactive for 14 days' },
    ],
  },
  readiness: { ready: 'yes', conditionsMissing: 0, conditions: [activeUsers, activated, score, employees] },
  activity: {
    lastActiveAt: galleryNow - 3 * minute,
    keyActions7d: 14,
    days: eventsOfDays.map((events, index) => ({ day: today - 13 + index, events })),
    recent: [
      { name: 'Dashboard Shared', at: galleryNow - 3 * minute },
      { name: 'Report Created', at: galleryNow - 2 * hour },
      { name: 'Pricing Page Viewed', at: galleryNow - 5 * hour },
      { name: 'Teammate Invited', at: galleryNow - day },
      { name: 'Plan Limit Reached', at: galleryNow - 2 * day },
    ],
  },
  company: {
    name: 'FinPilot',
    recordId: '900',
    activeUsers: 2,
    people: [
      { name: 'Sarah Chen', lastActiveAt: galleryNow - 3 * minute, contactId: '501' },
      { name: 'Priya Nair', lastActiveAt: galleryNow - 40 * minute, contactId: '502' },
    ],
  },
  handoffs: [],
  freshness: { eventsThrough: galleryNow - 3 * minute, waitingSince: null, hubspot: { status: 'agrees' } },
} as const;

const nearMiss = {
  ...ready,
  gate: 'not_ready',
  readiness: { ready: 'no', conditionsMissing: 1, conditions: [oneActiveUser, activated, score, employees] },
  company: { ...ready.company, activeUsers: 1, people: [ready.company.people[0]] },
} as const;

const handoff = {
  handoffId: 5,
  status: 'alerted',
  openedAt: galleryNow - 48 * minute,
  closedAt: null,
  trigger: '2nd active user at FinPilot (needs 2)',
  owner: { name: 'Maria', email: 'maria@acme.test', reason: 'next in the rotation' },
  // Half a minute away from the next shown minute, or a card drawn a moment later would show another one.
  dueAt: galleryNow + 72.5 * minute,
  firstTouchAt: null,
  reasons: [],
  alerts: [
    { place: '#pql-handoff', state: 'posted', link: 'https://acme.slack.test/archives/C1/p1', reason: null },
    { place: 'Maria', state: 'posted', link: 'https://acme.slack.test/archives/D1/p1', reason: null },
  ],
} as const;

const earlier = {
  ...handoff,
  handoffId: 3,
  status: 'returned',
  openedAt: galleryNow - 30 * day,
  closedAt: galleryNow - 16 * day,
  owner: { name: 'Tom', email: 'tom@acme.test', reason: 'owner of the company' },
  firstTouchAt: galleryNow - 29 * day,
  reasons: ['Inactive for 14 days'],
  alerts: [],
} as const;

const handedOff = { ...ready, gate: 'handed_off', handoffs: [handoff, earlier] } as const;

const empty = {
  status: 'empty',
  asOf: galleryNow,
  portal,
  email: 'sarah.chen@finpilot.test',
  eventsReceived: true,
} as const;

const differs = [{ label: 'PQL score', ours: '65', hubspots: '53' }] as const;

export const cardAnswers = {
  ready,
  nearMiss,
  notKnown: {
    ...nearMiss,
    readiness: {
      ready: 'unknown',
      conditionsMissing: 2,
      conditions: [
        oneActiveUser,
        { ...employees, verdict: 'not known', actual: null, missing: 'number of employees' },
        activated,
        score,
      ],
    },
  },
  handedOff,
  overdue: { ...handedOff, handoffs: [{ ...handoff, dueAt: galleryNow - 95 * minute, status: 'breached' }] },
  called: {
    ...handedOff,
    handoffs: [{ ...handoff, status: 'engaged', firstTouchAt: galleryNow - 10 * minute }],
  },
  inReview: {
    ...ready,
    gate: 'in_review',
    handoffs: [
      {
        ...handoff,
        status: 'in_review',
        owner: null,
        dueAt: null,
        reasons: ['Two contacts at FinPilot became ready at the same time'],
        alerts: [{ ...handoff.alerts[0], place: '#pql-review' }],
      },
    ],
  },
  returned: { ...nearMiss, gate: 'cooling_down', handoffs: [earlier] },
  waiting: {
    ...handedOff,
    handoffs: [{ ...handoff, status: 'waiting', openedAt: galleryNow - minute, owner: null, dueAt: null, alerts: [] }],
    freshness: { ...ready.freshness, hubspot: { status: 'writing', differs } },
  },
  unconfirmed: {
    ...handedOff,
    handoffs: [
      {
        ...handoff,
        alerts: [
          { place: '#pql-handoff', state: 'unconfirmed', link: null, reason: 'Slack did not answer within 10 s' },
          { place: 'Maria', state: 'failed', link: null, reason: 'Maria does not accept direct messages' },
        ],
      },
    ],
  },
  customer: { ...ready, gate: 'customer_or_open_deal' },
  refused: {
    ...nearMiss,
    freshness: {
      ...ready.freshness,
      hubspot: { status: 'refused', reason: 'the property zo_pql_score is gone', differs },
    },
  },
  behind: { ...nearMiss, freshness: { ...ready.freshness, waitingSince: galleryNow - 4 * minute } },
  empty,
  neverSent: { ...empty, email: null, eventsReceived: false },
  notConnected: { status: 'not connected', missing: 'portal' },
  noPlaybook: { status: 'not connected', missing: 'playbook' },
} as const;
