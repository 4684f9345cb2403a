import fc from 'fast-check';
import { csvLine } from '../../../backend/text/csv.ts';
import { readCsv } from '../../support/read-csv.ts';

describe('a line of CSV', () => {
  it.each<[what: string, value: string | number | null, written: string]>([
    ['a plain text', 'Maria', 'Maria'],
    ['nothing', null, ''],
    ['a number below zero, which is a number', -5, '-5'],
    ['a comma', 'Chen, Sarah', '"Chen, Sarah"'],
    ['a quote', 'the "boss"', '"the ""boss"""'],
    ['a line break', 'two\nlines', '"two\nlines"'],
    ['a carriage return', 'two\rlines', '"two\rlines"'],
    ['a formula', '=HYPERLINK("https://evil.test")', '"\'=HYPERLINK(""https://evil.test"")"'],
    ['a plus', '+49 30 1234', "'+49 30 1234"],
    ['a minus', '-2+3', "'-2+3"],
    ['an at', '@SUM(1)', "'@SUM(1)"],
    ['a tab in front', '\t=1', "'\t=1"],
    ['a carriage return in front', '\r=1', '"\'\r=1"'],
    ['a line break in front', '\n=1', '"\'\n=1"'],
    ['blanks in front of a formula', '  =1', "'  =1"],
    ['a wide formula', '＝1', "'＝1"],
    ['a formula further on, which is none', 'a=1', 'a=1'],
  ])('writes %s', (_what, value, written) => {
    expect(csvLine([value])).toBe(`${written}\r\n`);
  });

  it('reads back as it was, but for the mark in front of what would run', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', "'", 'a') }),
    );
    const line = fc.array(fc.oneof(text, fc.integer(), fc.constant(null)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const read = readCsv(lines.map(csvLine).join(''));
        expect(read.map((row) => row.length)).toEqual(lines.map((row) => row.length));
        for (const [index, row] of lines.entries()) {
          for (const [column, value] of row.entries()) {
            const cell = read[index]![column]!;
            const text = value === null ? '' : String(value);
            expect([text, `'${text}`]).toContain(cell);
            if (typeof value === 'string') expect(cell).not.toMatch(/^[\t\r\n]|^\s*[=+\-@]/);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
