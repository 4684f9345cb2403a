/** Opens the store that DATABASE_URL names. */
import type { HandoffStore } from './handoff-store.ts';
import { openSqliteStore } from './sqlite/open.ts';
import type { IngestStore, OutboxStore, PortalStore } from './store.ts';

export type WholeStore = IngestStore & OutboxStore & PortalStore & HandoffStore & { close(): Promise<void> };

export class DatabaseNotSupportedError extends Error {
  constructor() {
    super(
      'DATABASE_URL: the whole product runs on SQLite (file:PATH) in this version; on PostgreSQL only accepting events and the outbox are built',
    );
    this.name = 'DatabaseNotSupportedError';
  }
}

export async function openStore(databaseUrl: string): Promise<WholeStore> {
  if (!databaseUrl.startsWith('file:')) throw new DatabaseNotSupportedError();
  return openSqliteStore(databaseUrl.slice('file:'.length));
}
