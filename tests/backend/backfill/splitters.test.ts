import fc from 'fast-check';
import { type ReadRecord, readCsv, readHeader } from '../../../backend/backfill/read/read-csv.ts';
import { longestRecord, type Splitter, type TextRecord } from '../../../backend/backfill/read/record.ts';
import { splitArray } from '../../../backend/backfill/read/split-array.ts';
import { splitCsv } from '../../../backend/backfill/read/split-csv.ts';
import { splitLines } from '../../../backend/backfill/read/split-lines.ts';
import type { Place } from '../../../backend/store/backfill-store.ts';

const start: Place = { line: 0, byte: 0 };

function recordsOf(splitter: Splitter, bytes: Buffer, sizes: number[] = [bytes.length]): TextRecord[] {
  const records: TextRecord[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length]!);
    records.push(...splitter.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return [...records, ...splitter.end()];
}

const textsOf = (records: TextRecord[]) => records.map((record) => ('text' in record ? record.text : record.problem));

/** Whatever the chunks, and wherever reading goes on, the records are those of one pass. */
function sameInAnyParts(split: (from: Place) => Splitter, files: fc.Arbitrary<string>) {
  fc.assert(
    fc.property(files, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), (text, sizes) => {
      const bytes = Buffer.from(text);
      const whole = recordsOf(split(start), bytes);
      expect(recordsOf(split(start), bytes, sizes)).toEqual(whole);
      for (const [index, { through }] of whole.entries()) {
        const rest = recordsOf(split(through), bytes.subarray(through.byte), sizes);
        expect(rest).toEqual(whole.slice(index + 1));
      }
    }),
    { numRuns: 300 },
  );
}

const lineBreak = fc.constantFrom('\n', '\r\n');

describe('lines', () => {
  const split = (from: Place) => splitLines(from);

  it('are records with their number and the place behind them; empty ones are none', () => {
    expect(recordsOf(split(start), Buffer.from('\ufeff{"a":1}\r\n\n{"é":2}\n \n{"c":3}'))).toEqual([
      { line: 1, through: { line: 1, byte: 12 }, text: '{"a":1}\r' },
      { line: 3, through: { line: 3, byte: 22 }, text: '{"é":2}' },
      { line: 5, through: { line: 5, byte: 31 }, text: '{"c":3}' },
    ]);
  });

  it('longer than a megabyte are told and cost nothing but themselves', () => {
    const long = `"${'x'.repeat(longestRecord)}"`;
    const records = recordsOf(split(start), Buffer.from(`1\n${long}\n3\n`), [65_536]);
    expect(textsOf(records)).toEqual(['1', 'longer than 1 MB', '3']);
    expect(records.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  it('are the same in any parts, and from any place on', () => {
    const line = fc.tuple(fc.stringMatching(/^[a-zé{}", ]{0,8}$/), lineBreak).map((parts) => parts.join(''));
    sameInAnyParts(
      split,
      fc.array(line, { maxLength: 8 }).map((lines) => lines.join('')),
    );
  });
});

describe('CSV', () => {
  const split = (from: Place) => splitCsv(from, ',');

  it('keeps line breaks within quotes, and counts them', () => {
    const text = '\ufeff"na,me",b\r\n1,"x\r\ny ""z"""\r\n\r\n2,é\n3,"last"';
    expect(
      recordsOf(split(start), Buffer.from(text)).map(({ line, ...rest }) => [line, 'text' in rest && rest.text]),
    ).toEqual([
      [1, '"na,me",b'],
      [2, '1,"x\r\ny ""z"""'],
      [5, '2,é'],
      [6, '3,"last"'],
    ]);
  });

  it('a quote within an unquoted value ends nothing, and one that is never closed costs its own line', () => {
    const text = 'a,b\n1,5" screen\n2,"never closed\n3,fine\n4,"x"\n';
    expect(textsOf(recordsOf(split(start), Buffer.from(text)))).toEqual([
      'a,b',
      '1,5" screen',
      'a quote is opened and not closed',
      '3,fine',
      '4,"x"',
    ]);
  });

  it('gives up a quote that swallows a megabyte, and a record that has one', () => {
    const filler = `${'y'.repeat(1000)}\n`.repeat(1200);
    const swallowed = recordsOf(split(start), Buffer.from(`1,"open\n${filler}2,"x"\n`), [65_536]);
    expect(swallowed[0]).toMatchObject({ line: 1, problem: 'a quote is opened and not closed' });
    expect(swallowed).toHaveLength(1202);
    expect(swallowed.at(-1)).toMatchObject({ line: 1202, text: '2,"x"' });
    const long = recordsOf(split(start), Buffer.from(`1,${'z'.repeat(3 * longestRecord)}\n2,x\n`), [65_536]);
    expect(textsOf(long)).toEqual(['longer than 1 MB', '2,x']);
    expect(long.at(-1)).toMatchObject({ line: 2, through: { line: 2 } });
  });

  it('says so when quotes are never closed all over the file', () => {
    const text = 'a,"open\n'.repeat(250);
    expect(() => recordsOf(split(start), Buffer.from(text))).toThrow('is this CSV with quotes doubled within quotes');
  });

  it('is the same in any parts, and from any place on', () => {
    const value = fc.oneof(
      fc.stringMatching(/^[a-zé ]{0,4}$/),
      fc.stringMatching(/^[a-z,"\n ]{0,5}$/).map((text) => `"${text.replaceAll('"', '""')}"`),
    );
    const record = fc.tuple(fc.array(value, { minLength: 1, maxLength: 3 }), lineBreak);
    const file = fc.array(record, { maxLength: 6 });
    sameInAnyParts(
      split,
      file.map((records) => records.map(([values, end]) => values.join(',') + end).join('')),
    );
  });

  it('reads back what was written, whatever stands in it', () => {
    const columns = ['event', 'user id', 'properties'];
    const cell = fc.string({ maxLength: 12 }).map((text) => text.toWellFormed().replaceAll('\0', ''));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }),
        fc.constantFrom(',', ';', '\t', '|'),
        (rows, delimiter) => {
          const quoted = (values: string[]) => values.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter);
          const bytes = Buffer.from([columns, ...rows].map((row) => `${quoted(row)}\r\n`).join(''));
          const header = readHeader(bytes, delimiter);
          expect(header.columns).toEqual(columns);
          const from = { line: header.lines, byte: header.bytes };
          const read = readCsv(recordsOf(splitCsv(from, delimiter), bytes.subarray(header.bytes)), header);
          expect(
            read.map((record) => ({ ...('value' in record ? record.value : { problem: record.problem }) })),
          ).toEqual(
            rows.map((row) =>
              Object.fromEntries(columns.flatMap((name, index) => (row[index] === '' ? [] : [[name, row[index]]]))),
            ),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the values of CSV', () => {
  const read = (text: string): ReadRecord[] => {
    const bytes = Buffer.from(text);
    const header = readHeader(bytes, null);
    const from = { line: header.lines, byte: header.bytes };
    return readCsv(recordsOf(splitCsv(from, header.delimiter), bytes.subarray(header.bytes)), header);
  };

  it.each([
    ['commas', 'event,user_id\nA,1\n'],
    ['semicolons', 'event;user_id\nA;1\n'],
    ['tabs', 'event\tuser_id\r\nA\t1\r\n'],
    ['bars', 'event|user_id\nA|1'],
  ])('are told apart by %s, as the header has them', (_name, text) => {
    expect(read(text)).toMatchObject([{ line: 2, value: { event: 'A', user_id: '1' } }]);
  });

  it('a row that does not fit the header, or whose quotes do not, is told with its line; the others are read', () => {
    expect(
      read('event,user_id\nA,1\nB\nC,2,3\nD,5" screen\nE,"x"y\nF,6\n').map((one) =>
        'problem' in one ? one.problem : one.value.event,
      ),
    ).toEqual([
      'A',
      'has 1 value, and the header 2 columns',
      'has 3 values, and the header 2 columns',
      'has a quote within a value: quote the value, and double the quote',
      'has a quote within a value: quote the value, and double the quote',
      'F',
    ]);
  });

  it('two columns of one name are refused', () => {
    expect(() => readHeader(Buffer.from('event,user_id,event\n'), null)).toThrow('two columns named "event"');
  });
});

describe('a JSON array', () => {
  const split = (from: Place) => splitArray(from);

  it('has its elements as records by their numbers, however it is laid out', () => {
    const text = '\ufeff [\n  {"a": "],\\"[", "b": [1,\n {"c": 2}]},\n\n  {"d":"é"} , 3\n]\n';
    expect(recordsOf(split(start), Buffer.from(text))).toEqual([
      { line: 1, through: { line: 1, byte: 44 }, text: '{"a": "],\\"[", "b": [1,\n {"c": 2}]}' },
      { line: 2, through: { line: 2, byte: 60 }, text: '{"d":"é"} ' },
      { line: 3, through: { line: 3, byte: 63 }, text: '3\n' },
    ]);
  });

  it.each([
    ['{"a":1}', 'does not begin with ['],
    ['[{"a":1},', 'ends in the middle'],
    ['[{"a":1}] x', 'is followed by something else'],
    [`["${'x'.repeat(longestRecord)}"]`, 'longer than 1 MB'],
  ])('that is none is refused: %.20s', (text, words) => {
    expect(() => recordsOf(split(start), Buffer.from(text), [65_536])).toThrow(words);
  });

  it('is the same in any parts, and from any place on', () => {
    const value = fc.jsonValue({ maxDepth: 2 }).map((json) => JSON.stringify(json, null, 1));
    sameInAnyParts(
      split,
      fc.array(value, { minLength: 1, maxLength: 6 }).map((values) => `[${values.join(',\n')}]`),
    );
  });
});
