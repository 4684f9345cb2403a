/** What stands between us and PostgreSQL gives a session to one statement after the other: nothing can be heard. */
export class PooledSessionError extends Error {
  constructor() {
    super(
      'DATABASE_URL: notifications of PostgreSQL do not arrive. A pooler in transaction mode cannot be used; name PostgreSQL itself, or a pooler in session mode.',
    );
    this.name = 'PooledSessionError';
  }
}
