/**
 * Which database a product that a test starts runs on: SQLite, unless the test file begins with
 * `import '../../support/on-postgres.ts'`.
 */
import { databaseFileOf } from '../../backend/store/open-store.ts';
import { openPostgresStore } from '../../backend/store/postgres/open.ts';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import type { EitherStore } from './engines.ts';
import { createTestDatabase } from './postgres.ts';

let onPostgres = false;

/** From now on, in this test file. */
export function usePostgres(): void {
  onPostgres = true;
}

/** The database of a product that runs or does not, to look into. */
export function openBeside(databaseUrl: string): Promise<EitherStore> {
  const file = databaseFileOf(databaseUrl);
  return file === null ? openPostgresStore(databaseUrl) : openSqliteStore(file);
}

/** The DATABASE_URL of one product: a new database on the run's PostgreSQL, or this file. */
export async function newDatabaseUrl(file: string): Promise<string> {
  return onPostgres ? createTestDatabase() : `file:${file}`;
}
