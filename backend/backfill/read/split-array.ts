/**
 * The elements of one JSON array, each a record, however it is broken into lines: its "line" is the number of the element,
 * since all of them may stand in one.
 */
import type { Place } from '../../store/backfill-store.ts';
import { isBlank, longestRecord, readText, type Splitter, type TextRecord, UnreadableFileError } from './record.ts';

const bytesOf = (characters: string) => new Set([...characters].map((character) => character.charCodeAt(0)));
const blank = bytesOf(' \t\r\n');
const mark = new Set([0xef, 0xbb, 0xbf]);
const opens = bytesOf('{[');
const closes = bytesOf('}]');
const [quote, backslash, comma, arrayOpens, arrayCloses] = [0x22, 0x5c, 0x2c, 0x5b, 0x5d];

/** `from`: the beginning of the file, or the place behind an element. */
export function splitArray(from: Place): Splitter {
  const at = { ...from };
  let isInside = from.byte > 0;
  let isOver = false;
  /** Of the element under way. */
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let depth = 0;
  let isText = false;
  let isEscaped = false;

  function unreadable(why: string): UnreadableFileError {
    return new UnreadableFileError(`holds a JSON array that ${why} at byte ${at.byte}, behind ${at.line} elements`);
  }

  function take(bytes: Buffer): void {
    keptBytes += bytes.length;
    if (keptBytes > longestRecord) throw unreadable('has an element longer than 1 MB, or one that never ends,');
    kept.push(bytes);
  }

  function whole(): TextRecord[] {
    const read = readText(Buffer.concat(kept), 0);
    kept = [];
    keptBytes = 0;
    if (isBlank(read)) return [];
    at.line += 1;
    return [{ line: at.line, through: { ...at }, ...read }];
  }

  /** Whether the byte ends the element under way, and is no part of it. */
  function endsElement(byte: number): boolean {
    if (isText) {
      if (isEscaped) isEscaped = false;
      else if (byte === backslash) isEscaped = true;
      else if (byte === quote) isText = false;
      return false;
    }
    if (byte === quote) isText = true;
    else if (opens.has(byte)) depth += 1;
    else if (closes.has(byte)) {
      if (depth === 0) return true;
      depth -= 1;
    }
    return depth === 0 && byte === comma;
  }

  function isBefore(byte: number): boolean {
    if (blank.has(byte) || mark.has(byte)) return true;
    if (byte !== arrayOpens) throw unreadable('does not begin with [');
    isInside = true;
    return true;
  }

  function push(chunk: Buffer): TextRecord[] {
    const records: TextRecord[] = [];
    let start = -1;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index]!;
      at.byte += 1;
      if (isOver) {
        if (!blank.has(byte)) throw unreadable('is followed by something else');
      } else if (!isInside) isBefore(byte);
      else if (start === -1 && keptBytes === 0 && (blank.has(byte) || byte === comma)) {
        // Between elements.
      } else if (start === -1 && keptBytes === 0 && byte === arrayCloses) isOver = true;
      else {
        if (start === -1) start = index;
        if (endsElement(byte)) {
          take(chunk.subarray(start, index));
          // The place is behind the comma; behind the last element it is before the bracket.
          if (byte === arrayCloses) at.byte -= 1;
          records.push(...whole());
          if (byte === arrayCloses) {
            at.byte += 1;
            isOver = true;
          }
          start = -1;
        }
      }
    }
    if (start !== -1) take(chunk.subarray(start));
    return records;
  }

  return {
    push,
    end() {
      if (isOver || (!isInside && keptBytes === 0)) return [];
      throw unreadable('ends in the middle');
    },
  };
}
