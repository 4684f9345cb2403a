import { activeUsers, type DayCounts } from '@zo/shared';
import fc from 'fast-check';
import { activeUsersByDay } from '../../../backend/cards/active-users-by-day.ts';

const today = 20_000;
const nobody = { activeUsers: 0, days: [], people: null, today };

it('begins today where nothing is known of the days before', () => {
  expect(activeUsersByDay({ ...nobody, activeUsers: 3 })).toEqual([{ day: today, activeUsers: 3 }]);
});

it('lets a kept count hold until the next one, over 90 days', () => {
  const days = [
    { day: today - 300, activeUsers: 2 },
    { day: today - 2, activeUsers: 5 },
  ];
  const line = activeUsersByDay({ ...nobody, activeUsers: 4, days });
  expect(line).toHaveLength(90);
  expect(line.slice(0, 2)).toEqual([
    { day: today - 89, activeUsers: 2 },
    { day: today - 88, activeUsers: 2 },
  ]);
  expect(line.slice(-4)).toEqual([
    { day: today - 3, activeUsers: 2 },
    { day: today - 2, activeUsers: 5 },
    { day: today - 1, activeUsers: 5 },
    { day: today, activeUsers: 4 },
  ]);
});

it('counts from its people on the days before counts were kept, no further back than their days are', () => {
  const people: DayCounts[] = [[[today - 40, 1]], [[today - 50, 2]], [[today - 12, 1]]];
  const line = activeUsersByDay({ activeUsers: 1, days: [{ day: today - 5, activeUsers: 7 }], people, today });
  expect(line[0]).toEqual({ day: today - 50, activeUsers: 1 });
  expect(line.find(({ day }) => day === today - 40)).toEqual({ day: today - 40, activeUsers: 2 });
  expect(line.find(({ day }) => day === today - 10)).toEqual({ day: today - 10, activeUsers: 1 });
  expect(line.find(({ day }) => day === today - 5)).toEqual({ day: today - 5, activeUsers: 7 });
});

it('begins with the first event of a company, and shows the pause of one that was used before', () => {
  const people: DayCounts[] = [[[today - 3, 1]], [[today, 1]]];
  expect(activeUsersByDay({ activeUsers: 2, days: [], people, today })).toEqual([
    { day: today - 3, activeUsers: 1 },
    { day: today - 2, activeUsers: 1 },
    { day: today - 1, activeUsers: 1 },
    { day: today, activeUsers: 2 },
  ]);
  expect(activeUsersByDay({ activeUsers: 1, days: [], people: [[[today, 1]]], today })).toHaveLength(1);
  const days = [
    { day: today - 200, activeUsers: 4 },
    { day: today - 150, activeUsers: 0 },
  ];
  const paused = activeUsersByDay({ activeUsers: 1, days, people: [[[today, 1]]], today });
  expect(paused[0]).toEqual({ day: today - 89, activeUsers: 0 });
});

it('counted from people or kept each day, a line is the same', () => {
  const active = fc
    .uniqueArray(fc.integer({ min: today - 59, max: today }), { minLength: 1, maxLength: 8 })
    .map((days) => days.sort((one, other) => one - other).map((day): [number, number] => [day, 1]));
  fc.assert(
    fc.property(fc.array(active, { maxLength: 6 }), (people) => {
      // As it would have been kept day by day: everybody on the day they were last active by then.
      const days = Array.from({ length: 61 }, (_, index) => {
        const day = today - 60 + index;
        const last = people.flatMap((one): DayCounts => [one.filter(([at]) => at <= day).at(-1) ?? [0, 1]]);
        return { day, activeUsers: activeUsers({ lastActiveDays: last }, day) };
      });
      const now = days.at(-1)!.activeUsers;
      expect(activeUsersByDay({ activeUsers: now, days: [], people, today })).toEqual(
        activeUsersByDay({ activeUsers: now, days, people: null, today }),
      );
    }),
  );
});
