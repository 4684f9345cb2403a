import { wordAlert } from '@zo/shared';
import { sampleAlert } from '../support/sample-alert.ts';

it('says the worked example', () => {
  expect(wordAlert(sampleAlert())).toEqual({
    headline: 'New SQL: Sarah Chen at FinPilot (~85 employees)',
    whyNow: '2nd active user at FinPilot (needs 2)',
    score: 'Score 65 - activated 3 days ago, invited 2 teammates, 14 key actions this week',
    last: 'Dashboard Shared, 3 min ago',
    optedOut: null,
    owner: 'Maria',
    due: 'first call due within 2 hours',
    link: 'https://app.hubspot.com/contacts/424242/record/0-1/151',
  });
});

it('leaves out what is not known', () => {
  const alert = sampleAlert({
    companyName: null,
    employees: null,
    whyNow: null,
    score: null,
    activatedDaysAgo: null,
    teammatesInvited30d: 0,
    keyActionsThisWeek: 0,
    lastEvent: null,
    owner: null,
    dueAt: null,
    contactId: null,
  });
  expect(wordAlert(alert)).toEqual({
    headline: 'New SQL: Sarah Chen',
    whyNow: null,
    score: null,
    last: null,
    optedOut: null,
    owner: 'no owner yet',
    due: null,
    link: null,
  });
});

it('marks a test, and counts one of a thing as one', () => {
  const { headline, score } = wordAlert(
    sampleAlert({
      test: true,
      employees: 1,
      teammatesInvited30d: 1,
      keyActionsThisWeek: 1,
      activatedDaysAgo: 1,
      hitLimitDaysAgo: 0,
      visitedPricingDaysAgo: 5,
    }),
  );
  expect(headline).toBe('[Test] New SQL: Sarah Chen at FinPilot (~1 employee)');
  expect(score).toBe(
    'Score 65 - activated yesterday, invited 1 teammate, 1 key action this week, visited pricing 5 days ago, hit a usage limit today',
  );
});

it('says what is known of the usage without a score', () => {
  expect(wordAlert(sampleAlert({ score: null })).score).toBe(
    'Activated 3 days ago, invited 2 teammates, 14 key actions this week',
  );
  expect(wordAlert(sampleAlert({ activatedDaysAgo: null, teammatesInvited30d: 0, keyActionsThisWeek: 0 })).score).toBe(
    'Score 65',
  );
});

describe('when the first call is due', () => {
  const at = (time: string) => Date.parse(time);
  it.each([
    ['a moment later it is still two hours', { now: at('2026-03-03T10:01+01:00') }, 'first call due within 2 hours'],
    [
      'late on its way, the time is spelled out',
      { now: at('2026-03-03T10:30+01:00') },
      'first call due by Tue 12:00 Berlin',
    ],
    [
      'over a weekend working time and wall time differ',
      { now: at('2026-03-06T18:30+01:00'), dueAt: at('2026-03-09T11:00+01:00') },
      'first call due by Mon 11:00 Berlin',
    ],
    [
      'in a week the date is needed',
      { now: at('2026-03-06T18:30+01:00'), dueAt: at('2026-03-16T11:00+01:00') },
      'first call due by Mon 16 Mar 11:00 Berlin',
    ],
    ['what is over is over', { now: at('2026-03-03T14:00+01:00') }, 'first call was due Tue 12:00 Berlin'],
    [
      'in the zone of the portal',
      { now: at('2026-03-03T09:00+01:00'), zone: 'America/New_York' },
      'first call due by Tue 06:00 New York',
    ],
    ['minutes', { dueAt: at('2026-03-03T11:30+01:00'), workingMinutes: 90 }, 'first call due within 1 hour 30 minutes'],
  ])('%s', (_title, changes, due) => {
    expect(wordAlert(sampleAlert(changes)).due).toBe(due);
  });
});
