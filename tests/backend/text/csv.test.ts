import fc from 'fast-check';
import { csvLine } from '../../../backend/text/csv.ts';
import { filesUnder, importsOf, read } from '../../repository/source-files.ts';
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
    ['a tab in front', '\t=1', '"\'\t\'=1"'],
    ['a carriage return in front', '\r=1', '"\'\r\'=1"'],
    ['a line break in front', '\n=1', '"\'\n\'=1"'],
    ['blanks in front of a formula', '  =1', "'  =1"],
    ['a wide formula', '＝1', "'＝1"],
    ['a formula behind what cannot be seen', '\u200b\0=1', "'\u200b\0=1"],
    ['a formula further on, which is none', 'a=1', 'a=1'],
    ['a semicolon, where a cell ends in some countries', 'a; b', '"a; b"'],
    ['a formula behind a semicolon', 'a;=1', '"a;\'=1"'],
    ['a formula behind a semicolon and blanks', 'a; \t+1', '"a;\' \t\'+1"'],
  ])('writes %s', (_what, value, written) => {
    expect(csvLine([value])).toBe(`${written}\r\n`);
  });

  const formula = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'=+-@＝＋－＠\t\r\n";|, \u200b\0a'.split(''), "'") }),
  );
  const lines = fc.array(fc.array(fc.oneof(text, fc.integer(), fc.constant(null)), { minLength: 1, maxLength: 6 }), {
    maxLength: 5,
  });

  it('reads back as it was, but for the marks in front of what would run', () => {
    fc.assert(
      fc.property(lines, (lines) => {
        const read = readCsv(lines.map(csvLine).join(''));
        expect(read.map((row) => row.length)).toEqual(lines.map((row) => row.length));
        for (const [index, row] of lines.entries()) {
          for (const [column, value] of row.entries()) {
            const cell = read[index]![column]!;
            const plain = value === null ? '' : String(value);
            expect(cell.replaceAll("'", '')).toBe(plain.replaceAll("'", ''));
            if (typeof value === 'string') expect(cell).not.toMatch(formula);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([';', '\t', '|', '\n'])(
    'has no cell that runs where "%s" ends a cell and quotes are not seen',
    (separator) => {
      fc.assert(
        fc.property(lines, (lines) => {
          const texts = lines.map((row) => row.filter((value) => typeof value === 'string'));
          for (const row of texts.filter((one) => one.length > 0)) {
            // What such a spreadsheet sees first of each of its cells but the first; a line may go on after a line break.
            for (const cell of csvLine(row).split(separator).slice(1))
              expect(cell).not.toMatch(/^["\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u);
          }
        }),
        { numRuns: 500 },
      );
    },
  );

  it('is the only way a table is written: nobody else joins cells with commas', () => {
    const about = filesUnder('backend', '.ts').filter((file) => /--csv|text\/csv|\.csv\b/.test(read(file)));
    // These only read tables.
    const reading = ['backend/cli/backfill.ts'];
    expect(about).toEqual(expect.arrayContaining(reading));
    const writing = about.filter((file) => !reading.includes(file));
    for (const file of writing) expect([file, importsCsv(file)]).toEqual([file, true]);
    expect(writing.length).toBeGreaterThan(0);
  });
});

/** Directly, or through the one that saves a table. */
function importsCsv(file: string): boolean {
  return importsOf(file).some((imported) => /\/(csv|save-csv|table)\.ts$/.test(imported));
}
