/** What the backend would answer in each state of the company card. A test holds each against the product's own type. */
import { cardAnswers, galleryNow } from './card-answers.ts';

const minute = 60_000;
const day = 86_400_000;
const today = Math.floor(galleryNow / day);
const { portal } = cardAnswers.ready;
const [open] = cardAnswers.handedOff.handoffs;

const sarah = {
  name: 'Sarah Chen',
  contactId: '501',
  score: 65,
  conditionsMet: 4,
  conditions: 4,
  gate: 'handed_off',
  lastActiveAt: galleryNow - 3 * minute,
} as const;
const priya = {
  name: 'Priya Nair',
  contactId: '502',
  score: 38,
  conditionsMet: 3,
  conditions: 4,
  gate: 'not_ready',
  lastActiveAt: galleryNow - 40 * minute,
} as const;
const max = {
  name: 'Max Gray',
  contactId: null,
  score: 12,
  conditionsMet: 2,
  conditions: 4,
  gate: 'not_ready',
  lastActiveAt: galleryNow - 9 * day,
} as const;

/** From nobody to three active users, over 90 days. */
const days = Array.from({ length: 90 }, (_, index) => ({
  day: today - 89 + index,
  activeUsers: index < 40 ? 1 : index < 70 ? 2 : index < 82 ? 1 : 3,
}));

const ready = {
  status: 'ready',
  asOf: galleryNow,
  portal,
  name: 'FinPilot',
  activity: { activeUsers: 3, days },
  people: { all: 4, shown: [sarah, priya, max] },
  crossings: [
    {
      name: 'Sarah Chen',
      contactId: '501',
      at: galleryNow - 48 * minute,
      because: '2nd active user at FinPilot (needs 2)',
      outcome: 'handed off to Maria',
    },
    {
      name: 'Alex Morgan',
      contactId: '509',
      at: galleryNow - 40 * day,
      because: 'score reached 52 (needs 50)',
      outcome: 'handed off to Tom, returned to marketing',
    },
  ],
  personalAddresses: {
    all: 1,
    areKeptBack: true,
    members: [
      {
        name: 'Max Gray',
        contactId: null,
        counts: true,
        why: 'joined its product group, and was active in the last 30 days',
      },
    ],
    outsiders: [
      {
        name: 'Lou Gray',
        contactId: '504',
        counts: false,
        why: 'is under this company in HubSpot, and in none of its product groups: such an address says nothing of a company',
      },
    ],
  },
  account: { groups: ['finpilot'], domains: ['finpilot.test'] },
  contractValue: { value: 10_200, how: '120 per employee, 85 employees in HubSpot' },
  handoffs: { open: 1, shown: [{ person: 'Sarah Chen', contactId: '501', handoff: open }] },
} as const;

export const companyAnswers = {
  ready,
  overdue: {
    ...ready,
    handoffs: {
      open: 1,
      shown: [
        {
          person: 'Sarah Chen',
          contactId: '501',
          handoff: { ...open, status: 'breached', dueAt: galleryNow - 95 * minute },
        },
      ],
    },
  },
  quiet: {
    ...ready,
    activity: { activeUsers: 0, days: days.map((one) => ({ ...one, activeUsers: one.day < today - 30 ? 1 : 0 })) },
    people: { all: 1, shown: [{ ...priya, score: 0, conditionsMet: 1, lastActiveAt: galleryNow - 41 * day }] },
    crossings: [],
    personalAddresses: { all: 0, areKeptBack: true, members: [], outsiders: [] },
    contractValue: { value: null, how: 'the number of employees is not known' },
    handoffs: { open: 0, shown: [] },
  },
  seenToday: {
    ...ready,
    activity: { activeUsers: 1, days: [{ day: today, activeUsers: 1 }] },
    people: { all: 1, shown: [] },
    crossings: [],
    personalAddresses: { all: 0, areKeptBack: false, members: [], outsiders: [] },
    account: { groups: [], domains: ['finpilot.test'] },
    contractValue: { value: null, how: 'the playbook has no rule for it' },
    handoffs: { open: 0, shown: [] },
  },
  large: {
    ...ready,
    name: 'Grand Central Holdings',
    activity: {
      activeUsers: 31_204,
      days: days.map((one, index) => ({ ...one, activeUsers: 24_000 + index * 80 + (index % 7) * 150 })),
    },
    people: {
      all: 100_000,
      shown: Array.from({ length: 10 }, (_, index) => ({
        ...sarah,
        name: `Person Number ${index + 1}`,
        score: 98 - index,
      })),
    },
    personalAddresses: { ...ready.personalAddresses, all: 10_412 },
    handoffs: {
      open: 312,
      shown: Array.from({ length: 3 }, (_, index) => ({
        person: `Person Number ${index + 1}`,
        contactId: '501',
        handoff: { ...open, handoffId: 40 + index },
      })),
    },
  },
  empty: { status: 'empty', asOf: galleryNow, portal, eventsReceived: true },
  neverSent: { status: 'empty', asOf: galleryNow, portal, eventsReceived: false },
  notConnected: { status: 'not connected', missing: 'portal' },
} as const;
