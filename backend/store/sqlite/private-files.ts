/**
 * The database and its copies hold personal data: what we make is for whoever runs the service, and for nobody else on the
 * machine. On Windows modes say nothing, and the rights of the folder hold.
 */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';

const ownFile = 0o600;
const ownFolder = 0o700;

/** The folder the file is to be in, and those above it that are missing. One that is there stays as it is. */
export function makeFolderOf(file: string): void {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: ownFolder });
}

/** An empty file, which SQLite takes for a new database; its log and index get the same mode. One that is there stays as it is. */
export function makePrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', ownFile));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** For a copy, which has the mode of what it was copied from. */
export function makePrivate(file: string): void {
  chmodSync(file, ownFile);
}
