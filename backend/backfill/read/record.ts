/** One row of a file as text, with its place. */
import type { Place } from '../../store/backfill-store.ts';

/** `line`: where it begins, from 1; `through`: the place behind it. */
export type TextRecord = { line: number; through: Place } & ({ text: string } | { problem: string });

/** Cuts a file's bytes, as they come, into records; remembers only what is not whole yet. */
export type Splitter = {
  push(chunk: Buffer): TextRecord[];
  /** What is left at the end of the file. */
  end(): TextRecord[];
};

/** Longer records are reported and not read: nothing that long can be one event. */
export const longestRecord = 1024 * 1024;
export const tooLongWords = 'longer than 1 MB';

/** The file cannot be read on. The message is for whoever runs the tool, and says what to do. */
export class UnreadableFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableFileError';
  }
}

export const newline = 0x0a;
export const carriageReturn = 0x0d;
