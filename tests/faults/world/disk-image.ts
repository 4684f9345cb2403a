/**
 * What a disk would hold after a power cut: what was flushed, for certain; of what was written since, anything. Made from a
 * trace of what a process asked the system for.
 */
import type { Random } from '../../support/seeded-random.ts';

type Change = { data: Buffer; offset: number } | { size: number };
type File = {
  flushed: Buffer;
  size: number;
  /** Changes that are not flushed, in their order. */
  since: Change[];
  /** How many changes were flushed before those. */
  before: number;
};

/** Until which change of its file a flush reaches: what is written while it is under way may or may not be in it. */
export type Flush = { file: string; until: number };

export type DiskImage = {
  write(file: string, data: Buffer, offset: number): void;
  truncate(file: string, size: number): void;
  beginFlush(file: string): Flush;
  /** Answers what is on disk from now on that was not before. */
  endFlush(flush: Flush): Buffer[];
  /** The files after a power cut now; each write since the last flush is there, gone or torn, as `random` wants. */
  cut(how: 'flushed only' | 'some of the rest', random: Random): Map<string, Buffer>;
};

export function createDiskImage(files: Map<string, Buffer>): DiskImage {
  const all = new Map<string, File>(
    [...files].map(([name, data]) => [name, { flushed: data, size: data.length, since: [], before: 0 }]),
  );

  function fileOf(name: string): File {
    let file = all.get(name);
    if (file === undefined) {
      file = { flushed: Buffer.alloc(0), size: 0, since: [], before: 0 };
      all.set(name, file);
    }
    return file;
  }

  return {
    write: (name, data, offset) => void fileOf(name).since.push({ data, offset }),
    truncate: (name, size) => void fileOf(name).since.push({ size }),
    beginFlush(name) {
      const { before, since } = fileOf(name);
      return { file: name, until: before + since.length };
    },
    endFlush({ file: name, until }) {
      const file = fileOf(name);
      const done = file.since.splice(0, Math.max(0, until - file.before));
      file.before += done.length;
      for (const change of done) apply(file, change);
      return done.flatMap((change) => ('data' in change ? [change.data] : []));
    },
    cut(how, random) {
      return new Map(
        [...all].map(([name, { flushed, size, since }]) => {
          const copy: File = { flushed: Buffer.from(flushed), size, since: [], before: 0 };
          for (const change of how === 'flushed only' ? [] : since) {
            if (random.chance(0.5)) apply(copy, 'data' in change && random.chance(0.3) ? torn(change, random) : change);
          }
          return [name, copy.flushed.subarray(0, copy.size)];
        }),
      );
    },
  };
}

/** Disks write sectors of 512 bytes whole or not at all. */
function torn({ data, offset }: Extract<Change, { data: Buffer }>, random: Random): Change {
  return { data: data.subarray(0, Math.floor(random.whole(0, data.length) / 512) * 512), offset };
}

function apply(file: File, change: Change): void {
  if ('size' in change) {
    // What is cut off and grown again is empty.
    if (change.size < file.size) file.flushed.fill(0, change.size, file.size);
    grow(file, change.size);
    file.size = change.size;
    return;
  }
  if (change.data.length === 0) return;
  const end = change.offset + change.data.length;
  grow(file, end);
  change.data.copy(file.flushed, change.offset);
  file.size = Math.max(file.size, end);
}

function grow(file: File, size: number): void {
  if (size <= file.flushed.length) return;
  const larger = Buffer.alloc(Math.max(size, file.flushed.length * 2));
  file.flushed.copy(larger, 0, 0, file.size);
  file.flushed = larger;
}
