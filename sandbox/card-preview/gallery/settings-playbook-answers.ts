/** The Playbook tab's own data: a text, what was read of it, and what has arrived. */
import { day, head, hour, minute, settingsNow } from './settings-head.ts';

export const acmeText = `# What sales and marketing agreed on in September.
signals:
  activated: Onboarding Completed
  key action: [Report Created, Dashboard Shared, Integration Connected]
  teammate invited: Teammate Invited
  visited pricing: { page: /pricing }
score:
  - +25 when activated
  - +2 per key action in the last 7 days, up to 30
  - +6 per teammate invited in the last 30 days, up to 18
  - +12 when visited pricing in the last 14 days
  - -15 when inactive for 14 days
definition: >
  A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50
  AND the company is not on a personal email domain AND zo_company_active_users >= 2
handoff:
  owners:
    - maria@acme.test
    - email: tom@acme.test
      weight: 2
      hours: Mon-Thu 8-14
      leave: [2026-12-20 to 2027-01-03]
    - lee@acme.test
  first call due: 2 working hours
  channel: "#pql-handoff"
return:
  when: 14 days without AE activity OR zo_pql_score < 30
  channel: "#marketing"
exclude: [acme.test]
`;

const seen = (name: string, events: number, people: number, thisWeek: number, lastWeek: number, ago: number) =>
  ({ name, events, people, lastSeenAt: settingsNow - ago, thisWeek, lastWeek }) as const;

const onboardingComplete = seen('Onboarding Complete', 2_480, 2_391, 312, 298, 4 * minute);
const reportCreated = seen('Report Created', 18_204, 1_122, 1_204, 2_310, minute);
const dashboardShared = seen('Dashboard Shared', 6_031, 804, 402, 766, 3 * minute);
const integrationConnected = seen('Integration Connected', 611, 430, 0, 12, 6 * day);
const teammateInvited = seen('Teammate Invited', 1_530, 611, 88, 141, 20 * minute);
const pricing = seen('page /pricing', 3_377, 1_890, 240, 455, 2 * minute);
const others = [
  seen('page /', 90_233, 5_101, 5_020, 9_840, minute),
  seen('Signed Up', 5_320, 5_320, 402, 611, 5 * minute),
  seen('Report Exported', 2_011, 502, 133, 240, 8 * minute),
  seen('Plan Limit Reached', 240, 201, 9, 21, 3 * hour),
  seen('Billing Page Viewed', 190, 122, 6, 14, 5 * hour),
];

const seenEvents = [
  others[0]!,
  reportCreated,
  dashboardShared,
  others[1]!,
  pricing,
  onboardingComplete,
  ...others.slice(2),
  teammateInvited,
  integrationConnected,
];

const signals = [
  {
    name: 'activated',
    neededBy: ['definition', 'score'],
    events: [{ name: 'Onboarding Completed', seen: null, nearest: onboardingComplete }],
  },
  {
    name: 'key action',
    neededBy: ['score'],
    events: [
      { name: 'Report Created', seen: reportCreated, nearest: null },
      { name: 'Dashboard Shared', seen: dashboardShared, nearest: null },
      { name: 'Integration Connected', seen: integrationConnected, nearest: null },
    ],
  },
  {
    name: 'teammate invited',
    neededBy: ['score'],
    events: [{ name: 'Teammate Invited', seen: teammateInvited, nearest: null }],
  },
  { name: 'visited pricing', neededBy: ['score'], events: [{ name: 'page /pricing', seen: pricing, nearest: null }] },
] as const;

export const form = {
  signals: [
    { name: 'activated', events: ['Onboarding Completed'] },
    { name: 'key action', events: ['Report Created', 'Dashboard Shared', 'Integration Connected'] },
    { name: 'teammate invited', events: ['Teammate Invited'] },
    { name: 'visited pricing', events: ['page /pricing'] },
  ],
  score: [
    '+25 when activated',
    '+2 per key action in the last 7 days, up to 30',
    '+6 per teammate invited in the last 30 days, up to 18',
    '+12 when visited pricing in the last 14 days',
    '-15 when inactive for 14 days',
  ],
  definition:
    'A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50\nAND the company is not on a personal email domain AND zo_company_active_users >= 2',
  owners: [
    { email: 'maria@acme.test', terms: {}, leave: [] },
    { email: 'tom@acme.test', terms: { weight: '2', hours: 'Mon-Thu 8-14' }, leave: ['2026-12-20 to 2027-01-03'] },
    { email: 'lee@acme.test', terms: {}, leave: [] },
  ],
  values: {
    'handoff/first call due': '2 working hours',
    'handoff/channel': '#pql-handoff',
    'return/when': '14 days without AE activity OR zo_pql_score < 30',
    'return/channel': '#marketing',
  },
  lists: { exclude: ['acme.test'] },
} as const;

export const understood = {
  sentence:
    'A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50 AND the company is not on a personal email domain AND zo_company_active_users >= 2',
  checklist: [
    { label: 'Activation status', asks: 'activated' },
    { label: 'PQL score', asks: 'at least 50' },
    { label: 'Email domain', asks: 'a business email address' },
    { label: 'Active users, last 30 days', asks: 'at least 2' },
  ],
  filters: [
    [
      'zo_activation_status = activated',
      'zo_pql_score >= 50',
      'zo_email_domain_type = business',
      'company zo_company_active_users >= 2',
    ],
  ],
  carried: [],
  highestScore: 85,
  returnWhen: '14 days without AE activity OR zo_pql_score < 30',
  reviewWhen: null,
} as const;

export const owners = [
  {
    email: 'maria@acme.test',
    hubspot: 'active',
    name: 'Maria Lopez',
    nearest: null,
    slack: 'found',
    slackName: 'maria',
  },
  { email: 'tom@acme.test', hubspot: 'active', name: 'Tom Becker', nearest: null, slack: 'found', slackName: 'tom' },
  { email: 'lee@acme.test', hubspot: 'active', name: 'Lee Park', nearest: null, slack: 'absent', slackName: null },
] as const;

export const checked = { problems: [], warnings: [], understood, form, signals, owners } as const;

export const playbook = {
  ...head,
  playbookFile: null,
  newest: {
    version: 4,
    savedBy: 'ops@acme.test',
    savedAt: settingsNow - 3 * day,
    reason: 'two active users, not three',
  },
  source: acmeText,
  checked,
  takingEffect: null,
  eventsSeen: seenEvents,
  hubspotOwners: [
    { email: 'lee@acme.test', name: 'Lee Park', isActive: true },
    { email: 'maria@acme.test', name: 'Maria Lopez', isActive: true },
    { email: 'nina@acme.test', name: 'Nina Roth', isActive: true },
    { email: 'tom@acme.test', name: 'Tom Becker', isActive: true },
    { email: 'left@acme.test', name: 'Left Acme', isActive: false },
  ],
  channels: {
    status: 'found',
    channels: [
      { name: '#marketing', isPrivate: false, isMember: true, sharing: null },
      { name: '#pql-handoff', isPrivate: false, isMember: true, sharing: null },
      { name: '#pql-review', isPrivate: false, isMember: true, sharing: null },
      { name: '#sales-floor', isPrivate: false, isMember: false, sharing: null },
      { name: '#with-finpilot', isPrivate: false, isMember: true, sharing: 'external' },
    ],
  },
  slackPeople: {
    status: 'found',
    people: [
      { userId: 'U0LEE0002', name: 'lee.park' },
      { userId: 'U0MARIA01', name: 'maria' },
      { userId: 'U0TOM0001', name: 'tom' },
    ],
  },
  leadStatuses: [
    { value: 'NEW', label: 'New' },
    { value: 'UNQUALIFIED', label: 'Unqualified' },
    { value: 'BAD_TIMING', label: 'Bad timing' },
  ],
} as const;

const scoreProblem = {
  message: 'There is no signal "activatd"',
  line: 8,
  column: 14,
  length: 8,
  excerpt: '- +25 when activatd',
  at: 11,
  nearest: 'activated',
  suggestion: 'a signal such as "activated"',
  place: { path: 'score', item: 0 },
} as const;

const dueProblem = {
  message: 'This is not a working time',
  line: 24,
  column: 19,
  length: 4,
  excerpt: 'first call due: soon',
  at: 16,
  nearest: null,
  suggestion: '"2 working hours"',
  place: { path: 'handoff/first call due', item: null },
} as const;

export const wrong = {
  ...checked,
  problems: [scoreProblem, dueProblem],
  understood: null,
  form: {
    ...form,
    score: ['+25 when activatd', ...form.score.slice(1)],
    values: { ...form.values, 'handoff/first call due': 'soon' },
  },
} as const;
export const wrongText = acmeText.replace('when activated', 'when activatd').replace('2 working hours', 'soon');

export const unreadable = {
  problems: [
    {
      message: 'Flow sequence in block collection must be sufficiently indented and end with a ]',
      line: 4,
      column: 15,
      length: 1,
      excerpt: 'key action: [Report Created, Dashboard Shared',
      at: 12,
      nearest: null,
      suggestion: null,
      place: null,
    },
  ],
  warnings: [],
  understood: null,
  form: null,
  signals: [],
  owners: [],
} as const;

export const nothingYet = {
  ...checked,
  problems: [
    {
      message: '"definition" has no value',
      line: 5,
      column: 1,
      length: 10,
      excerpt: 'definition:',
      at: 0,
      nearest: null,
      suggestion: null,
      place: { path: 'definition', item: null },
    },
    {
      message: '"owners" has no value',
      line: 8,
      column: 3,
      length: 6,
      excerpt: 'owners:',
      at: 0,
      nearest: null,
      suggestion: null,
      place: { path: 'handoff/owners', item: null },
    },
  ],
  understood: null,
  form: { signals: [], score: [], definition: '', owners: [], values: {}, lists: {} },
  signals: [],
  owners: [],
} as const;
