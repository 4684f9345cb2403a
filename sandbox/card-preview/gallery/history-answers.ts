/** What the backend would answer in each state of the history card. A test holds each against the product's own type. */
import { cardAnswers, galleryNow } from './card-answers.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const today = Math.floor(galleryNow / day);
const { portal } = cardAnswers.ready;

/** Slowly up over three weeks after signing up, a return, and up again. */
const pointsOf = (ago: number) => (ago > 60 ? 0 : ago > 45 ? 25 : ago > 40 ? 53 : ago > 14 ? 22 : ago > 3 ? 37 : 65);
const days = Array.from({ length: 75 }, (_, index) => ({ day: today - 74 + index, points: pointsOf(74 - index) }));
const at = (ago: number) => ({ day: today - ago, at: galleryNow - ago * day });

const crossed = galleryNow - 48 * minute;
const marks = [
  { ...at(45), what: 'crossing', label: 'Ready' },
  { ...at(44), what: 'handoff', label: 'Handed off to Tom' },
  { ...at(30), what: 'end', label: 'Returned to marketing' },
  { day: today, at: crossed, what: 'crossing', label: 'Ready' },
  { day: today, at: crossed + minute, what: 'handoff', label: 'Handed off to Maria' },
] as const;

const events = Array.from({ length: 12 }, (_, index) => ({
  kind: 'event' as const,
  id: `e${400 - index}`,
  at: crossed - index * 5 * hour,
  name: index % 4 === 3 ? 'page /pricing' : 'Report Created',
  signals: index % 4 === 3 ? ['visited pricing'] : ['key action'],
}));

const mark = (
  id: string,
  ago: number,
  kind: 'crossing' | 'handoff' | 'alert' | 'touch' | 'return',
  words: string,
  link: string | null = null,
) => ({
  kind: 'mark' as const,
  id,
  at: galleryNow - ago,
  mark: kind,
  words,
  link,
});

const timeline = {
  entries: [
    mark(
      'r88',
      10 * minute,
      'touch',
      'First call by the owner at 2026-11-24 09:50:00 Europe/Berlin, known from HubSpot: 37 working minutes after the handoff',
    ),
    mark(
      'r87',
      46 * minute,
      'alert',
      'Alert to maria@acme.test posted in Slack',
      'https://acme.slack.test/archives/D1/p1',
    ),
    mark('r86', 47 * minute, 'handoff', 'To maria@acme.test: next in the rotation'),
    mark('r85', 48 * minute, 'crossing', 'Ready: 2nd active user at FinPilot (needs 2)'),
    ...events,
  ],
  older: '388.84',
};

const older = {
  entries: [
    mark('r41', 30 * day, 'return', 'Back in marketing: score 22, below 30; 14 days without AE activity'),
    ...events.map((event, index) => ({ ...event, id: `e${100 - index}`, at: event.at - 40 * day })),
  ],
  older: null,
};

const crossing = {
  receiptId: 85,
  kind: 'crossing',
  at: crossed,
  words: [
    'Ready: 2nd active user at FinPilot (needs 2)',
    'Rule: A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50 AND the company is not on a personal email domain AND zo_company_active_users >= 2',
    'Conditions',
    '  met: zo_activation_status = activated (is activated)',
    '    Onboarding Completed, 2026-11-21 10:00:00 Europe/Berlin (message m-17)',
    '  met: zo_company_active_users >= 2 (is 2)',
    'Score 65',
    '  +25  +25 when activated: activated: yes',
    '  +28  +2 per key action in the last 7 days, up to 30: 14 key actions in the last 7 days',
    'HubSpot, 2026-11-24 09:12:00 Europe/Berlin: stage lead, owner none, contacted 0 times, no open deal, company FinPilot',
  ],
  link: null,
  handoffId: 5,
  playbookVersion: 3,
};

const receipts = {
  receipts: [
    {
      ...crossing,
      receiptId: 86,
      kind: 'assignment',
      words: [
        'To maria@acme.test: next in the rotation',
        'Rule: the owners of the playbook, by turns',
        '  chosen: maria@acme.test (active in HubSpot, number 1 of the rotation): next in the rotation',
        '  not chosen: tom@acme.test (active in HubSpot, number 2 of the rotation): next after this one',
      ],
    },
    crossing,
  ],
  older: 85,
};

const ready = {
  status: 'ready',
  asOf: galleryNow,
  portal,
  name: 'Sarah Chen',
  score: { days, marks },
  choices: { signals: ['activated', 'key action', 'visited pricing'], events: ['Report Created', 'page /pricing'] },
  timeline,
  receipts,
} as const;

export const historyAnswers = {
  ready,
  firstDay: {
    ...ready,
    score: { days: days.slice(-1), marks: [] },
    choices: { signals: [], events: ['Report Created'] },
    timeline: { entries: events.slice(0, 1), older: null },
    receipts: { receipts: [], older: null },
  },
  empty: { status: 'empty', asOf: galleryNow, portal, eventsReceived: true },
  neverSent: { status: 'empty', asOf: galleryNow, portal, eventsReceived: false },
  notConnected: { status: 'not connected', missing: 'playbook' },
} as const;

export const timelineAnswers = {
  older: { status: 'ready', asOf: galleryNow, ...older },
  pricing: {
    status: 'ready',
    asOf: galleryNow,
    entries: events.filter(({ name }) => name === 'page /pricing'),
    older: null,
  },
  nothingYet: { status: 'ready', asOf: galleryNow, entries: [], older: '17.0' },
} as const;

export const receiptsAnswers = {
  older: {
    status: 'ready',
    asOf: galleryNow,
    receipts: [
      {
        ...crossing,
        receiptId: 41,
        kind: 'return',
        at: galleryNow - 30 * day,
        words: ['Back in marketing: score 22, below 30; 14 days without AE activity'],
        handoffId: 3,
      },
    ],
    older: null,
  },
} as const;
