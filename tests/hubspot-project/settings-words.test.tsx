import type { PlaybookProblem } from '@zo/shared';
import fc from 'fast-check';
import { termWords } from '../../hubspot-project/app/settings/playbook/owner-words.ts';
import { editedPlace, markedExcerpt, withNearest } from '../../hubspot-project/app/settings/playbook/place-in-text.ts';
import { arrivalWords } from '../../hubspot-project/app/settings/playbook/seen-words.ts';

describe('where somebody types', () => {
  it.each([
    ['at the end', 'a: b', 'a: bc', { line: 1, column: 6 }],
    ['a new line', 'a: b', 'a: b\n', { line: 2, column: 1 }],
    ['in the middle', 'a: b\nc: d\ne: f', 'a: b\nc: xd\ne: f', { line: 2, column: 5 }],
    ['removing', 'a: b\nc: dd', 'a: b\nc: d', { line: 2, column: 5 }],
    ['pasting several lines', 'a: b\ne: f', 'a: b\nc: d\nd: e\ne: f', { line: 4, column: 1 }],
    ['one letter more of the same', 'aa', 'aaa', { line: 1, column: 4 }],
    ['nothing', 'a', 'a', null],
  ])('%s', (_what, before, after, place) => {
    expect(editedPlace(before, after)).toEqual(place);
  });

  it('is behind what was put in, wherever that is told apart from what was there', () => {
    const text = fc.stringMatching(/^[ab\n]{0,12}$/);
    fc.assert(
      fc.property(text, fc.stringMatching(/^x([xy\n]{0,3}x)?$/), text, (before, typed, behind) => {
        const lines = `${before}${typed}`.split('\n');
        const place = { line: lines.length, column: lines.at(-1)!.length + 1 };
        expect(editedPlace(before + behind, before + typed + behind)).toEqual(place);
      }),
    );
  });
});

const problem: PlaybookProblem = {
  message: 'There is no signal "activatd"',
  line: 2,
  column: 14,
  length: 8,
  excerpt: '- +25 when activatd',
  at: 11,
  nearest: 'activated',
  suggestion: null,
  place: null,
};

it('what was probably meant is written where the problem stands, and nowhere else', () => {
  expect(withNearest('score:\n  - +25 when activatd # activatd\n', problem)).toBe(
    'score:\n  - +25 when activated # activatd\n',
  );
  expect(withNearest('score:', { ...problem, nearest: null })).toBe('score:');
});

it('the excerpt is told in three: before, the problem, behind', () => {
  expect(markedExcerpt(problem)).toEqual(['- +25 when ', 'activatd', '']);
});

it.each([
  ['312 this week', { thisWeek: 312, lastWeek: 40 }],
  ['1,204 last week', { thisWeek: 0, lastWeek: 1_204 }],
  ['9 in all, the last 12 days ago', { thisWeek: 0, lastWeek: 0 }],
])('%s', (words, counts) => {
  const day = 24 * 60 * 60_000;
  expect(arrivalWords({ name: 'a', events: 9, people: 1, lastSeenAt: 0, ...counts }, 12 * day)).toBe(words);
});

it('an owner’s terms are told in a line', () => {
  const terms = { weight: '2', 'daily cap': '5', territory: 'company country = Germany', manager: 'vp@acme.test' };
  expect(termWords({ email: 'a@b.test', terms, leave: ['2026-12-24'] })).toBe(
    'weight 2, at most 5 a day, where company country = Germany, leave 2026-12-24, manager vp@acme.test',
  );
  expect(termWords({ email: 'a@b.test', terms: {}, leave: [] })).toBe('as everybody');
});
