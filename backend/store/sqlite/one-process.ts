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

export type Hold = {
  /** Whether a database stood here that was noted. */
  wasNoted: boolean;
  /** A database stands here now: from now on it is missed when it is gone. */
  note(): void;
  letGo(): void;
};

/**
 * Holds the file until it is let go of or the process ends, however it ends: the system lets go of a lock on `<file>-lock`,
 * which also remembers what was noted. Throws DatabaseInUseError when another process holds it.
 */
export function holdAlone(file: string): Hold {
  if (file === ':memory:') return { wasNoted: false, note() {}, letGo() {} };
  makePrivateFile(`${file}-lock`);
  const lock = new Database(`${file}-lock`, { timeout: waitMs });
  const begin = () => {
    try {
      lock.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      if ((error as { code?: string }).code === 'SQLITE_BUSY') throw new DatabaseInUseError(file);
      throw error;
    }
  };
  begin();
  const wasNoted = lock.pragma('user_version', { simple: true }) === noted;
  return {
    wasNoted,
    note() {
      if (wasNoted) return;
      lock.pragma(`user_version = ${noted}`);
      lock.exec('COMMIT');
      begin();
    },
    letGo: () => lock.close(),
  };
}

const noted = 1;
