/** A file as messages: what it is, how its rows are read and converted. Nothing of it is held but what is under way. */
import type { JsonObject } from '../ingest/clean-json.ts';
import type { EventType } from '../ingest/event.ts';
import { readMoment } from '../ingest/event-time.ts';
import type { Place } from '../store/backfill-store.ts';
import { type Convert, isMessageType } from './convert/converted.ts';
import { mapColumns } from './convert/map-columns.ts';
import { convertMapped } from './convert/mapped.ts';
import { convertPosthog } from './convert/posthog.ts';
import { convertSegment } from './convert/segment.ts';
import { convertWarehouse } from './convert/warehouse.ts';
import { type Detected, detectFormat, type Format } from './detect-format.ts';
import type { SentRow } from './load-rows.ts';
import type { FileSource } from './read/file-source.ts';
import { type ReadRecord, readCsv } from './read/read-csv.ts';
import type { Splitter, TextRecord } from './read/record.ts';
import { splitArray } from './read/split-array.ts';
import { splitCsv } from './read/split-csv.ts';
import { splitLines } from './read/split-lines.ts';

export type ReadOptions = {
  format: Format | 'auto';
  /** FIELD=COLUMN each. */
  map: readonly string[];
  type: EventType | null;
  delimiter: string | null;
  groupType: string | null;
  /** What happened then or later is left out. */
  before: number | null;
};

export type ReadExport = {
  detected: Detected;
  /** "segment, from a warehouse, CSV". */
  words: string;
  /** Rows from behind a place on. */
  rows(from: Place): AsyncGenerator<SentRow[]>;
};

/** Enough to see what a file is, and to hold any header. */
const headBytes = 256 * 1024;

/** Throws UnreadableFileError. */
export async function readExport(source: FileSource, options: ReadOptions): Promise<ReadExport> {
  const chunks = source.read(0);
  const begin: Buffer[] = [];
  let bytes = 0;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    begin.push(next.value);
    bytes += next.value.length;
    if (bytes >= headBytes) break;
  }
  const head = Buffer.concat(begin);
  const detected = detectFormat(head, options);
  const convert = leavingOut(options.before, converterFor(detected, options));

  async function* text(from: Place): AsyncGenerator<Buffer> {
    // What was read to see what it is, is read no second time: standard input could not be.
    if (from.byte < head.length) {
      yield head.subarray(from.byte);
      yield* chunks;
    } else {
      await chunks.return(undefined);
      yield* source.read(from.byte);
    }
  }

  return {
    detected,
    words: wordsOf(detected),
    async *rows(from) {
      const { shape } = detected;
      const header = shape.rows === 'csv' ? shape.header : null;
      const start = header !== null && from.byte < header.bytes ? { line: header.lines, byte: header.bytes } : from;
      const splitter = splitterFor(detected, start);
      const read = (records: TextRecord[]) => (header === null ? records.map(readJson) : readCsv(records, header));
      for await (const chunk of text(start)) {
        const records = splitter.push(chunk);
        if (records.length > 0) yield read(records).map((record) => sentRow(record, convert));
      }
      const last = splitter.end();
      if (last.length > 0) yield read(last).map((record) => sentRow(record, convert));
    },
  };
}

function converterFor({ format, columns, rows, isWarehouse }: Detected, options: ReadOptions): Convert {
  const { type, groupType } = options;
  if (format === 'posthog') return (row) => convertPosthog(row, { groupType });
  if (format === 'segment' || format === 'rudderstack') {
    return isWarehouse ? (row) => convertWarehouse(row, type) : convertSegment;
  }
  if (format === 'csv') {
    const map = mapColumns(columns, options.map, type);
    return (row) => convertMapped(row, map);
  }
  if (rows.every((row) => isMessage(row, options))) return spokenOr(() => ({ rejected: unknownRow }), options);
  const map = mapColumns(columns, options.map, type);
  return spokenOr((row) => convertMapped(row, map), options);
}

const unknownRow = 'is no message of the Segment spec, as the rows before it are: it says no "type"';

/** Messages of the Segment spec may stand between rows of other kinds. */
function spokenOr(otherwise: Convert, options: ReadOptions): Convert {
  return (row) => (isMessage(row, options) ? convertSegment(row) : otherwise(row));
}

function isMessage(row: JsonObject, { map, type }: ReadOptions): boolean {
  return isMessageType(row.type) && map.length === 0 && type === null;
}

function leavingOut(before: number | null, convert: Convert): Convert {
  if (before === null) return convert;
  return (row) => {
    const converted = convert(row);
    const at = 'messages' in converted ? readMoment(converted.messages.at(-1)?.timestamp) : null;
    return at !== null && at >= before ? { skipped: true } : converted;
  };
}

function splitterFor({ shape }: Detected, from: Place): Splitter {
  if (shape.rows === 'csv') return splitCsv(from, shape.header.delimiter);
  return shape.rows === 'lines' ? splitLines(from) : splitArray(from);
}

function readJson({ line, through, ...record }: TextRecord): ReadRecord {
  if ('problem' in record) return { line, through, problem: record.problem };
  try {
    return { line, through, value: JSON.parse(record.text) };
  } catch {
    return { line, through, problem: 'is not JSON' };
  }
}

function sentRow({ line, through, ...record }: ReadRecord, convert: Convert): SentRow {
  if ('problem' in record) return { line, through, rejected: record.problem };
  const { value } = record;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, through, rejected: 'is not a JSON object' };
  }
  const converted = convert(value);
  if ('skipped' in converted) return { line, through, skipped: 1 };
  return { line, through, ...converted };
}

const formatWords: Record<Format, string> = {
  csv: 'a table',
  ndjson: 'JSON rows',
  segment: 'a Segment export',
  posthog: 'a PostHog export',
  rudderstack: 'a RudderStack export',
};

function wordsOf({ format, shape, isWarehouse }: Detected): string {
  const from = isWarehouse && format !== 'csv' && format !== 'ndjson' ? ' from a warehouse' : '';
  const as = { csv: 'CSV', lines: 'one JSON object a line', array: 'a JSON array' }[shape.rows];
  return `${formatWords[format]}${from}, ${as}`;
}
