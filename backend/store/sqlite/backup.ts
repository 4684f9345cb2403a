/**
 * A copy of the whole database as of one moment, while the server goes on writing: the pages are read within one read
 * transaction of a connection of its own. The copy gets its name only once it is whole and has been checked.
 */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { checkDatabase } from './check-database.ts';
import { makePrivateFile } from './private-files.ts';

/** The row of `settings` in which a backup says when it was taken, for each portal. */
export const backupSetting = 'backup';

/** What can be told to whoever asked, as it is. */
export class BackupError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'BackupError';
  }
}

export type BackupOptions = {
  /** The file may take the place of an older one. */
  force: boolean;
  now: () => number;
  progress?: (copied: number, total: number) => void;
};

export type Backup = { file: string; takenAt: number; bytes: number; schemaVersion: number };

/** Copied between two looks at progress: 16 MB. */
const pagesAtOnce = 4096;

export async function backUp(database: string, file: string, options: BackupOptions): Promise<Backup> {
  if (!existsSync(database))
    throw new BackupError(`There is no database ${database}: set DATABASE_URL to the server's.`);
  if (!options.force && existsSync(file)) {
    throw new BackupError(`${file} exists already: name another file, or say --force to replace it.`);
  }
  const folder = path.dirname(path.resolve(file));
  if (!existsSync(folder)) {
    throw new BackupError(`No backup was made: there is no folder ${folder}. Make it, or name a file elsewhere.`);
  }
  const part = `${file}.part`;
  try {
    const takenAt = await copy(database, part, options);
    const schemaVersion = checkDatabase(part);
    markTaken(part, takenAt);
    flushToDisk(part);
    renameSync(part, file);
    return { file, takenAt, bytes: statSync(file).size, schemaVersion };
  } catch (error) {
    throw error instanceof BackupError
      ? error
      : new BackupError(`No backup was made: ${(error as Error).message}`, error);
  } finally {
    removeDatabase(part);
  }
}

async function copy(database: string, part: string, { now, progress }: BackupOptions): Promise<number> {
  removeDatabase(part);
  makePrivateFile(part);
  const connection = new Database(database, { readonly: true });
  try {
    connection.pragma('busy_timeout = 5000');
    const takenAt = now();
    connection.exec('BEGIN');
    // From this read on the connection sees what had been committed by now, whatever is written meanwhile.
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    const { totalPages } = await connection.backup(part, {
      progress({ totalPages: total, remainingPages: left }) {
        if (total > 0) progress?.(total - left, total);
        return pagesAtOnce;
      },
    });
    progress?.(totalPages, totalPages);
    return takenAt;
  } finally {
    connection.close();
  }
}

function markTaken(file: string, takenAt: number): void {
  const connection = new Database(file);
  try {
    connection
      .prepare('INSERT OR REPLACE INTO settings SELECT portal_id, ?, ?, ? FROM portals')
      .run(backupSetting, JSON.stringify({ takenAt }), takenAt);
  } finally {
    connection.close();
  }
}

/** The name is given only to what would survive a power cut. */
export function flushToDisk(file: string): void {
  const descriptor = openSync(file, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

export function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
}
