/**
 * A copy of the whole database as of one moment, while the server goes on writing: the pages are read within one read
 * transaction of a connection of its own. The copy gets its name only once it is whole and has been checked.
 */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { checkDatabase } from './check-database.ts';
import { ownFileAmong } from './own-files.ts';
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
  refuseDatabases(database, file, part);
  try {
    const takenAt = await copy(database, part, options);
    const schemaVersion = checkDatabase(part);
    markTaken(part, takenAt);
    flushToDisk(part);
    renameSync(part, file);
    flushFolderOf(file);
    return { file, takenAt, bytes: statSync(file).size, schemaVersion };
  } catch (error) {
    throw error instanceof BackupError
      ? error
      : new BackupError(`No backup was made: ${(error as Error).message}`, error);
  } finally {
    removeDatabase(part);
  }
}

/** Nothing replaces a database that is in use, whatever `force` says: its server would go on writing into what is not there. */
function refuseDatabases(database: string, file: string, part: string): void {
  const own = ownFileAmong([file, ...filesOf(part)], database);
  if (own !== null) {
    throw new BackupError(
      `No backup was made: ${own} belongs to the database ${database} and would be overwritten. Name another file.`,
    );
  }
  const isInUse = existsSync(`${file}-lock`) || (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  if (isInUse) {
    throw new BackupError(
      `No backup was made: ${file} is no backup but a database that is in use, or was; ${file}-lock or ${file}-wal shows it. Name another file.`,
    );
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

/** After a file in it was renamed: until then a power cut could bring the old name back. Windows has no such thing. */
export function flushFolderOf(file: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path.dirname(path.resolve(file)), 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** What `removeDatabase` removes. */
export function filesOf(file: string): string[] {
  return ['', '-wal', '-shm', '-journal'].map((suffix) => `${file}${suffix}`);
}

export function removeDatabase(file: string): void {
  for (const one of filesOf(file)) rmSync(one, { force: true });
}
