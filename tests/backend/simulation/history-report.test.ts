import { historyWords, reportCustomers, reportPace } from '../../../backend/simulation/history-report.ts';

const day = 86_400_000;
const customer = (personId: number, closedAt: number) => ({ personId, name: `user ${personId}`, closedAt });

it('tells the customers caught in time from those missed, with the median of the days before', () => {
  const customers = [customer(1, 100 * day), customer(2, 100 * day), customer(3, 100 * day), customer(4, 100 * day)];
  const crossings = [
    { personId: 1, at: 81 * day },
    { personId: 1, at: 99 * day },
    { personId: 2, at: 90 * day },
    { personId: 3, at: 100 * day },
  ];
  const met = { text: '', verdict: 'met' as const, actual: 1, needs: '', missing: null };
  const short = { text: '', verdict: 'not met' as const, actual: 1, needs: '2', missing: '1 more active user' };
  const readiness = { ready: 'no' as const, conditions: [met, met, met, short], conditionsMissing: 1 };
  const looks = new Map([[3, { personId: 3, at: 99 * day, readiness, notFree: null }]]);
  const report = reportCustomers(customers, crossings, looks);
  expect(report.caught.map(({ personId, daysBefore }) => [personId, daysBefore])).toEqual([
    [1, 19],
    [2, 10],
  ]);
  expect(report.missed.map(({ personId, reason }) => [personId, reason])).toEqual([
    [3, 'at best 3 of 4: missing 1 more active user (has 1, needs 2)'],
    [4, 'did nothing that counts before'],
  ]);
  expect(report.medianDaysBefore).toBe(14.5);
  expect(report.isTooFew).toBe(true);
});

it('counts a person once in a cool-down, and only within the weeks asked for', () => {
  const crossings = [1, 20, 40, 70].map((days) => ({ personId: 1, at: days * day }));
  const pace = reportPace(crossings, {
    from: 14 * day,
    to: 70 * day,
    owners: 2,
    cooldownDays: 30,
    people: { replayed: 1, all: 1 },
  });
  expect(pace.handoffs).toBe(1);
  expect(pace.weeks).toBe(8);
  expect(pace.perOwnerPerWeek).toBe(1 / 16);
});

it('tells the fullest seven days from the average', () => {
  const crossings = [1, 8, 9, 14.9, 15, 40].map((days, personId) => ({ personId, at: days * day }));
  const people = { replayed: 6, all: 6 };
  const pace = reportPace(crossings, { from: 0, to: 56 * day, owners: 3, cooldownDays: 30, people });
  expect([pace.perOwnerPerWeek, pace.perOwnerInPeakWeek]).toEqual([6 / 8 / 3, 1]);
});

it('scales a sample up, and says that it is one', () => {
  const crossings = [1, 2, 3].map((personId) => ({ personId, at: personId * day }));
  const people = { replayed: 100, all: 1_000 };
  const pace = reportPace(crossings, { from: 0, to: 7 * day, owners: 3, cooldownDays: 30, people });
  expect(pace.perOwnerPerWeek).toBe(10);
  const report = { customers: { unknown: 'HubSpot does not answer.' }, pace };
  expect(historyWords(report)).toEqual([
    'Past customers are not known: HubSpot does not answer.',
    'Over the last 7 days: about 10.0 handoffs per AE per week on average (from a sample of 100 of 1000 people).',
  ]);
});

it.each([0, day - 1])('reckons no week from a history of %i ms', (to) => {
  const pace = reportPace([{ personId: 1, at: 0 }], {
    from: 0,
    to,
    owners: 1,
    cooldownDays: 30,
    people: { replayed: 1, all: 1 },
  });
  expect(historyWords({ customers: { unknown: 'HubSpot does not answer.' }, pace })[1]).toMatch(/less than a day/);
});

it('says what would have been caught, and warns below 20 customers', () => {
  const customers = Array.from({ length: 21 }, (_, n) => customer(n, 30 * day));
  const crossings = Array.from({ length: 13 }, (_, n) => ({ personId: n, at: 11 * day }));
  const pace = reportPace(crossings, {
    from: 0,
    to: 28 * day,
    owners: 1,
    cooldownDays: 30,
    people: { replayed: 21, all: 21 },
  });
  const words = (some: typeof customers) =>
    historyWords({ customers: reportCustomers(some, crossings, new Map()), pace });
  expect(words(customers)).toEqual([
    'Of your last 21 customers with earlier events it would have caught 13, median 19 days before they closed.',
    'Over the last 4 weeks: about 3.3 handoffs per AE per week on average, at most 13.0 in the fullest week.',
  ]);
  expect(words(customers.slice(0, 19))[1]).toMatch(/^Fewer than 20 customers/);
  expect(words([])[0]).toBe('No customer of yours has events from before they closed.');
});
