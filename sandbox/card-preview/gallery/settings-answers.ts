/**
 * What the backend would answer to the settings page: plain data, because the sandbox shares no code with the product. A
 * test holds each against the product's own type.
 */

/** Tuesday 2026-11-24, 10:00 in Berlin. */
export const settingsNow = Date.UTC(2026, 10, 24, 9);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const portal = { portalId: 4711, uiDomain: 'app-eu1.hubspot.com', timeZone: 'Europe/Berlin' } as const;
const owner = { email: 'ops@acme.test', role: 'owner', readOnly: null } as const;
const head = { status: 'ready', asOf: settingsNow, portal, you: owner } as const;

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

const form = {
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

const understood = {
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

const owners = [
  { email: 'maria@acme.test', hubspot: 'active', name: 'Maria Lopez', nearest: null, slack: 'found' },
  { email: 'tom@acme.test', hubspot: 'active', name: 'Tom Becker', nearest: null, slack: 'found' },
  { email: 'lee@acme.test', hubspot: 'active', name: 'Lee Park', nearest: null, slack: 'absent' },
] as const;

const checked = { problems: [], warnings: [], understood, form, signals, owners } as const;

const playbook = {
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
      { name: '#marketing', isPrivate: false, isMember: true },
      { name: '#pql-handoff', isPrivate: false, isMember: true },
      { name: '#pql-review', isPrivate: false, isMember: true },
      { name: '#sales-floor', isPrivate: false, isMember: false },
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

const wrong = {
  ...checked,
  problems: [scoreProblem, dueProblem],
  understood: null,
  form: {
    ...form,
    score: ['+25 when activatd', ...form.score.slice(1)],
    values: { ...form.values, 'handoff/first call due': 'soon' },
  },
} as const;
const wrongText = acmeText.replace('when activated', 'when activatd').replace('2 working hours', 'soon');

const unreadable = {
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

const nothingYet = {
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

const person = (name: string, email: string, company: string, score: number, heldBack: string | null = null) =>
  ({
    name,
    email,
    company,
    score,
    heldBack,
    before: '3 of 4: missing 1 more active user (has 1, needs 2)',
    after: '3 of 3',
  }) as const;

const added = [
  person('Sarah Chen', 'sarah@finpilot.test', 'FinPilot', 65),
  person('Jonas Weber', 'jonas@soloworks.test', 'Soloworks', 65),
  person('Nora Lind', 'nora@brightside.test', 'Brightside', 61),
  person('Elena Rossi', 'elena@paidwell.test', 'Paidwell', 58, 'Customer or open deal'),
  ...Array.from({ length: 20 }, (_, index) =>
    person(
      `Person ${index + 1}`,
      `person-${index + 1}@company-${index + 1}.test`,
      `Company ${index + 1}`,
      57 - (index % 7),
    ),
  ),
];

const difference = {
  people: 1_204,
  present: { ready: 41, free: 38, heldBack: [{ reason: 'Handed off', people: 3 }] },
  draft: {
    ready: 63,
    free: 59,
    heldBack: [
      { reason: 'Handed off', people: 3 },
      { reason: 'Customer or open deal', people: 1 },
    ],
  },
  added: { count: 24, people: added },
  removed: {
    count: 2,
    people: [
      { ...person('Tobias Renn', 'tobias@oldcorp.test', 'Oldcorp', 48), after: '3 of 4: missing 2 more points' },
      { ...person('Ida Holm', 'ida@norddata.test', 'Norddata', 44), after: '3 of 4: missing 6 more points' },
    ],
  },
  scores: { rise: 0, fall: 31 },
  notRead: [{ label: 'Job Title', people: 12 }],
  takesEveryone: false,
  isRecounted: false,
} as const;

const changes = 'score:\n-   - +25 when activated\n+   - +20 when activated';

const steps = [
  {
    act: 'create',
    what: 'contact property zo_handoff_outcome',
    name: 'zo_handoff_outcome',
    words: ['enumeration, "Handoff outcome"'],
    canForce: false,
    wasDeleted: false,
  },
  {
    act: 'change',
    what: 'workflow "Zo | SQL handoff"',
    name: 'Zo | SQL handoff',
    words: ['HubSpot asks for zo_pql_score >= 40, the playbook for zo_pql_score >= 50'],
    canForce: false,
    wasDeleted: false,
  },
  {
    act: 'create',
    what: 'list "Zo | SQL ready"',
    name: 'Zo | SQL ready',
    words: ['active list of contacts'],
    canForce: false,
    wasDeleted: true,
  },
  {
    act: 'leave alone',
    what: 'list "Zo | One condition away"',
    name: 'Zo | One condition away',
    words: ['HubSpot asks for zo_conditions_missing <= 2, the playbook for zo_conditions_missing = 1'],
    canForce: true,
    wasDeleted: false,
  },
] as const;

const plan = {
  status: 'read',
  steps,
  goLiveSteps: [
    {
      act: 'switch on',
      what: 'workflow "Zo | SQL handoff"',
      name: 'Zo | SQL handoff',
      words: ['enrols nobody by being switched on'],
      canForce: false,
      wasDeleted: false,
    },
  ],
  asWanted: 31,
  notes: ['workflow "Zo | Return to marketing": not needed, the playbook returns nobody'],
  refusals: [],
  owners,
  matchingNow: 38,
  readyNow: 41,
  readyPeople: added.slice(0, 8).map(({ email, score }) => ({ email, score })),
} as const;

const drift = {
  checkedAt: settingsNow - 9 * minute,
  workflows: [
    {
      kind: 'handoff',
      name: 'Zo | SQL handoff',
      state: 'differs',
      words: ['HubSpot asks for zo_pql_score >= 40, the playbook for zo_pql_score >= 50'],
      since: settingsNow - 2 * hour,
    },
    {
      kind: 'return',
      name: 'Zo | Return to marketing',
      state: 'as the playbook says',
      words: [],
      since: settingsNow - 5 * day,
    },
  ],
  writers: [
    {
      writer: 'workflow "Scoring"',
      property: 'zo_pql_score',
      lastSeenAt: settingsNow - 40 * minute,
      words: 'wrote "10" where Zo had written "65"',
    },
  ],
  restorations: [
    {
      at: settingsNow - 6 * day,
      by: 'ops@acme.test',
      workflow: 'Zo | SQL handoff',
      outcome: 'restored',
      words: ['HubSpot asks for zo_pql_score >= 45, the playbook for zo_pql_score >= 50'],
    },
  ],
} as const;

const hubspot = {
  ...head,
  liveSince: null,
  mode: 'direct',
  plan,
  drift: { checkedAt: null, workflows: [], writers: [], restorations: [] },
} as const;

const place = (
  use: 'alerts' | 'returns' | 'review' | 'operators' | 'you',
  where: string | null,
  state: 'found' | 'absent' | 'none',
  words: string | null = null,
) => ({ use, place: where, state, words }) as const;

const slack = {
  ...head,
  connection: { status: 'connected', team: 'Acme', missing: [] },
  canPress: true,
  places: [
    place('alerts', '#pql-handoff', 'found'),
    place('returns', '#marketing', 'found'),
    place('review', null, 'none'),
    place('operators', 'ops@acme.test', 'found'),
    place('you', 'ops@acme.test', 'found'),
  ],
} as const;

const keys = {
  ...head,
  url: 'https://zo.acme.test',
  keys: [
    {
      keyId: '9f2c11d0',
      source: 'server',
      name: 'Segment, production',
      createdAt: settingsNow - 40 * day,
      lastUsedAt: settingsNow - 3 * minute,
      revokedAt: null,
      isFromEnvironment: false,
    },
    {
      keyId: '1b77e3aa',
      source: 'browser',
      name: 'The website',
      createdAt: settingsNow - 12 * day,
      lastUsedAt: settingsNow - 2 * hour,
      revokedAt: null,
      isFromEnvironment: false,
    },
    {
      keyId: '0c01fe92',
      source: 'server',
      name: '',
      createdAt: settingsNow - 90 * day,
      lastUsedAt: null,
      revokedAt: null,
      isFromEnvironment: true,
    },
    {
      keyId: '77d0ab13',
      source: 'server',
      name: 'Old backend',
      createdAt: settingsNow - 200 * day,
      lastUsedAt: settingsNow - 80 * day,
      revokedAt: settingsNow - 79 * day,
      isFromEnvironment: false,
    },
  ],
} as const;

const people = {
  ...head,
  people: [
    { email: 'ops@acme.test', role: 'owner', by: null, at: null },
    { email: 'second@acme.test', role: 'editor', by: null, at: null },
    { email: 'nina@acme.test', role: 'editor', by: 'ops@acme.test', at: settingsNow - 2 * day },
  ],
  history: [
    {
      at: settingsNow - 20 * minute,
      by: 'nina@acme.test',
      words: 'Sent a test message',
      detail: 'to #pql-handoff',
      outcome: 'done',
      version: null,
    },
    {
      at: settingsNow - 2 * hour,
      by: 'ops@acme.test',
      words: 'Restored a workflow',
      detail: 'Zo | SQL handoff - HubSpot answered 502',
      outcome: 'failed',
      version: null,
    },
    {
      at: settingsNow - 2 * day,
      by: 'ops@acme.test',
      words: 'Granted editing',
      detail: 'nina@acme.test',
      outcome: 'done',
      version: null,
    },
    {
      at: settingsNow - 3 * day,
      by: 'ops@acme.test',
      words: 'Saved the playbook: version 4',
      detail: 'two active users, not three',
      outcome: 'done',
      version: 4,
    },
    { at: settingsNow - 4 * day, by: 'operator', words: 'Went live', detail: null, outcome: 'done', version: null },
  ],
  before: null,
} as const;

const readOnly = <Reason extends { kind: string }>(reason: Reason) =>
  ({ email: 'maria@acme.test', role: 'viewer', readOnly: reason }) as const;

export const settingsAnswers = {
  playbook,
  viewer: { ...playbook, you: readOnly({ kind: 'viewer', owner: 'ops@acme.test' } as const) },
  nobodyMay: { ...playbook, you: readOnly({ kind: 'nobody may' } as const) },
  playbookFile: { ...playbook, playbookFile: 'acme.yaml' },
  wrong: { ...playbook, source: wrongText, checked: wrong },
  unreadable: { ...playbook, source: acmeText.replace('Integration Connected]', ''), checked: unreadable },
  noPlaybook: {
    ...playbook,
    newest: null,
    source: 'signals:\n\nscore:\n\ndefinition:\n\nhandoff:\n  owners:\n',
    checked: nothingYet,
  },
  noEvents: { ...playbook, newest: null, source: 'signals:\n', checked: nothingYet, eventsSeen: [] },
  takingEffect: { ...playbook, takingEffect: { step: 'deciding', done: 12_400, total: 31_000 } },
  notConnected: { status: 'not connected' },
  edited: {
    status: 'edited',
    source: acmeText.replace('+25', '+20'),
    checked: { ...checked, form: { ...form, score: ['+20 when activated', ...form.score.slice(1)] } },
  },
  checkedWrong: { status: 'checked', checked: wrong },
  simulated: { status: 'simulated', version: 4, changes, difference },
  nobodyChanges: {
    status: 'simulated',
    version: 4,
    changes,
    difference: {
      ...difference,
      draft: difference.present,
      added: { count: 0, people: [] },
      removed: { count: 0, people: [] },
      notRead: [],
      scores: { rise: 0, fall: 0 },
    },
  },
  takesEveryone: {
    status: 'simulated',
    version: 4,
    changes,
    difference: { ...difference, draft: { ready: 1_190, free: 1_150, heldBack: [] }, takesEveryone: true },
  },
  stillCounting: { status: 'still counting', done: 8_200, total: 31_000 },
  saved: { status: 'saved', version: 5, changes },
  conflict: {
    status: 'conflict',
    newest: {
      version: 5,
      savedBy: 'nina@acme.test',
      savedAt: settingsNow - 4 * minute,
      reason: 'calmer',
      source: acmeText.replace('2 working hours', '3 working hours'),
    },
    theirs: 'handoff:\n-   first call due: 2 working hours\n+   first call due: 3 working hours',
    yours: changes,
  },
  hubspot,
  live: {
    ...hubspot,
    liveSince: settingsNow - 4 * day,
    mode: 'workflow',
    plan: { ...plan, steps: [], goLiveSteps: [] },
    drift,
  },
  reading: { ...hubspot, plan: { status: 'still reading' } },
  hubspotAway: { ...hubspot, plan: { status: 'not read', reason: 'read account: cannot be reached (ECONNREFUSED)' } },
  refusals: {
    ...hubspot,
    plan: { ...plan, refusals: ['owner lea@acme.test is not an owner in HubSpot (did you mean lee@acme.test?)'] },
  },
  slack,
  scopesMissing: {
    ...slack,
    connection: {
      status: 'connected',
      team: 'Acme',
      missing: [
        { scope: 'users:read.email', feature: 'find owners by their e-mail address', isRequired: true },
        { scope: 'groups:read', feature: 'find private channels by their name', isRequired: false },
      ],
    },
    canPress: false,
    places: [
      place(
        'alerts',
        '#pql-handof',
        'absent',
        'there is no channel #pql-handof, or it is private and the app has not been invited',
      ),
      ...slack.places.slice(1),
    ],
  },
  revoked: {
    ...slack,
    connection: {
      status: 'refused',
      reason: 'the token was revoked (token_revoked)',
      remedy: 'Install the Slack app again, and set SLACK_BOT_TOKEN to the token it shows.',
    },
  },
  noSlack: {
    ...slack,
    connection: { status: 'not connected', remedy: 'Set SLACK_BOT_TOKEN on the service and start it again.' },
  },
  keys,
  noKeys: { ...keys, keys: [] },
  madeKey: { status: 'done', keyId: '5d6100ab', writeKey: 'dGhpcyBpcyBubyByZWFsIGtleQ' },
  revokedKey: { status: 'done', keyId: '1b77e3aa', worksForSeconds: 30 },
  people,
  onlyVersions: {
    ...people,
    people: [],
    history: people.history.slice(3, 4),
    you: readOnly({ kind: 'nobody may' } as const),
  },
  version: {
    status: 'found',
    playbook: {
      ...playbook.newest,
      source: acmeText,
      changes: 'definition: >\n-   AND zo_company_active_users >= 3\n+   AND zo_company_active_users >= 2',
    },
  },
} as const;
