import { localDay } from '@zo/shared';
import fc from 'fast-check';
import { type DigestHandoffs, makeDigest } from '../../../backend/reports/digest.ts';
import { digestDue } from '../../../backend/reports/digest-due.ts';
import { wordDigest } from '../../../backend/reports/digest-words.ts';
import { isoWeek } from '../../../backend/reports/iso-week.ts';
import { dayMs, hourMs, lee, maria, timeZone, tom } from '../../support/handoffs.ts';
import { anyReported, reported } from '../../support/reported-handoffs.ts';

const monday = Date.parse('2026-03-16T09:00:00+01:00');
const due = digestDue(monday, timeZone)!;
const lastTuesday = monday - 6 * dayMs;
const ownerOf = ({ id, name, email }: typeof maria) => ({ id, name, email });

describe('the digest is due', () => {
  it.each<[what: string, now: string, zone: string, week: string | null]>([
    ['a moment before nine', '2026-03-16T08:59:59.999+01:00', 'Europe/Berlin', null],
    ['at nine', '2026-03-16T09:00:00+01:00', 'Europe/Berlin', '2026-W11'],
    ['at the end of Monday', '2026-03-16T23:59:59.999+01:00', 'Europe/Berlin', '2026-W11'],
    ['on Tuesday no more', '2026-03-17T00:00:00+01:00', 'Europe/Berlin', null],
    ['on Sunday not yet', '2026-03-15T12:00:00+01:00', 'Europe/Berlin', null],
    ['at nine after the clocks went forward on Sunday', '2026-03-30T09:00:00+02:00', 'Europe/Berlin', '2026-W13'],
    ['and not an hour later by the old clock', '2026-03-30T08:59:59+02:00', 'Europe/Berlin', null],
    ['at nine after they went back', '2026-10-26T09:00:00+01:00', 'Europe/Berlin', '2026-W43'],
    ['a moment before', '2026-10-26T08:59:59+01:00', 'Europe/Berlin', null],
    ['on the Monday of a zone far ahead', '2026-03-15T19:00:00Z', 'Pacific/Kiritimati', '2026-W11'],
    ['on the Monday of a zone far behind', '2026-03-16T20:00:00Z', 'Pacific/Honolulu', '2026-W11'],
    ['about the last week of the year before', '2027-01-04T09:00:00+01:00', 'Europe/Berlin', '2026-W53'],
  ])('%s', (_what, now, zone, week) => {
    expect(digestDue(Date.parse(now), zone)?.week ?? null).toBe(week);
  });

  it('about whole local weeks, also over a change of the clocks', () => {
    const { last, before, until, days } = digestDue(Date.parse('2026-03-30T12:00:00+02:00'), timeZone)!;
    expect([before.from, before.to, last.from, last.to, until].map((ms) => new Date(ms).toISOString())).toEqual([
      '2026-03-15T23:00:00.000Z',
      '2026-03-22T23:00:00.000Z',
      '2026-03-22T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
      '2026-03-30T22:00:00.000Z',
    ]);
    expect(days.last - days.first).toBe(6);
  });

  it('for fifteen hours of each week, with one key', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_000 }),
        fc.constantFrom('UTC', timeZone, 'America/New_York'),
        (week, zone) => {
          // From Sunday noon, so that no Monday is cut in two, wherever the clocks change.
          const from = Date.parse('2020-01-05T12:00:00Z') + week * 7 * dayMs;
          const hours = Array.from({ length: 7 * 24 }, (_, hour) => from + hour * hourMs);
          const found = hours.map((now) => digestDue(now, zone)).filter((one) => one !== null);
          expect(found).toHaveLength(15);
          expect(new Set(found.map((one) => one.week)).size).toBe(1);
          for (const { week: name, last, days } of found) {
            expect(name).toBe(isoWeek(days.first));
            expect([localDay(last.from, zone), localDay(last.to - 1, zone)]).toEqual([days.first, days.last]);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

function digestOf(handoffs: DigestHandoffs) {
  return makeDigest(due, handoffs, { waitingForOwner: 0, inReview: 0, alarms: 0 });
}

it('compares last week with the week before, and names who let first calls be', () => {
  const breached = (owner: typeof maria, handedOffAt: number) =>
    reported({
      handedOffAt,
      call: { state: 'breached', minutes: null },
      assigned: [
        { owner: ownerOf(owner), state: 'breached', minutes: null },
        { owner: ownerOf(lee), state: 'running', minutes: null },
      ],
    });
  const digest = makeDigest(
    due,
    {
      handedOff: [
        reported({ handedOffAt: lastTuesday }),
        breached(maria, lastTuesday),
        breached(tom, lastTuesday),
        breached(tom, due.last.to - 1),
        reported({ handedOffAt: due.last.from - 1, call: { state: 'in time', minutes: 12 } }),
        breached(tom, due.last.from - dayMs),
      ],
      closed: [
        reported({ standing: 'won', closedAt: due.last.from }),
        reported({ standing: 'returned', closedAt: lastTuesday }),
        reported({ standing: 'returned', closedAt: lastTuesday }),
        reported({ standing: 'withdrawn', closedAt: lastTuesday }),
        reported({ standing: 'not_a_fit', closedAt: due.last.from - 1 }),
      ],
    },
    { waitingForOwner: 1, inReview: 2, alarms: 3 },
  );
  expect(wordDigest(digest)).toEqual({
    title: 'Handoffs last week, 9 March to 15 March',
    lines: [
      '4 handed off (the week before: 2)',
      'First call: median 38 working minutes, 90 % within 38 (before: 12, 12)',
      'Breached: 3 (before: 1): Tom 2, Maria 1',
      'Ended: 1 won, 0 lost, 2 returned, 0 not a fit (before: 0, 0, 0, 1)',
      'Now 1 waiting for an owner, 2 in review',
      'Alarms: 3, see `zo doctor`',
      'More: `zo report sla`, `zo report outcomes`',
    ],
  });
});

it('a week in which nothing happened says so', () => {
  expect(wordDigest(digestOf({ handedOff: [], closed: [] })).lines).toEqual([
    '0 handed off (the week before: 0)',
    'First call: none was made (before: none)',
    'Breached: 0 (before: 0)',
    'Ended: 0 won, 0 lost, 0 returned, 0 not a fit (before: 0, 0, 0, 0)',
    'Now 0 waiting for an owner, 0 in review',
    'More: `zo report sla`, `zo report outcomes`',
  ]);
});

it('of many who let calls be, it names five', () => {
  const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => ({ id: name, name, email: `${name}@acme.test` }));
  const handedOff = names.map((owner) =>
    reported({
      handedOffAt: lastTuesday,
      call: { state: 'breached', minutes: null },
      assigned: [{ owner, state: 'breached', minutes: null }],
    }),
  );
  const { lines } = wordDigest(digestOf({ handedOff, closed: [] }));
  expect(lines).toContain('Breached: 7 (before: 0): A 1, B 1, C 1, D 1, E 1, 2 more');
});

it('each week is counted as if it stood alone', () => {
  fc.assert(
    fc.property(fc.array(anyReported, { maxLength: 30 }), fc.integer({ min: -10, max: 10 }), (some, shiftDays) => {
      const handoffs = some.map((one) => ({
        ...one,
        handedOffAt: one.handedOffAt! + shiftDays * dayMs,
        closedAt: one.closedAt === null ? null : one.openedAt + dayMs,
      }));
      const { last, before } = digestOf({ handedOff: handoffs, closed: handoffs });
      for (const [figures, span] of [
        [last, due.last],
        [before, due.before],
      ] as const) {
        const within = (at: number | null) => at !== null && span.from <= at && at < span.to;
        expect(figures.handedOff).toBe(handoffs.filter(({ handedOffAt }) => within(handedOffAt)).length);
        for (const end of ['won', 'lost', 'returned', 'not_a_fit'] as const) {
          const ended = handoffs.filter(({ closedAt, standing }) => within(closedAt) && standing === end);
          expect(figures.ended[end]).toBe(ended.length);
        }
        expect(figures.breachedBy.reduce((sum, { count }) => sum + count, 0)).toBe(
          handoffs
            .filter(({ handedOffAt }) => within(handedOffAt))
            .flatMap(({ assigned }) => assigned)
            .filter(({ state }) => state === 'breached').length,
        );
      }
    }),
    { numRuns: 200 },
  );
});
