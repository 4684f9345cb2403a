import path from 'node:path';
import { pendingMigrations, readMigrations } from '../migrations.ts';
import type { Exec, PostgresConnection, Query } from './connection.ts';
import { schemaLock } from './connection.ts';

const folder = path.join(import.meta.dirname, 'migrations');

/**
 * Brings the schema up to date in one transaction. Of two programs that start at once the second waits for the first and
 * finds nothing left to do. Returns the version reached; throws DatabaseTooNewError.
 */
export async function migratePostgres(connection: PostgresConnection): Promise<number> {
  return connection.schemaTransaction(migrateWithin);
}

/** The same within a transaction for the schema. */
export async function migrateWithin(query: Query, exec: Exec): Promise<number> {
  const migrations = readMigrations(folder);
  await query('SELECT pg_advisory_xact_lock($1)', [schemaLock]);
  await query(
    'CREATE TABLE IF NOT EXISTS migrations (version int PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL)',
  );
  const [newest] = await query<{ version: number | null }>('SELECT max(version) AS version FROM migrations');
  let version = newest?.version ?? 0;
  for (const migration of pendingMigrations(migrations, version)) {
    await query('INSERT INTO migrations (version, name, applied_at) VALUES ($1, $2, $3)', [
      migration.version,
      migration.name,
      Date.now(),
    ]);
    await exec(migration.sql);
    version = migration.version;
  }
  return version;
}
