/** Opens the store that DATABASE_URL names. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { HandoffStore } from './handoff-store.ts';
import { holdAlone } from './sqlite/one-process.ts';
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
  const file = databaseUrl.slice('file:'.length);
  if (file !== ':memory:') mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const letGo = holdAlone(file);
  const store = openSqliteStore(file);
  return {
    ...(await store.catch((error) => {
      letGo();
      throw error;
    })),
    close: async () => {
      await (await store).close();
      letGo();
    },
  };
}
