/** One process per database file: two would take each other's effects for those of a run that is over. */
import Database from 'better-sqlite3';
import { makePrivateFile } from './private-files.ts';

export class DatabaseInUseError extends Error {
  constructor(file: string) {
    super(`Another process of Zo Handoff uses the database ${file}: stop it first, or set another DATABASE_URL.`);
    this.name = 'DatabaseInUseError';
  }
}

/** Longer than a process needs that is just ending. */
const waitMs = 3_000;

/**
 * Holds the file until the returned function is called or the process ends, however it ends: the system lets go of a lock
 * on `<file>-lock`. Throws DatabaseInUseError when another process holds it.
 */
export function holdAlone(file: string): () => void {
  if (file === ':memory:') return () => {};
  makePrivateFile(`${file}-lock`);
  const lock = new Database(`${file}-lock`, { timeout: waitMs });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code === 'SQLITE_BUSY') throw new DatabaseInUseError(file);
    throw error;
  }
  return () => lock.close();
}
