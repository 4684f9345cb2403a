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

const plainAction = { handoffId: 5, confirm: null, needsReason: false, reasons: [], choice: null } as const;
const undoable = 'It can be undone for 30 days.';
const accept = { ...plainAction, command: 'accept', label: 'I’m on it' } as const;
const keep = { ...plainAction, command: 'keep', label: 'Keep' } as const;
const claim = { ...plainAction, command: 'claim', label: 'Claim' } as const;
const call = {
  ...plainAction,
  command: 'call',
  label: 'Called',
  confirm: 'The call is logged in HubSpot as made now.',
} as const;
const snooze = {
  ...plainAction,
  command: 'snooze',
  label: 'Snooze',
  confirm: 'Reminders wait. The first call stays due Tue 11:12 Berlin.',
  choice: {
    label: 'How long',
    isRequired: true,
    options: [
      { value: '1 hour', label: 'For 1 hour' },
      { value: 'tomorrow', label: 'Until tomorrow 9:00' },
      { value: '3 days', label: 'For 3 days' },
    ],
  },
} as const;
const sendBack = {
  ...plainAction,
  command: 'return',
  label: 'Return to marketing',
  confirm: 'The stage becomes MQL and the owner is cleared. No handoff for 30 days.',
  needsReason: true,
  reasons: ['No answer', 'Not ready yet', 'Bad timing', 'Other'],
} as const;
const notAFit = {
  ...plainAction,
  command: 'not a fit',
  label: 'Not a fit',
  confirm: `The handoff ends, and this person is not handed off again. ${undoable}`,
  needsReason: true,
  reasons: ['Too small', 'Wrong industry', 'Student or hobby', 'Other'],
} as const;
const wrongPerson = {
  ...plainAction,
  command: 'wrong person',
  label: 'Wrong person',
  confirm: `The handoff ends, and this person is not handed off again; the lead status stays as it is. ${undoable}`,
  needsReason: true,
  reasons: ['Somebody else decides', 'Somebody else uses it', 'Left the company', 'Other'],
  choice: { label: 'Hand off instead', isRequired: false, options: [{ value: '502', label: 'Priya Nair' }] },
} as const;
const undo = {
  ...plainAction,
  command: 'undo',
  label: 'Undo “not a fit”',
  confirm: 'It goes on where it was, with Maria.',
} as const;
const approve = { ...plainAction, command: 'approve', label: 'Approve', confirm: 'It is handed off now.' } as const;
const reject = {
  ...plainAction,
  command: 'reject',
  label: 'Reject',
  confirm: 'Nobody is alerted. No handoff for 30 days.',
  needsReason: true,
  reasons: ['Too small', 'A competitor', 'Other'],
} as const;
const handOff = {
  ...plainAction,
  command: 'hand off',
  handoffId: null,
  label: 'Hand off now',
  confirm:
    'This person does not meet the definition. Whoever gets it is alerted now, and the first call is due within 2 hours of working time.',
  needsReason: true,
  choice: {
    label: 'Who gets it',
    isRequired: true,
    options: [
      { value: 'rules', label: 'Whoever the rules say' },
      { value: 'oneself', label: 'Me' },
    ],
  },
} as const;

function acting<A extends object[]>(...actions: A) {
  return { actions, whyNone: null };
}

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
  acting: { actions: [], whyNone: null },
  freshness: { eventsThrough: galleryNow - 3 * minute, waitingSince: null, hubspot: { status: 'agrees' } },
} as const;

const nearMiss = {
  ...ready,
  gate: 'not_ready',
  acting: acting(handOff),
  readiness: { ready: 'no', conditionsMissing: 1, conditions: [oneActiveUser, activated, score, employees] },
  company: { ...ready.company, activeUsers: 1, people: [ready.company.people[0]] },
} as const;

const handoff = {
  handoffId: 5,
  status: 'alerted',
  openedAt: galleryNow - 48 * minute,
  closedAt: null,
  trigger: '2nd active user at FinPilot (needs 2)',
  byHand: null,
  owner: { name: 'Maria', email: 'maria@acme.test', reason: 'next in the rotation' },
  passedOn: null,
  heldSince: null,
  acceptedAt: null,
  snoozedUntil: null,
  // Half a minute away from the next shown minute, or a card drawn a moment later would show another one.
  dueAt: galleryNow + 72.5 * minute,
  overdueSince: null,
  touch: null,
  review: null,
  askedAt: null,
  reasons: [],
  isWrongPerson: false,
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
  touch: { at: galleryNow - 29 * day, kind: 'call', by: 'owner', minutes: 40, isInTime: true },
  reasons: ['Inactive for 14 days'],
  alerts: [],
} as const;

const handedOff = {
  ...ready,
  gate: 'handed_off',
  handoffs: [handoff, earlier],
  acting: acting(accept, call, snooze, sendBack, notAFit, wrongPerson),
} as const;

/** Maria's handoff as it is after something, with what she may do then. */
function later<H extends object, A extends object>(change: H, actions: A) {
  return { ...handedOff, handoffs: [{ ...handoff, ...change }], acting: actions };
}

const touch = { at: galleryNow - 10 * minute, kind: 'call', by: 'owner', minutes: 38, isInTime: true } as const;
const work = acting(call, snooze, sendBack, notAFit, wrongPerson);
const ended = { closedAt: galleryNow - 2 * hour, alerts: [], dueAt: null } as const;

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
  overdue: later(
    { dueAt: galleryNow - 95 * minute, overdueSince: galleryNow - 95 * minute, status: 'breached' } as const,
    acting(accept, call, snooze, sendBack, notAFit, wrongPerson),
  ),
  called: later({ status: 'engaged', touch } as const, acting(sendBack, notAFit, wrongPerson)),
  takenOn: later({ acceptedAt: galleryNow - 8 * minute } as const, work),
  snoozed: later(
    { status: 'snoozed', acceptedAt: galleryNow - 8 * minute, snoozedUntil: galleryNow + hour } as const,
    work,
  ),
  asked: later(
    {
      status: 'engaged',
      touch: { ...touch, at: galleryNow - 9 * day },
      askedAt: galleryNow - 20 * minute,
      reasons: ['score 22, below 30'],
    } as const,
    acting(keep, { ...sendBack, needsReason: false, reasons: [] }, notAFit, wrongPerson),
  ),
  notTheirs: later({} as const, {
    actions: [],
    whyNone: 'Maria has it. Only the owner, their manager or an operator of Zo may act on it.',
  }),
  held: later(
    { status: 'assigned', owner: null, dueAt: null, heldSince: galleryNow - 25 * minute, alerts: [] } as const,
    acting(claim),
  ),
  passedOn: later(
    {
      owner: { name: 'Lee', email: 'lee@acme.test', reason: 'next by weighted share' },
      passedOn: { from: 'Maria', why: 'the first call was overdue', at: galleryNow - 40 * minute },
      alerts: [
        { ...handoff.alerts[0], state: 'gone', link: null, reason: 'the message is not there any more' },
        { ...handoff.alerts[1], state: 'moot', link: null, reason: 'Lee has had the handoff since' },
        { place: 'Lee', state: 'gathered', link: null, reason: null },
      ],
    } as const,
    { actions: [], whyNone: 'Lee has it. Only the owner, their manager or an operator of Zo may act on it.' },
  ),
  byHand: later(
    { trigger: null, byHand: { by: 'tom@acme.test', reason: 'asked for a demo at the fair' } } as const,
    work,
  ),
  rejected: {
    ...ready,
    gate: 'cooling_down',
    handoffs: [{ ...handoff, ...ended, status: 'rejected', owner: null, reasons: ['A competitor'] }],
    acting: acting(handOff),
  },
  notAFit: {
    ...ready,
    gate: 'not_a_fit',
    handoffs: [{ ...handoff, ...ended, status: 'not_a_fit', reasons: ['Too small: two people'] }],
    acting: acting(undo),
  },
  wrongPerson: {
    ...ready,
    gate: 'not_a_fit',
    handoffs: [{ ...handoff, ...ended, status: 'not_a_fit', reasons: ['Left the company'], isWrongPerson: true }],
    acting: acting({ ...undo, label: 'Undo “wrong person”' }),
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
        review: {
          askedAt: galleryNow - 3 * hour,
          reviewers: ['revops@acme.test'],
          contractValue: 15_600,
          isLate: false,
        },
        reasons: ['expected contract value at least 15,000'],
        alerts: [],
      },
    ],
    acting: acting(approve, reject),
  },
  returned: { ...nearMiss, gate: 'cooling_down', handoffs: [earlier], acting: acting(handOff) },
  waiting: {
    ...handedOff,
    acting: acting(),
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
