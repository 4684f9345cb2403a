/** What a file is, by its beginning: how rows are told apart, and whose export it is. */
import { isJsonObject, type JsonObject } from '../ingest/clean-json.ts';
import { isMessageType } from './convert/converted.ts';
import { type CsvHeader, readHeader } from './read/read-csv.ts';
import { newline, notUtf8Words, readText, type TextRecord, UnreadableFileError } from './read/record.ts';
import { splitArray } from './read/split-array.ts';
import { splitLines } from './read/split-lines.ts';

export const formats = ['csv', 'ndjson', 'segment', 'posthog', 'rudderstack'] as const;
export type Format = (typeof formats)[number];

/** `header`: of CSV. */
export type Shape = { rows: 'lines' | 'array'; header?: undefined } | { rows: 'csv'; header: CsvHeader };

export type Detected = {
  shape: Shape;
  format: Format;
  /** The names of columns or fields of the first rows. */
  columns: string[];
  /** The first rows; of CSV none. */
  rows: JsonObject[];
  /** One column for each field, in snake_case, as in a warehouse. */
  isWarehouse: boolean;
};

const rowsLookedAt = 50;

export type Wanted = {
  format: Format | 'auto';
  /** Somebody says which column is which: the file is a table, or rows of JSON. */
  map: readonly string[];
  delimiter: string | null;
};

export function detectFormat(head: Buffer, wanted: Wanted): Detected {
  const shape = shapeOf(head, wanted.delimiter);
  if (wanted.format === 'csv' && shape.rows !== 'csv') {
    throw new UnreadableFileError('is JSON, not CSV: leave --format out, or say --format ndjson');
  }
  if (wanted.format === 'ndjson' && shape.rows === 'csv') {
    throw new UnreadableFileError('is not JSON: leave --format out, or say --format csv');
  }
  const isMapped = wanted.map.length > 0;
  if (isMapped && !['auto', 'csv', 'ndjson'].includes(wanted.format)) {
    throw new UnreadableFileError(
      `cannot be read so: --map is for tables and rows of JSON: leave --format ${wanted.format} out to read it as one`,
    );
  }
  const rows = shape.rows === 'csv' ? [] : firstRows(head, shape.rows);
  const columns =
    shape.rows === 'csv'
      ? shape.header.columns.filter((name) => name !== '')
      : [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lower = new Set(columns.map((column) => column.toLowerCase()));
  const isWarehouse = isOfWarehouse(lower, rows);
  const generic = shape.rows === 'csv' ? 'csv' : 'ndjson';
  const found = isMapped ? generic : whoseExport(lower, rows, isWarehouse, shape);
  const format = wanted.format === 'auto' ? found : wanted.format;
  return { shape, format, columns, rows, isWarehouse };
}

function shapeOf(head: Buffer, delimiter: string | null): Shape {
  const first = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()[0];
  if (first === undefined) throw new UnreadableFileError('is empty');
  if (first === '{') return { rows: 'lines' };
  if (first === '[') return { rows: 'array' };
  refuseNoTable(head);
  return { rows: 'csv', header: readHeader(head, delimiter) };
}

/** The first line must be the names of columns. */
function refuseNoTable(head: Buffer): void {
  const end = head.indexOf(newline);
  const first = readText(end === -1 ? head : head.subarray(0, end), 1);
  if ('problem' in first) throw new UnreadableFileError(`is ${notUtf8Words}`);
  if (first.text.includes('\0')) throw new UnreadableFileError('is no text: export it as JSON lines or CSV');
  if (/\r[^\r]/.test(first.text)) {
    throw new UnreadableFileError('has lines that end with a carriage return alone: save it with the usual line ends');
  }
}

/** Of lines the last may be cut off: it counts only where it is whole. */
function firstRows(head: Buffer, rows: 'lines' | 'array'): JsonObject[] {
  const splitter = rows === 'lines' ? splitLines({ line: 0, byte: 0 }) : splitArray({ line: 0, byte: 0 });
  const whole = splitter.push(head).slice(0, rowsLookedAt);
  if (rows === 'array') return whole.flatMap(readObject);
  const found = [...whole, ...splitter.end()].flatMap(readObject);
  if (found.length === 0 && whole.length > 0) {
    throw new UnreadableFileError(
      'has no JSON object in any of its first lines: export it with one object a line, or as a JSON array',
    );
  }
  return found;
}

function readObject(record: TextRecord): JsonObject[] {
  try {
    const value: unknown = 'text' in record ? JSON.parse(record.text) : null;
    return isJsonObject(value) ? [value] : [];
  } catch {
    return [];
  }
}

/** Their names of ids and moments stand in no other table together. */
function isOfWarehouse(columns: Set<string>, rows: JsonObject[]): boolean {
  if (rows.some((row) => isMessageType(row.type) && (row.messageId !== undefined || row.anonymousId !== undefined))) {
    return false;
  }
  const moments = ['original_timestamp', 'received_at', 'sent_at', 'uuid_ts'].filter((name) => columns.has(name));
  return (columns.has('anonymous_id') || columns.has('user_id')) && moments.length >= 2;
}

function whoseExport(columns: Set<string>, rows: JsonObject[], isWarehouse: boolean, { rows: shape }: Shape): Format {
  if (columns.has('distinct_id') && columns.has('event')) return 'posthog';
  if (isWarehouse) return columns.has('channel') || columns.has('rudder_id') ? 'rudderstack' : 'segment';
  if (shape === 'csv') return 'csv';
  if (rows.some(({ rudderId, channel }) => rudderId !== undefined || channel !== undefined)) return 'rudderstack';
  const spoken = rows.filter(({ type, messageId, timestamp, originalTimestamp }) => {
    return isMessageType(type) && (messageId ?? timestamp ?? originalTimestamp) !== undefined;
  });
  return spoken.length > 0 && spoken.length >= rows.length / 2 ? 'segment' : 'ndjson';
}
