import type { HandoffStore } from '../handoff-store.ts';
import type { ReceiptStore } from '../receipt-store.ts';
import type { IngestStore, OutboxStore, PortalStore } from '../store.ts';
import { openPostgres, type PostgresConnection } from './connection.ts';
import { handoffCommands } from './handoff-commands.ts';
import { ingestCommands } from './ingest-commands.ts';
import { migratePostgres } from './migrate.ts';
import { outboxCommands } from './outbox-commands.ts';
import { portalCommands } from './portal-rows.ts';
import { receiptCommands } from './receipt-commands.ts';

export type PostgresStore = IngestStore &
  OutboxStore &
  PortalStore &
  HandoffStore &
  ReceiptStore & {
    /** For commands that live in files of their own; nothing outside backend/store uses it. */
    connection: PostgresConnection;
    close(): Promise<void>;
  };

export type PostgresOptions = {
  log?: { warn(fields: object, message: string): void };
  /** How long a node may work on a claimed effect before others may take it over. Longer than any request's timeout. */
  leaseMs?: number;
};

/** Connects to `postgres://…` and brings the schema up to date; several nodes may do so at once. */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<PostgresStore> {
  const connection = openPostgres(url, (error) =>
    options.log?.warn({ reason: error.message }, 'a database connection broke'),
  );
  try {
    await migratePostgres(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return {
    connection,
    ...ingestCommands(connection),
    ...outboxCommands(connection, options.leaseMs ?? 120_000),
    ...portalCommands(connection),
    ...handoffCommands(connection),
    ...receiptCommands(connection),
    close: () => connection.close(),
  };
}
