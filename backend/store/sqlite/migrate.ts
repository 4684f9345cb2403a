import path from 'node:path';
import { pendingMigrations, readMigrations } from '../migrations.ts';
import type { SqliteConnection } from './connection.ts';

const folder = path.join(import.meta.dirname, 'migrations');

/**
 * Brings the schema up to date in one transaction. The immediate transaction makes a second process wait; when its turn
 * comes it finds nothing left to do. Returns the version reached; throws DatabaseTooNewError.
 */
export function migrateSqlite(connection: SqliteConnection): number {
  const migrations = readMigrations(folder);
  return connection.transaction(() => {
    connection.database.exec(
      'CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
    );
    const newest = connection.database.prepare<[], { version: number | null }>(
      'SELECT max(version) AS version FROM migrations',
    );
    const record = connection.database.prepare('INSERT INTO migrations (version, name, applied_at) VALUES (?, ?, ?)');
    let version = newest.get()?.version ?? 0;
    for (const migration of pendingMigrations(migrations, version)) {
      record.run(migration.version, migration.name, Date.now());
      connection.database.exec(migration.sql);
      version = migration.version;
    }
    return version;
  });
}
