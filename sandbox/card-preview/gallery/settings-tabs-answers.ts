/** The data of the other tabs. */
import { added } from './settings-difference-answers.ts';
import { day, head, hour, minute, settingsNow } from './settings-head.ts';
import { owners } from './settings-playbook-answers.ts';

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

export const plan = {
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

export const drift = {
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

export const hubspot = {
  ...head,
  liveSince: null,
  mode: 'direct',
  plan,
  drift: { checkedAt: null, workflows: [], writers: [], restorations: [] },
} as const;

export const place = (
  use: 'alerts' | 'returns' | 'review' | 'operators' | 'you',
  where: string | null,
  state: 'found' | 'absent' | 'none',
  words: string | null = null,
) => ({ use, place: where, state, words, sharing: null }) as const;

export const slack = {
  ...head,
  connection: { status: 'connected', team: 'Acme', missing: [] },
  via: 'environment',
  connected: null,
  canPress: true,
  places: [
    place('alerts', '#pql-handoff', 'found'),
    place('returns', '#marketing', 'found'),
    place('review', null, 'none'),
    place('operators', 'ops@acme.test', 'found'),
    place('you', 'ops@acme.test', 'found'),
  ],
} as const;

export const keys = {
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

export const people = {
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
