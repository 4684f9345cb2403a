/** Whatever is written, every answer is bounded, stands inside the text and says what to write instead. */
import { maxConditions, maxProblems, type Problem, parseDefinition, printDefinition } from '@zo/shared';
import fc from 'fast-check';
import { anyExpression } from '../../support/definition-arbitrary.ts';
import { problemsOf, subject } from '../../support/definitions.ts';
import { signalNames } from '../../support/usage-arbitrary.ts';

/** Columns count from 1; the end of a line may be pointed at. */
function expectHelpful({ span, message, suggestion, nearest }: Problem, text: string): void {
  expect(message).not.toBe('');
  expect(suggestion ?? '').not.toBe('');
  if (nearest !== undefined) expect(suggestion).toBe(`"${nearest}"`);
  const line = text.split('\n')[span.line - 1];
  expect(line).toBeDefined();
  expect(Math.min(span.column, span.length)).toBeGreaterThanOrEqual(1);
  expect(span.column + span.length - 1).toBeLessThanOrEqual(Math.max(1, (line ?? '').length + 1));
}

describe('any text as a definition', () => {
  const pieces = fc.constantFrom(
    subject,
    'zo_pql_score',
    '>=',
    '50',
    'AND',
    'OR',
    'is',
    'not',
    '"',
    "'",
    '\\',
    '(',
    '\n',
    'the company',
    'company industry',
    'contact',
    'job title contains',
    'createdate is within the last',
    '2 months',
    'one of (a,',
    '\u0000',
    '\ud800',
    '😀',
  );
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 40 }).map((list) => list.join(' ')),
  );

  it('is answered with a value or with problems inside the text, each with what to write instead', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const problem of problemsOf(text, { signals: signalNames })) expectHelpful(problem, text);
      }),
      { numRuns: 400 },
    );
  });

  it('is answered so, too, when one or two words of a sentence are lost, doubled or replaced', () => {
    const other = fc.constantFrom(
      'zo_scor',
      'AND',
      'OR',
      ')',
      '(',
      '50',
      'activatd',
      '"',
      'is',
      'contains',
      '2026-02-30',
      '',
    );
    const broken = fc
      .record({
        expression: anyExpression,
        edits: fc.array(fc.tuple(fc.nat(), fc.constantFrom('lose', 'double', 'replace'), other), {
          minLength: 1,
          maxLength: 2,
        }),
      })
      .map(({ expression, edits }) => {
        let words = printDefinition(expression).split(' ');
        for (const [place, edit, word] of edits) {
          const at = place % words.length;
          const instead = { lose: [], double: [words[at]!, words[at]!], replace: [word] }[edit]!;
          words = [...words.slice(0, at), ...instead, ...words.slice(at + 1)];
        }
        return words.join(' ');
      });
    let problems = 0;
    fc.assert(
      fc.property(broken, (text) => {
        for (const problem of problemsOf(text, { signals: signalNames })) {
          expectHelpful(problem, text);
          problems += 1;
        }
      }),
      { numRuns: 400 },
    );
    expect(problems).toBeGreaterThan(50);
  });

  it('accepts as many conditions as the limit and no more', () => {
    const condition = 'zo_pql_score > 1';
    const sentence = (count: number) => `${subject} ${Array(count).fill(condition).join(' AND ')}`;
    expect(parseDefinition(sentence(maxConditions)).ok).toBe(true);
    expect(problemsOf(sentence(maxConditions + 1)).map(({ message }) => message)).toEqual([
      `A definition has at most ${maxConditions} conditions`,
    ]);
  });

  it('refuses a text over 10 kB without reading it', () => {
    expect(problemsOf(`${subject} ${'x'.repeat(1_000_000)}`)).toEqual([
      {
        message: 'This is 1000032 characters long; at most 10000 are read',
        span: { line: 1, column: 1, length: 1 },
        suggestion: 'a shorter sentence',
      },
    ]);
  });

  it.each([
    ['x '],
    ['AND '],
    ['"\\'],
    ['zo_scor > '],
    ['\n'],
    ['- '],
    ['x'],
    ['the company '],
    ['( '],
    ['NOT '],
    ['zo_plan is one of ('],
    ['zo_plan is one of (a, b) OR '],
  ])('reads 10 kB of %j in little time and with few problems', (piece) => {
    const text = `${subject} ${piece.repeat(Math.floor(9_900 / piece.length))}`;
    const before = performance.now();
    expect(problemsOf(text).length).toBeLessThanOrEqual(maxProblems);
    // What takes longer than this is no longer linear, however busy the machine.
    expect(performance.now() - before).toBeLessThan(20_000);
  });
});
