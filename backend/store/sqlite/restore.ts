/**
 * Puts a backup in the place of the database while no server runs. The database that was there stays beside it. What the
 * program may have sent after the backup was taken is marked, so that it is not sent a second time.
 */
import { constants, copyFileSync, existsSync, linkSync, renameSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type RestoredMark, restoredSetting, skippedNumbers } from '../restored-mark.ts';
import { BackupError, backupSetting, flushFolderOf, flushToDisk, removeDatabase } from './backup.ts';
import { checkDatabase } from './check-database.ts';
import { DatabaseInUseError, type Hold, holdAlone } from './one-process.ts';
import { ownFileAmong } from './own-files.ts';
import { makeFolderOf, makePrivate } from './private-files.ts';

export type Restored = {
  database: string;
  takenAt: number | null;
  schemaVersion: number;
  /** Where the database went that was there before. */
  keptAs: string | null;
};

export function restore(backup: string, database: string, now: number): Restored {
  if (!existsSync(backup)) throw new BackupError(`There is no file ${backup}.`);
  const part = `${database}.restoring`;
  if (ownFileAmong([backup], database) !== null) {
    throw new BackupError(`${backup} belongs to the database ${database} itself: name the backup.`);
  }
  if (ownFileAmong([backup], part) !== null) {
    throw new BackupError(`${backup} is what restoring writes first: give the backup another name.`);
  }
  makeFolderOf(database);
  const hold = holdOrSay(database);
  try {
    removeDatabase(part);
    copyPrivately(backup, part);
    // A database that was kept beside an earlier one may have its log still.
    if (existsSync(`${backup}-wal`)) copyPrivately(`${backup}-wal`, `${part}-wal`);
    const schemaVersion = checkDatabase(part);
    const takenAt = markRestored(part, now);
    flushToDisk(part);
    const keptAs = existsSync(database) ? keepBeside(database, now) : null;
    if (keptAs === null) moveLogs(database, namedBeside(database, now));
    renameSync(part, database);
    flushFolderOf(database);
    return { database, takenAt, schemaVersion, keptAs };
  } catch (error) {
    if (error instanceof BackupError) throw error;
    const reason = (error as Error).message.replaceAll(part, backup).replace(/\.$/, '');
    throw new BackupError(`Nothing was restored, the database is as it was: ${reason}.`, error);
  } finally {
    removeDatabase(part);
    hold.letGo();
  }
}

function copyPrivately(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  makePrivate(to);
}

function holdOrSay(database: string): Hold {
  try {
    return holdAlone(database);
  } catch (error) {
    if (!(error instanceof DatabaseInUseError)) throw error;
    throw new BackupError(`A server runs on ${database}: stop it, restore, and start it again.`, error);
  }
}

function markRestored(file: string, restoredAt: number): number | null {
  const connection = new Database(file);
  try {
    const row = connection
      .prepare<[string], { value_json: string }>('SELECT value_json FROM settings WHERE name = ? LIMIT 1')
      .get(backupSetting);
    const takenAt = row === undefined ? null : (JSON.parse(row.value_json) as { takenAt: number }).takenAt;
    connection.transaction(() => {
      connection.prepare('DELETE FROM settings WHERE name = ?').run(backupSetting);
      writeRestoredMark(connection, { takenAt, restoredAt });
    })();
    return takenAt;
  } finally {
    connection.close();
  }
}

/** Within the transaction that makes the database one of the past. */
export function writeRestoredMark(connection: Database.Database, mark: RestoredMark): void {
  connection
    .prepare('INSERT OR REPLACE INTO settings SELECT portal_id, ?, ?, ? FROM portals')
    .run(restoredSetting, JSON.stringify(mark), mark.restoredAt);
  connection.prepare("UPDATE counters SET value = value + ? WHERE name IN ('handoff', 'receipt')").run(skippedNumbers);
}

/**
 * The name of the database never stands for nothing, nor for half of it: a server started in between would begin with an
 * empty one.
 */
function keepBeside(database: string, now: number): string {
  const kept = namedBeside(database, now);
  if (existsSync(kept)) throw new BackupError(`${kept} exists already: wait a second, or move it away.`);
  foldLog(database);
  linkOrCopy(database, kept);
  moveLogs(database, kept);
  return kept;
}

function namedBeside(database: string, now: number): string {
  const moment = new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  return `${database}.before-restore-${moment}`;
}

/** A log that could not be folded in, or whose file is gone, belongs to the old file, and would be read as that of the new one. */
function moveLogs(database: string, kept: string): void {
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(`${database}${suffix}`)) renameSync(`${database}${suffix}`, `${kept}${suffix}`);
  }
}

/** Closing the last connection copies the log into the database. One that is damaged is kept as it is. */
function foldLog(database: string): void {
  try {
    const connection = new Database(database, { fileMustExist: true });
    try {
      connection.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      connection.close();
    }
  } catch {
    // It is being replaced, perhaps because it is damaged.
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}
