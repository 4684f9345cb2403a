/** Whom a draft would change. */

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

export const added = [
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

export const difference = {
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
  added: { count: 24, free: 23, people: added },
  removed: {
    count: 2,
    free: 2,
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

export const changes = 'score:\n-   - +25 when activated\n+   - +20 when activated';
