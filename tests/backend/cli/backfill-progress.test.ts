/** What a terminal, and what a log, shows of a backfill. */
import { createProgress, progressLine, timeWords } from '../../../backend/cli/backfill/progress.ts';

function writer(isTTY: boolean) {
  const written: string[] = [];
  let at = 0;
  const line = progressLine({ isTTY, columns: 60, write: (text: string) => written.push(text) > 0 }, () => at);
  const later = (ms: number) => {
    at += ms;
  };
  return { written, line, later };
}

it('says bar, share, lines, rate and the time that is left, by the last ten seconds', () => {
  const progress = createProgress('a.csv', 1_000, true);
  expect(progress.words({ at: 0, done: 0, lines: 0 })).toBe(`a.csv  [${'░'.repeat(24)}]  0 %  0 lines`);
  expect(progress.words({ at: 5_000, done: 250, lines: 5_000 })).toBe(
    `a.csv  [${'█'.repeat(6)}${'░'.repeat(18)}]  25 %  5,000 lines  1,000 lines/s  about 15 s left`,
  );
  // It has become slower since: what was ten seconds ago does not count.
  expect(progress.words({ at: 20_000, done: 400, lines: 8_000 })).toContain('40 %  8,000 lines  200 lines/s');
});

it('has no bar in a log, and neither share nor time where nobody knows how long it is', () => {
  expect(createProgress('a.csv', 10, false).words({ at: 0, done: 5, lines: 1 })).toBe('a.csv  50 %  1 line');
  const endless = createProgress('standard input', null, true);
  endless.words({ at: 0, done: 0, lines: 0 });
  expect(endless.words({ at: 1_000, done: 500, lines: 20 })).toBe('standard input  20 lines  20 lines/s');
});

it.each([
  [0, 'about 1 s'],
  [59_000, 'about 59 s'],
  [61_000, 'about 2 min'],
  [3_600_000, 'about 1 h 0 min'],
  [7_500_000, 'about 2 h 5 min'],
])('%d ms are %s', (ms, words) => expect(timeWords(ms)).toBe(words));

it('at a terminal redraws one line, no longer than it is wide, ten times a second at most', () => {
  const { written, line, later } = writer(true);
  line.show('one');
  line.show('two');
  later(100);
  line.show('x'.repeat(80));
  line.say('said');
  line.show('three');
  line.end();
  const clear = '\r\u001b[2K';
  expect(written).toEqual(['one', clear, 'x'.repeat(59), clear, 'said\n', 'three', '\n']);
});

it('elsewhere prints a line every ten seconds, and the newest at the end', () => {
  const { written, line, later } = writer(false);
  line.show('one');
  later(9_999);
  line.show('two');
  line.show('three');
  line.end();
  expect(written).toEqual(['one\n', 'three\n']);
});
