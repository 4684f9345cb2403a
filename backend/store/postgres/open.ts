import type { CardStore } from '../card-store.ts';
import type { CredentialStore } from '../credential-store.ts';
import type { FiguresStore } from '../figures-store.ts';
import type { ForgettingStore } from '../forgetting-store.ts';
import type { HandoffStore } from '../handoff-store.ts';
import type { HistoryStore } from '../history-store.ts';
import type { HomeStore } from '../home-store.ts';
import type { LinkStore } from '../link-store.ts';
import type { PrivacyStore } from '../privacy-store.ts';
import type { ReceiptStore } from '../receipt-store.ts';
import type { ReportStore } from '../report-store.ts';
import type { SampleStore } from '../sample-store.ts';
import type { SettingsStore } from '../settings-store.ts';
import type { SimulationStore } from '../simulation-store.ts';
import type { SlackConnectStore } from '../slack-connect-store.ts';
import type { IngestStore, OutboxStore, PortalStore } from '../store.ts';
import type { ValuesStore } from '../values-store.ts';
import type { WatchStore } from '../watch-store.ts';
import { cardCommands } from './card-commands.ts';
import { openPostgres, type PostgresConnection } from './connection.ts';
import { credentialCommands } from './credential-commands.ts';
import { figuresCommands } from './figures-rows.ts';
import { forgettingCommands } from './forgetting-commands.ts';
import { handoffCommands } from './handoff-commands.ts';
import { historyCommands } from './history-rows.ts';
import { homeCommands } from './home-rows.ts';
import { ingestCommands } from './ingest-commands.ts';
import { linkCommands } from './link-commands.ts';
import { migratePostgres } from './migrate.ts';
import { outboxCommands } from './outbox-commands.ts';
import { portalCommands } from './portal-rows.ts';
import { privacyCommands } from './privacy-commands.ts';
import { receiptCommands } from './receipt-commands.ts';
import { reportCommands } from './report-rows.ts';
import { sampleCommands } from './sample-commands.ts';
import { settingsCommands } from './settings-commands.ts';
import { simulationCommands } from './simulation-rows.ts';
import { slackConnectCommands } from './slack-connect-commands.ts';
import { refuseUnfinishedMove } from './unfinished-move.ts';
import { valuesCommands } from './values-commands.ts';
import { watchCommands } from './watch-commands.ts';

export type PostgresStore = IngestStore &
  OutboxStore &
  PortalStore &
  CardStore &
  CredentialStore &
  FiguresStore &
  ForgettingStore &
  HandoffStore &
  HistoryStore &
  HomeStore &
  LinkStore &
  PrivacyStore &
  ReceiptStore &
  ReportStore &
  SampleStore &
  SettingsStore &
  SimulationStore &
  SlackConnectStore &
  ValuesStore &
  WatchStore & {
    /** For commands that live in files of their own; nothing outside backend/store uses it. */
    connection: PostgresConnection;
    close(): Promise<void>;
  };

export type PostgresOptions = {
  log?: { warn(fields: object, message: string): void };
  /** How long a node may work on a claimed effect before others may take it over. Longer than any request's timeout. */
  leaseMs?: number;
};

/**
 * Connects to `postgres://…` and brings the schema up to date; several nodes may do so at once. Throws MoveUnfinishedError.
 */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<PostgresStore> {
  const connection = openPostgres(url, (error) =>
    options.log?.warn({ reason: error.message }, 'a database connection broke'),
  );
  try {
    await migratePostgres(connection);
    await refuseUnfinishedMove(connection.query);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return {
    connection,
    ...ingestCommands(connection),
    ...outboxCommands(connection, options.leaseMs ?? 120_000),
    ...portalCommands(connection),
    ...credentialCommands(connection),
    ...figuresCommands(connection),
    ...privacyCommands(connection),
    ...slackConnectCommands(connection),
    ...handoffCommands(connection),
    ...linkCommands(connection),
    ...forgettingCommands(connection),
    ...receiptCommands(connection),
    ...cardCommands(connection),
    ...reportCommands(connection),
    ...historyCommands(connection),
    ...homeCommands(connection),
    ...settingsCommands(connection),
    ...sampleCommands(connection),
    ...simulationCommands(connection),
    ...valuesCommands(connection),
    ...watchCommands(connection),
    close: () => connection.close(),
  };
}
