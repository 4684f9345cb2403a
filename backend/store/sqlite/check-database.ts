import path from 'node:path';
import Database from 'better-sqlite3';
import { pendingMigrations, readMigrations } from '../migrations.ts';

const folder = path.join(import.meta.dirname, 'migrations');

/** Returns the version of its schema. Throws when it is no whole database of ours, or one of a later program. */
export function checkDatabase(file: string, { readonly = false } = {}): number {
  const connection = new Database(file, { fileMustExist: true, readonly });
  try {
    const version = versionOf(connection, file);
    pendingMigrations(readMigrations(folder), version);
    const found = connection.pragma('integrity_check(1)', { simple: true });
    if (found !== 'ok') throw new Error(`${file} is damaged: ${found}`);
    return version;
  } finally {
    connection.close();
  }
}

function versionOf(connection: Database.Database, file: string): number {
  try {
    const row = connection.prepare<[], { version: number }>('SELECT max(version) AS version FROM migrations').get();
    if (row?.version) return row.version;
  } catch (error) {
    // Of a foreign file SQLite says what helps nobody.
    if ((error as { code?: string }).code?.startsWith('SQLITE_CORRUPT')) throw new Error(`${file} is damaged`);
  }
  throw new Error(`${file} is no database of Zo Handoff`);
}
