/** A database that `zo migrate-store` has not filled to the end yet is not served: half of everything would be missing. */
import type { Query } from './connection.ts';

export class MoveUnfinishedError extends Error {
  constructor() {
    super(
      'This PostgreSQL database does not hold everything yet: `zo migrate-store` began to move an SQLite database here and ' +
        'has not ended. Run the same command again, it goes on where it stopped; or start with the DATABASE_URL of the SQLite file.',
    );
    this.name = 'MoveUnfinishedError';
  }
}

/** Throws MoveUnfinishedError. */
export async function refuseUnfinishedMove(query: Query): Promise<void> {
  const unfinished = await query('SELECT source FROM store_moves WHERE ended_at IS NULL LIMIT 1');
  if (unfinished.length > 0) throw new MoveUnfinishedError();
}
