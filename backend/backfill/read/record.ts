/** One row of a file as text, with its place. */
import { isUtf8 } from 'node:buffer';
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

export const notUtf8Words = 'not UTF-8: save the file as UTF-8, and load it again';

/** A byte order mark stands before the first line of some files. Text of another encoding would be kept garbled for ever. */
export function readText(bytes: Buffer, line: number): { text: string } | { problem: string } {
  if (!isUtf8(bytes)) return { problem: notUtf8Words };
  const text = bytes.toString('utf8');
  return { text: line === 1 && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text };
}

/** Whether nothing stands in it. */
export function isBlank(read: { text: string } | { problem: string }): boolean {
  return 'text' in read && read.text.trim() === '';
}

/**
 * The file cannot be read on. The message is for whoever runs the tool, goes on from the file's name ("is empty"), and says
 * what to do.
 */
export class UnreadableFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableFileError';
  }
}

export const newline = 0x0a;
export const carriageReturn = 0x0d;
