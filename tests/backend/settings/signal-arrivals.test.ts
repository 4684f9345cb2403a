import type { SeenEvent } from '@zo/shared';
import { seenName, signalArrivals } from '../../../backend/settings/signal-arrivals.ts';

const seen = (name: string): SeenEvent => ({ name, events: 3, people: 2, lastSeenAt: 9, thisWeek: 1, lastWeek: 2 });
const newest = ['Report Created', 'Onboarding Complete', 'page /pricing', 'Onboarding Started'].map(seen);

it.each([
  ['Report Created', 'Report Created'],
  ['page /pricing/', 'page /pricing'],
  ['page /pricing?plan=team', 'page /pricing'],
  ['page /', 'page /'],
])('%s is listed under %s', (event, name) => {
  expect(seenName(event)).toBe(name);
});

it('what arrived is told, and of what did not the nearest of its kind', () => {
  const signals = [
    { name: 'activated', events: ['Onboarding Completed'] },
    { name: 'visited pricing', events: ['page /pricing/', 'page /prices', 'Something Else Entirely'] },
  ];
  const uses = [{ signal: 'activated', neededBy: ['score'] }];
  expect(signalArrivals(signals, uses, { asked: [seen('page /pricing')], newest })).toEqual([
    {
      name: 'activated',
      neededBy: ['score'],
      events: [{ name: 'Onboarding Completed', seen: null, nearest: seen('Onboarding Complete') }],
    },
    {
      name: 'visited pricing',
      neededBy: [],
      events: [
        { name: 'page /pricing/', seen: seen('page /pricing'), nearest: null },
        { name: 'page /prices', seen: null, nearest: seen('page /pricing') },
        { name: 'Something Else Entirely', seen: null, nearest: null },
      ],
    },
  ]);
});
