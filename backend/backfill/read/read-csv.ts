/** CSV as records by the names of its header. Of the records csv-parse reads the values. */
import { parse } from 'csv-parse/sync';
import type { JsonObject } from '../../ingest/clean-json.ts';
import { counted } from '../../text/counted.ts';
import { type TextRecord, UnreadableFileError } from './record.ts';
import { splitCsv } from './split-csv.ts';

export type CsvHeader = { columns: string[]; delimiter: string; bytes: number; lines: number };

/** A row of a file, read: `value` by the names of its columns or fields. */
export type ReadRecord = Pick<TextRecord, 'line' | 'through'> & ({ value: JsonObject } | { problem: string });

const delimiters = [',', ';', '\t', '|'];

/** `head`: the beginning of the file's text. Of the usual delimiters the one that makes most columns is taken. */
export function readHeader(head: Buffer, wanted: string | null): CsvHeader {
  const read = (wanted === null ? delimiters : [wanted]).flatMap((delimiter) => {
    const [first] = [...splitCsv({ line: 0, byte: 0 }, delimiter).push(withBreak(head))];
    if (first === undefined || !('text' in first)) return [];
    const columns = valuesOf([first.text], delimiter)?.[0];
    return columns === undefined ? [] : [{ columns, delimiter, bytes: first.through.byte, lines: first.through.line }];
  });
  const best = read.toSorted((one, other) => other.columns.length - one.columns.length)[0];
  if (best === undefined) {
    throw new UnreadableFileError('has no header that can be read: its first line must name the columns');
  }
  const columns = best.columns.map((name) => name.trim());
  const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (twice !== undefined) throw new UnreadableFileError(`has two columns named "${twice}": rename one of them`);
  return { ...best, columns };
}

/** The header may be all there is. */
function withBreak(head: Buffer): Buffer {
  return Buffer.concat([head, Buffer.from('\n')]);
}

/** Empty values are left out, as if the column were not there; so are columns without a name, which spreadsheets leave behind. */
export function readCsv(records: readonly TextRecord[], { columns, delimiter }: CsvHeader): ReadRecord[] {
  const texts = records.flatMap((record) => ('text' in record ? [record.text] : []));
  const together = valuesOf(texts, delimiter);
  let next = 0;
  return records.map(({ line, through, ...record }) => {
    if ('problem' in record) return { line, through, problem: record.problem };
    const values = together?.[next] ?? valuesOf([record.text], delimiter)?.[0];
    next += 1;
    if (values === undefined)
      return { line, through, problem: 'has a quote within a value: quote the value, and double the quote' };
    if (values.length < columns.length || values.slice(columns.length).some((value) => value !== '')) {
      return {
        line,
        through,
        problem: `has ${counted(values.length, 'value')}, and the header ${counted(columns.length, 'column')}`,
      };
    }
    return { line, through, value: byName(columns, values) };
  });
}

/** Null where one of them cannot be read: which one is found by reading each alone. */
function valuesOf(texts: readonly string[], delimiter: string): string[][] | null {
  if (texts.length === 0) return [];
  try {
    const read = parse(texts.join('\n'), {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: false,
    }) as string[][];
    return read.length === texts.length ? read : null;
  } catch {
    return null;
  }
}

function byName(columns: readonly string[], values: readonly string[]): JsonObject {
  const row: JsonObject = Object.create(null);
  for (const [index, name] of columns.entries()) if (name !== '' && values[index] !== '') row[name] = values[index];
  return row;
}
