/** One record a line: NDJSON. Empty lines are none. */
import type { Place } from '../../store/backfill-store.ts';
import { isBlank, longestRecord, newline, readText, type Splitter, type TextRecord, tooLongWords } from './record.ts';

export function splitLines(from: Place): Splitter {
  const at = { ...from };
  let kept: Buffer[] = [];
  let keptBytes = 0;

  function take(bytes: Buffer): void {
    keptBytes += bytes.length;
    if (keptBytes <= longestRecord) kept.push(bytes);
    else kept = [];
  }

  /** `ending`: bytes of the line that are not text. */
  function whole(ending: number): TextRecord[] {
    at.line += 1;
    at.byte += keptBytes + ending;
    const place = { line: at.line, through: { ...at } };
    const isTooLong = keptBytes > longestRecord;
    const read = isTooLong ? { problem: tooLongWords } : readText(Buffer.concat(kept), at.line);
    kept = [];
    keptBytes = 0;
    return isBlank(read) ? [] : [{ ...place, ...read }];
  }

  return {
    push(chunk) {
      const records: TextRecord[] = [];
      let start = 0;
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        take(chunk.subarray(start, end));
        records.push(...whole(1));
        start = end + 1;
      }
      if (start < chunk.length) take(chunk.subarray(start));
      return records;
    },
    end: () => (keptBytes === 0 ? [] : whole(0)),
  };
}
