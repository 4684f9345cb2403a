/** Numbered migrations: `0001-foundation.sql`, `0002-….sql`. Each database has its own folder of them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Migration = { version: number; name: string; sql: string };

/** The folder's migrations, ascending. Throws when a number is used twice or a file is not numbered. */
export function readMigrations(folder: string): Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const version = Number(file.slice(0, 4));
      if (!Number.isInteger(version)) throw new Error(`Migration ${file} does not begin with a four-digit number`);
      return { version, name: file.slice(0, -4), sql: readFileSync(path.join(folder, file), 'utf8') };
    });
  const repeated = migrations.find((migration, index) => migrations[index - 1]?.version === migration.version);
  if (repeated) throw new Error(`Migration number ${repeated.version} is used twice`);
  return migrations;
}

/** The database was written by a later version of the program, which may keep things this one would damage. */
export class DatabaseTooNewError extends Error {
  constructor(found: number, known: number) {
    super(
      `The database is at migration ${found}, but this program knows only ${known}. ` +
        'Start the version of Zo Handoff that last used this database, or a newer one.',
    );
    this.name = 'DatabaseTooNewError';
  }
}

/** What is still to be applied. Throws DatabaseTooNewError when the database is ahead of the program. */
export function pendingMigrations(migrations: Migration[], applied: number): Migration[] {
  const known = migrations.at(-1)?.version ?? 0;
  if (applied > known) throw new DatabaseTooNewError(applied, known);
  return migrations.filter((migration) => migration.version > applied);
}
