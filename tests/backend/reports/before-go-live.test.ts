import fc from 'fast-check';
import {
  beforeFigures,
  beforeOfOwner,
  reckonBefore,
  type SqlContact,
} from '../../../backend/reports/before-go-live.ts';
import { clockTerms, dayMs, hourMs, minuteMs, now } from '../../support/handoffs.ts';

const { hours, zone } = clockTerms;
const timeOf = () => ({ hours, zone });
const span = { from: now - 90 * dayMs, to: now, readAt: now, found: 1 };

/** Became SQL on a Tuesday at 10:00, was Maria's by then, who called half an hour later. */
function contact(change: Partial<SqlContact> = {}): SqlContact {
  const becameSqlAt = now - 7 * dayMs;
  return { becameSqlAt, ownerId: '71', assignedAt: becameSqlAt, engagedAt: becameSqlAt + 30 * minuteMs, ...change };
}

const at = now - 7 * dayMs;

it.each<[what: string, change: Partial<SqlContact>, minutes: number[], engagedBefore: number, noEngagement: number]>([
  ['called half an hour later', {}, [30], 0, 0],
  ['called the next morning: nights do not count', { engagedAt: at + 24 * hourMs }, [480], 0, 0],
  [
    'assigned two hours later: counted from then',
    { assignedAt: at + 2 * hourMs, engagedAt: at + 3 * hourMs },
    [60],
    0,
    0,
  ],
  ['assigned at a moment nobody knows', { assignedAt: null }, [30], 0, 0],
  ['assigned before becoming SQL', { assignedAt: at - dayMs }, [30], 0, 0],
  ['in touch already when they became SQL', { assignedAt: at - dayMs, engagedAt: at - hourMs }, [], 1, 0],
  ['never called, as far as HubSpot knows', { engagedAt: null }, [], 0, 1],
])('%s', (_what, change, minutes, engagedBefore, noEngagement) => {
  expect(reckonBefore([contact(change)], span, timeOf)).toEqual({
    ...span,
    owners: [{ ownerId: '71', contacts: 1, minutes, engagedBefore, noEngagement }],
  });
});

it('counts by the hours of each owner, and says how many are not known', () => {
  const anyHour = { hours: { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1440 }, zone };
  const nextDay = { engagedAt: at + 24 * hourMs };
  const before = reckonBefore(
    [
      contact(nextDay),
      contact({ ...nextDay, ownerId: '72' }),
      contact({ ownerId: '72' }),
      contact({ ownerId: null, assignedAt: null, engagedAt: null }),
      contact({ engagedAt: null }),
    ],
    { ...span, found: 7 },
    (ownerId) => (ownerId === '72' ? anyHour : { hours, zone }),
  );
  expect(beforeFigures(before)).toEqual({
    ...span,
    found: 7,
    contacts: 5,
    engagedBefore: 0,
    noEngagement: 2,
    noOwner: 1,
    medianMinutes: 480,
    p90Minutes: 1440,
  });
  expect(['71', '72', '73'].map((ownerId) => beforeOfOwner(before, ownerId))).toEqual([480, 30, null]);
});

it('nobody is lost: each has a wait, was in touch before, or has no first engagement', () => {
  const moment = fc.integer({ min: now - 90 * dayMs, max: now });
  const anyContact = fc.record({
    becameSqlAt: moment,
    ownerId: fc.option(fc.constantFrom('71', '72')),
    assignedAt: fc.option(moment),
    engagedAt: fc.option(moment),
  });
  fc.assert(
    fc.property(fc.array(anyContact, { maxLength: 20 }), (contacts) => {
      const { owners } = reckonBefore(contacts, span, timeOf);
      expect(owners.reduce((sum, owner) => sum + owner.contacts, 0)).toBe(contacts.length);
      for (const { contacts: all, minutes, engagedBefore, noEngagement } of owners) {
        expect(minutes.length + engagedBefore + noEngagement).toBe(all);
        expect(minutes.every((one, index) => one >= 0 && one >= (minutes[index - 1] ?? 0))).toBe(true);
      }
    }),
  );
});
