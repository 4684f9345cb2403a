import fc from 'fast-check';
import { reportOutcomes } from '../../../backend/reports/outcomes-report.ts';
import { type ReportedHandoff, standings } from '../../../backend/reports/reported-handoff.ts';
import { dayMs, maria, now, timeZone, tom } from '../../support/handoffs.ts';
import { anyReported, reported } from '../../support/reported-handoffs.ts';

const none = Object.fromEntries(standings.map((standing) => [standing, 0]));
const ownerOf = ({ id, name, email }: typeof maria) => ({ id, name, email });

it('without a handoff there is nothing, and no win rate', () => {
  expect(reportOutcomes([], timeZone)).toEqual({
    all: { count: 0, standing: none, winRate: null },
    returnReasons: [],
    notAFit: { reasons: [], conditions: [] },
    rejectionReasons: [],
    byWeek: [],
    byOwner: [],
  });
});

it('counts what became of each, and the reasons by the condition that let them through', () => {
  const ends: Partial<ReportedHandoff>[] = [
    { standing: 'won' },
    { standing: 'won', owner: ownerOf(tom), openedAt: now + 7 * dayMs },
    { standing: 'lost' },
    { standing: 'returned', returnReasons: ['score below 30', '14 days without AE activity'] },
    { standing: 'returned', returnReasons: ['score below 30', 'score below 30'] },
    { standing: 'returned' },
    { standing: 'not_a_fit', endingReason: 'Too small' },
    { standing: 'not_a_fit', endingReason: 'Wrong role', condition: 'zo_pql_score >= 50' },
    { standing: 'not_a_fit', endingReason: 'Wrong role', condition: 'zo_pql_score >= 50' },
    { standing: 'rejected', endingReason: 'A competitor', owner: null },
    { standing: 'withdrawn', owner: null },
    { standing: 'erased', endingReason: 'never counted as a reason' },
    {},
  ];
  const report = reportOutcomes(ends.map(reported), timeZone);
  const standing = { open: 1, won: 2, lost: 1, returned: 3, not_a_fit: 3, rejected: 1, withdrawn: 1, erased: 1 };
  expect(report).toEqual({
    all: { count: 13, standing, winRate: { won: 2, of: 9 } },
    returnReasons: [
      { words: 'score below 30', count: 2 },
      { words: '14 days without AE activity', count: 1 },
      { words: 'no reason given', count: 1 },
    ],
    notAFit: {
      reasons: [
        { words: 'Wrong role', count: 2 },
        { words: 'Too small', count: 1 },
      ],
      conditions: [
        { words: 'zo_pql_score >= 50', count: 2, reasons: [{ words: 'Wrong role', count: 2 }] },
        { words: 'zo_company_active_users >= 2', count: 1, reasons: [{ words: 'Too small', count: 1 }] },
      ],
    },
    rejectionReasons: [{ words: 'A competitor', count: 1 }],
    byWeek: [
      { week: '2026-W11', count: 12, standing: { ...standing, won: 1 }, winRate: { won: 1, of: 8 } },
      { week: '2026-W12', count: 1, standing: { ...none, won: 1 }, winRate: { won: 1, of: 1 } },
    ],
    byOwner: [
      {
        owner: ownerOf(maria),
        count: 10,
        standing: { ...standing, won: 1, rejected: 0, withdrawn: 0 },
        winRate: { won: 1, of: 8 },
      },
      { owner: null, count: 2, standing: { ...none, rejected: 1, withdrawn: 1 }, winRate: null },
      { owner: ownerOf(tom), count: 1, standing: { ...none, won: 1 }, winRate: { won: 1, of: 1 } },
    ],
  });
});

it('every part adds up to the whole, whatever the handoffs', () => {
  fc.assert(
    fc.property(fc.array(anyReported, { maxLength: 40 }), (handoffs) => {
      const report = reportOutcomes(handoffs, timeZone);
      const having = (wanted: string) => handoffs.filter(({ standing }) => standing === wanted).length;
      for (const standing of standings) {
        expect(report.all.standing[standing]).toBe(having(standing));
        for (const part of [report.byWeek, report.byOwner]) {
          expect(part.reduce((sum, one) => sum + one.standing[standing], 0)).toBe(having(standing));
        }
      }
      const total = (counted: { count: number }[]) => counted.reduce((sum, { count }) => sum + count, 0);
      const { reasons, conditions } = report.notAFit;
      expect([total(reasons), total(conditions), total(conditions.flatMap((one) => one.reasons))]).toEqual(
        Array.from({ length: 3 }, () => having('not_a_fit')),
      );
      expect(total(report.rejectionReasons)).toBe(having('rejected'));
      expect(report.all.winRate?.of ?? 0).toBe(
        having('won') + having('lost') + having('returned') + having('not_a_fit'),
      );
    }),
    { numRuns: 200 },
  );
});
