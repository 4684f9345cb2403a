/** What the verbs that work on the database's file have in common: which file, how failures are told, sizes in words. */
import { readProcessDatabaseFile } from '../config.ts';
import { BackupError } from '../store/sqlite/backup.ts';

/** Throws BackupError when DATABASE_URL names no file. */
export function databaseFile(): string {
  const file = readProcessDatabaseFile();
  if (file === null) {
    throw new BackupError(
      'DATABASE_URL names PostgreSQL: back it up with pg_dump. Put it back with pg_restore, every server stopped, and run `zo restored` before one starts (docs/operating.md).',
    );
  }
  return file;
}

/** Prints an expected failure as one line and fails; anything else is a bug and keeps its stack. */
export async function reportingBackupErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** "12.4 MB". */
export function sizeWords(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
