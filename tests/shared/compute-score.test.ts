import { computeScore, emptyUsage, highestPossibleScore, type ScoreLine } from '@zo/shared';
import fc from 'fast-check';
import { anyScoreLine, anyUsage, dayOf, noonOf, signalOn, today, usageOf } from '../support/usage-arbitrary.ts';

const lines: ScoreLine[] = [
  { kind: 'when', points: 25, signal: 'activated', windowDays: null, text: '+25 when activated' },
  {
    kind: 'per',
    points: 2,
    signal: 'key action',
    windowDays: 7,
    upTo: 30,
    text: '+2 per key action in the last 7 days, up to 30',
  },
  {
    kind: 'per',
    points: 6,
    signal: 'teammate invited',
    windowDays: 30,
    upTo: 18,
    text: '+6 per teammate invited in the last 30 days, up to 18',
  },
  {
    kind: 'when',
    points: 12,
    signal: 'visited pricing',
    windowDays: 14,
    text: '+12 when visited pricing in the last 14 days',
  },
  { kind: 'inactive', points: -15, forDays: 14, text: '-15 when inactive for 14 days' },
];

const sarah = usageOf({
  firstSeenAt: noonOf(today - 3),
  lastActiveAt: noonOf(today),
  signals: {
    activated: signalOn([today - 3, 1]),
    'key action': signalOn([today - 2, 4], [today - 1, 5], [today, 5]),
    'teammate invited': signalOn([today - 1, 2]),
  },
});

describe('computeScore', () => {
  it('gives Sarah 65 with a receipt of every line', () => {
    expect(computeScore(lines, sarah, today, dayOf)).toEqual({
      points: 65,
      receipt: [
        { text: lines[0]!.text, value: 'activated: yes', points: 25 },
        { text: lines[1]!.text, value: '14 key actions in the last 7 days', points: 28 },
        { text: lines[2]!.text, value: '2 teammates invited in the last 30 days', points: 12 },
        { text: lines[3]!.text, value: 'visited pricing in the last 14 days: no', points: 0 },
        { text: lines[4]!.text, value: 'inactive for 14 days: no', points: 0 },
      ],
    });
  });

  it('falls to 22 fourteen days later with no event', () => {
    expect(computeScore(lines, sarah, today + 14, dayOf).points).toBe(22);
  });

  it('counts today and the 6 days before as the last 7 days', () => {
    const usage = (day: number) => usageOf({ signals: { 'key action': signalOn([day, 1]) } });
    const pointsOn = (day: number) => computeScore([lines[1]!], usage(day), today, dayOf).points;
    expect([today + 1, today, today - 6, today - 7].map(pointsOn)).toEqual([0, 2, 2, 0]);
  });

  it.each([
    ['active 13 days ago', { lastActiveAt: noonOf(today - 13) }, 'no'],
    ['active 14 days ago', { lastActiveAt: noonOf(today - 14) }, 'yes'],
    ['never active, first seen 14 days ago', { firstSeenAt: noonOf(today - 14) }, 'yes'],
    ['never active, first seen today', { firstSeenAt: noonOf(today) }, 'no'],
    ['nobody', {}, 'no'],
  ])('inactive for 14 days: %s', (_, usage, answer) => {
    const score = computeScore([lines[4]!], usageOf(usage), today, dayOf);
    expect(score.receipt[0]!.value).toBe(`inactive for 14 days: ${answer}`);
  });

  it('stays within 0 to 100', () => {
    const big: ScoreLine = { kind: 'per', points: 500, signal: 'key action', windowDays: null, upTo: null, text: '' };
    expect(computeScore([big], sarah, today, dayOf).points).toBe(100);
    expect(computeScore([{ ...big, points: -500 }], sarah, today, dayOf).points).toBe(0);
  });

  it('is not confused by a signal named like something every object has', () => {
    const line: ScoreLine = { kind: 'when', points: 5, signal: 'constructor', windowDays: null, text: '' };
    expect(computeScore([line], emptyUsage(), today, dayOf).points).toBe(0);
  });

  it('agrees with counting one event at a time', () => {
    fc.assert(
      fc.property(fc.array(anyScoreLine, { maxLength: 6 }), anyUsage, (anyLines, usage) => {
        const sum = anyLines.reduce((total, line) => {
          if (line.kind === 'inactive') {
            const at = usage.lastActiveAt ?? usage.firstSeenAt;
            return total + (at !== null && today - dayOf(at) >= line.forDays ? line.points : 0);
          }
          const days = (usage.signals[line.signal]?.days ?? []).flatMap(([day, count]) =>
            Array<number>(count).fill(day),
          );
          const hits = days.filter(
            (day) => line.windowDays === null || (day <= today && today - day < line.windowDays),
          );
          if (line.kind === 'when') return total + (hits.length > 0 ? line.points : 0);
          const size = Math.min(hits.length * Math.abs(line.points), line.upTo ?? Number.POSITIVE_INFINITY);
          return total + Math.sign(line.points) * size;
        }, 0);
        expect(computeScore(anyLines, usage, today, dayOf).points).toBe(Math.max(0, Math.min(100, sum)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('highestPossibleScore', () => {
  it('adds what lines can give, up to 100', () => {
    expect(highestPossibleScore(lines)).toBe(25 + 30 + 18 + 12);
    expect(highestPossibleScore([...lines, ...lines])).toBe(100);
    expect(highestPossibleScore([])).toBe(0);
  });

  it('is unknown when a line gives points without limit', () => {
    expect(
      highestPossibleScore([{ kind: 'per', points: 1, signal: 'key action', windowDays: null, upTo: null, text: '' }]),
    ).toBeNull();
  });

  it('is never exceeded', () => {
    fc.assert(
      fc.property(fc.array(anyScoreLine, { maxLength: 6 }), anyUsage, (anyLines, usage) => {
        const highest = highestPossibleScore(anyLines) ?? 100;
        expect(computeScore(anyLines, usage, today, dayOf).points).toBeLessThanOrEqual(highest);
      }),
    );
  });
});
