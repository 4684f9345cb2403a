import { type OwnerTerms, plainRouting, plainTerms, type ReadinessFacts, type Routing } from '@zo/shared';
import { type Standing, standingsOf } from '../../../../backend/handoff/routing/standing.ts';
import { dayMs, hourMs, now, timeZone, today } from '../../../support/handoffs.ts';
import { reviewRule } from '../../../support/rules.ts';

const facts: ReadinessFacts = {
  contact: {},
  company: { country: 'Germany', numberofemployees: null },
  hasCompany: true,
  emailDomainType: 'business',
};

/** One owner by these terms, Tuesday at 10:00 in Berlin. */
function standing(terms: Partial<OwnerTerms>, routing: Partial<Routing> = {}, at = now, open = 0, given = 0) {
  const email = 'tom@acme.test';
  const asked: number[] = [];
  const standings = standingsOf({
    routing: { ...plainRouting, ...routing, owners: { [email]: { ...plainTerms, ...terms } } },
    playbook: { workingHours: { days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1020 } },
    timeZone,
    owners: [{ email, ownerId: '72' }],
    values: () => facts,
    loadOf: (_ownerId, since) => {
      asked.push(since);
      return { open, given };
    },
    now: at,
  });
  return { ...standings[email]!, asked };
}

describe('an owner', () => {
  it('with nothing said may get everything, and nothing is counted', () => {
    expect(standing({})).toEqual({ weight: 1, away: null, outside: null, asked: [] });
    expect(standing({ weight: 3 }).weight).toBe(3);
  });

  it.each([
    [-2, null],
    [-1, 'on leave from 2026-03-11 to 2026-03-12, and nothing new within 1 day of it'],
    [0, 'on leave from 2026-03-11 to 2026-03-12'],
    [1, 'on leave from 2026-03-11 to 2026-03-12'],
    [2, 'on leave from 2026-03-11 to 2026-03-12, and nothing new within 1 day of it'],
    [3, null],
  ])('on leave gets nothing, nor the day before and after: %i', (daysIn, away) => {
    const leave = [{ from: today + 1, to: today + 2 }];
    expect(standing({ leave }, {}, now + (daysIn + 1) * dayMs).away).toBe(away);
  });

  it('on leave without a buffer gets something until it begins', () => {
    const leave = [{ from: today + 1, to: today + 2 }];
    expect(standing({ leave }, { leaveBufferDays: 0 }).away).toBeNull();
    expect(standing({ leave }, { leaveBufferDays: 0 }, now + dayMs).away).toContain('on leave');
  });

  it('gets nothing outside of their hours only where the playbook says so, by their own clock', () => {
    const evening = now + 8 * hourMs;
    expect(standing({}, {}, evening).away).toBeNull();
    expect(standing({}, { outsideHours: false }).away).toBeNull();
    expect(standing({}, { outsideHours: false }, evening).away).toBe('outside of their working hours (Europe/Berlin)');
    expect(standing({ zone: 'America/New_York' }, { outsideHours: false }, evening).away).toBeNull();
    expect(standing({ zone: 'America/New_York' }, { outsideHours: false }).away).toContain('New_York');
    const late = { days: [2], fromMinute: 17 * 60, toMinute: 24 * 60 };
    expect(standing({ hours: late }, { outsideHours: false }, evening).away).toBeNull();
  });

  const march = (text: string) => Date.parse(`2026-${text}`);
  const leave = [{ from: today, to: today }];
  const shift = { days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1020 };

  it.each<[string, Partial<OwnerTerms>, Partial<Routing>, number, number | undefined]>([
    ['who is there', {}, {}, now, undefined],
    ['at the midnight after leave and buffer', { leave }, {}, now, march('03-12T00:00:00+01:00')],
    ['without a buffer', { leave }, { leaveBufferDays: 0 }, now, march('03-11T00:00:00+01:00')],
    ['by the clock of their zone', { leave, zone: 'America/New_York' }, {}, now, march('03-12T00:00:00-04:00')],
    ['over clocks that change', { leave: [{ from: today, to: today + 18 }] }, {}, now, march('03-30T00:00:00+02:00')],
    [
      'when their hours begin',
      { hours: shift },
      { outsideHours: false },
      now + 8 * hourMs,
      march('03-11T09:00:00+01:00'),
    ],
    [
      'on Monday by the clocks that changed on Sunday',
      { hours: shift },
      { outsideHours: false },
      march('03-27T17:00:00+01:00'),
      march('03-30T09:00:00+02:00'),
    ],
    [
      'at the first hours after a leave',
      { leave, hours: shift },
      { outsideHours: false },
      now,
      march('03-12T09:00:00+01:00'),
    ],
    [
      'after a second leave that swallows those hours',
      { leave: [...leave, { from: today + 3, to: today + 5 }], hours: shift },
      { outsideHours: false },
      now,
      march('03-17T09:00:00+01:00'),
    ],
  ])('is back %s', (_when, terms, routing, at, backAt) => expect(standing(terms, routing, at).backAt).toBe(backAt));

  it('at the cap of the day is back on the next one they work; at the cap of open ones nobody knows', () => {
    expect(standing({ dailyCap: 3 }, {}, now, 0, 3).backAt).toBe(march('03-11T00:00:00+01:00'));
    const fromWednesday = { dailyCap: 3, leave: [{ from: today + 2, to: today + 2 }] };
    expect(standing(fromWednesday, {}, now, 0, 3).backAt).toBe(march('03-14T00:00:00+01:00'));
    expect(standing({ dailyCap: 3, openCap: 9 }, {}, now, 9, 3).backAt).toBeUndefined();
  });

  it.each<[Standing['awayBy'], Partial<OwnerTerms>, Partial<Routing>, number]>([
    [undefined, {}, {}, 0],
    ['leave', { leave, dailyCap: 3 }, { outsideHours: false }, 3],
    ['hours', { dailyCap: 3, hours: { ...shift, days: [1] } }, { outsideHours: false }, 3],
    ['cap', { dailyCap: 3 }, { outsideHours: false }, 3],
    ['cap', { openCap: 3 }, {}, 3],
  ])('is away by %s', (by, terms, routing, count) => {
    expect(standing(terms, routing, now, count, count).awayBy).toBe(by);
  });

  it('at a cap gets nothing; the day is that of their zone', () => {
    expect(standing({ dailyCap: 3 }, {}, now, 9, 2)).toMatchObject({ away: null });
    expect(standing({ dailyCap: 3 }, {}, now, 9, 3).away).toBe('has had 3 today, of at most 3');
    expect(standing({ openCap: 9 }, {}, now, 9, 3).away).toBe('has 9 open, of at most 9');
    expect(standing({ openCap: 10 }, {}, now, 9, 3).away).toBeNull();
    expect(standing({ dailyCap: 3 }).asked).toEqual([Date.parse('2026-03-10T00:00:00+01:00')]);
    const inAmerica = standing({ dailyCap: 3, zone: 'America/Los_Angeles' });
    expect(inAmerica.asked).toEqual([Date.parse('2026-03-10T00:00:00-07:00')]);
  });

  it.each([
    ['company country = Germany', null],
    ['company country = Austria', 'outside of their territory: company country = Austria'],
    ['company number of employees >= 50', 'not known to be in their territory: company numberofemployees >= 50'],
    ['company country = Germany OR company number of employees >= 50', null],
  ])('gets what is known to be in their territory: %s', (sentence, outside) => {
    expect(standing({ territory: reviewRule(sentence) })).toMatchObject({ away: null, outside });
  });
});
