/**
 * Records of CSV by RFC 4180: a line break within quotes belongs to the value. A quote that is opened and never closed costs
 * its own line, not the rest of the file. What stands in a record is read by read-csv.ts.
 */
import type { Place } from '../../store/backfill-store.ts';
import {
  carriageReturn,
  isBlank,
  longestRecord,
  newline,
  readText,
  type Splitter,
  type TextRecord,
  tooLongWords,
  UnreadableFileError,
} from './record.ts';

const quote = 0x22;
/** A byte order mark, before the first value of some files. */
const mark = [0xef, 0xbb, 0xbf];
/** So many say that the file is something else. */
const mostUnclosed = 100;

export function splitCsv(from: Place, delimiter: string): Splitter {
  const separator = delimiter.charCodeAt(0);
  /** Not cut yet; it begins at `at`, and has been looked through up to `looked`. */
  let rest: Buffer = Buffer.alloc(0);
  const at = { ...from };
  let looked = 0;
  let breaks = 0;
  let isQuoted = false;
  let mayEscape = false;
  let beginsValue = true;
  let isTooLong = false;
  let unclosed = 0;

  function startRecord(): void {
    looked = 0;
    breaks = 0;
    isQuoted = false;
    mayEscape = false;
    beginsValue = true;
    isTooLong = false;
  }

  /**
   * Looks on for the end of the record that `rest` begins with: the index of its line break, or null where that has not come.
   * 'unclosed': a value goes on behind its quotes, some lines on, so they belong to different values.
   */
  function findEnd(): number | 'unclosed' | null {
    for (; looked < rest.length; looked += 1) {
      const byte = rest[looked]!;
      if (isQuoted) {
        if (byte === newline) breaks += 1;
        else if (byte === quote) {
          isQuoted = false;
          mayEscape = true;
        }
        continue;
      }
      if (byte === quote && (beginsValue || mayEscape)) isQuoted = true;
      else if (byte === newline) return looked;
      else if (mayEscape && breaks > 0 && byte !== separator && byte !== carriageReturn) return 'unclosed';
      beginsValue = byte === separator || (at.byte === 0 && looked < mark.length && byte === mark[looked]);
      mayEscape = false;
    }
    return null;
  }

  /** Takes so many bytes off, which end with a line break unless the file does. */
  function cut(bytes: number, problem?: string): TextRecord[] {
    const line = at.line + 1;
    const isBroken = rest[bytes - 1] === newline;
    at.line += breaks + 1;
    at.byte += bytes;
    const place = { line, through: { ...at } };
    const read = problem === undefined ? readText(withoutBreak(rest.subarray(0, bytes), isBroken), line) : { problem };
    rest = rest.subarray(bytes);
    startRecord();
    return isBlank(read) ? [] : [{ ...place, ...read }];
  }

  /** The quote swallowed what follows: only the line in which it was opened is given up. */
  function giveUpLine(): TextRecord[] {
    unclosed += 1;
    const line = at.line + 1;
    if (unclosed > mostUnclosed) {
      throw new UnreadableFileError(
        `has quotes that are opened and not closed in more than ${mostUnclosed} lines, up to line ${line}: is this CSV with quotes doubled within quotes (RFC 4180)?`,
      );
    }
    const end = rest.indexOf(newline);
    breaks = 0;
    return cut(end === -1 ? rest.length : end + 1, 'a quote is opened and not closed');
  }

  function cutAll(): TextRecord[] {
    const records: TextRecord[] = [];
    for (;;) {
      const end = findEnd();
      if (end === 'unclosed') records.push(...giveUpLine());
      else if (end !== null) records.push(...cut(end + 1, isTooLong ? tooLongWords : undefined));
      else if (rest.length <= longestRecord) return records;
      else if (isQuoted) records.push(...giveUpLine());
      else {
        // Its end is looked for, and nothing of it kept.
        isTooLong = true;
        at.byte += rest.length;
        rest = Buffer.alloc(0);
        looked = 0;
        return records;
      }
    }
  }

  return {
    push(chunk) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      return cutAll();
    },
    end() {
      const records = cutAll();
      while (rest.length > 0) {
        if (isQuoted) records.push(...giveUpLine(), ...cutAll());
        else records.push(...cut(rest.length, isTooLong ? tooLongWords : undefined));
      }
      return records;
    },
  };
}

function withoutBreak(bytes: Buffer, isBroken: boolean): Buffer {
  if (!isBroken) return bytes;
  return bytes.subarray(0, bytes.at(-2) === carriageReturn ? -2 : -1);
}
