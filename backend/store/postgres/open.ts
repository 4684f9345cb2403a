import type { BackfillStore } from '../backfill-store.ts';
import type { CardStore } from '../card-store.ts';
import type { CredentialStore } from '../credential-store.ts';
import type { FiguresStore } from '../figures-store.ts';
import type { ForgettingStore } from '../forgetting-store.ts';
import type { HandoffStore } from '../handoff-store.ts';
import type { HistoryStore } from '../history-store.ts';
import type { HomeStore } from '../home-store.ts';
import type { LinkStore } from '../link-store.ts';
import type { NodesStore } from '../nodes-store.ts';
import type { PrivacyStore } from '../privacy-store.ts';
import type { ReceiptStore } from '../receipt-store.ts';
import type { ReportStore } from '../report-store.ts';
import type { RulesStore } from '../rules-store.ts';
import type { SampleStore } from '../sample-store.ts';
import type { SettingsStore } from '../settings-store.ts';
import type { SimulationStore } from '../simulation-store.ts';
import type { SlackConnectStore } from '../slack-connect-store.ts';
import type { DatabaseHealth, IngestStore, OutboxStore, PortalStore } from '../store.ts';
import type { UnconfirmedStore } from '../unconfirmed-store.ts';
import type { ValuesStore } from '../values-store.ts';
import type { WatchStore } from '../watch-store.ts';
import { backfillCommands } from './backfill-commands.ts';
import { cardCommands } from './card-commands.ts';
import { openPostgres, type PostgresConnection } from './connection.ts';
import { credentialCommands } from './credential-commands.ts';
import { makeWeeks } from './event-weeks.ts';
import { figuresCommands } from './figures-rows.ts';
import { forgettingCommands } from './forgetting-commands.ts';
import { handoffCommands } from './handoff-commands.ts';
import { historyCommands } from './history-rows.ts';
import { homeCommands } from './home-rows.ts';
import { ingestCommands } from './ingest-commands.ts';
import { linkCommands } from './link-commands.ts';
import { migratePostgres } from './migrate.ts';
import { nodeCommands } from './node-commands.ts';
import { outboxCommands } from './outbox-commands.ts';
import { portalCommands } from './portal-rows.ts';
import { openPresence, type Presence } from './presence.ts';
import { privacyCommands } from './privacy-commands.ts';
import { receiptCommands } from './receipt-commands.ts';
import { reportCommands } from './report-rows.ts';
import { rulesCommands } from './rules-commands.ts';
import { sampleCommands } from './sample-commands.ts';
import { settingsCommands } from './settings-commands.ts';
import { simulationCommands } from './simulation-rows.ts';
import { slackConnectCommands } from './slack-connect-commands.ts';
import { unconfirmedCommands } from './unconfirmed-commands.ts';
import { refuseUnfinishedMove } from './unfinished-move.ts';
import { valuesCommands } from './values-commands.ts';
import { watchCommands } from './watch-commands.ts';

export type PostgresStore = IngestStore &
  BackfillStore &
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
  RulesStore &
  SampleStore &
  SettingsStore &
  SimulationStore &
  SlackConnectStore &
  UnconfirmedStore &
  ValuesStore &
  WatchStore &
  DatabaseHealth &
  NodesStore & {
    /** For commands that live in files of their own; nothing outside backend/store uses it. */
    connection: PostgresConnection;
    /** There is nothing to do: PostgreSQL does it by itself. */
    checkpoint(): Promise<void>;
    close(): Promise<void>;
  };

export type PostgresOptions = {
  log?: { warn(fields: object, message: string): void };
  /** How long a node may work on a claimed effect before others may take it over; unless given, until it is gone. */
  leaseMs?: number;
};

/**
 * Connects to `postgres://…` and brings the schema up to date; several nodes may do so at once. Throws MoveUnfinishedError.
 */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<PostgresStore> {
  const onProblem = (error: Error) => options.log?.warn({ reason: error.message }, 'a database connection broke');
  const connection = openPostgres(url, onProblem);
  try {
    await migratePostgres(connection);
    await makeWeeks(connection, Date.now()).catch((error: Error) =>
      options.log?.warn({ reason: error.message }, 'weeks of events could not be made; tried again within the hour'),
    );
    const presence = await openPresence(url, connection, { onProblem });
    try {
      // From here on a move sees that a node is there.
      await refuseUnfinishedMove(connection.acrossPortals);
    } catch (error) {
      await presence.close();
      throw error;
    }
    return storeOn(connection, presence, options.leaseMs ?? null);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** `leaseMs`: see PostgresOptions; null: until the node is gone. */
export function storeOn(connection: PostgresConnection, presence: Presence, leaseMs: number | null): PostgresStore {
  const { node } = presence;
  return {
    connection,
    ...nodeCommands(connection, presence),
    ...ingestCommands(connection),
    ...outboxCommands(connection, { node, leaseMs }),
    ...portalCommands(connection),
    ...credentialCommands(connection),
    ...figuresCommands(connection),
    ...privacyCommands(connection),
    ...slackConnectCommands(connection),
    ...handoffCommands(connection),
    ...linkCommands(connection),
    ...forgettingCommands(connection),
    ...receiptCommands(connection),
    ...backfillCommands(connection),
    ...cardCommands(connection),
    ...reportCommands(connection),
    ...rulesCommands(connection),
    ...historyCommands(connection),
    ...homeCommands(connection),
    ...settingsCommands(connection),
    ...sampleCommands(connection),
    ...simulationCommands(connection),
    ...unconfirmedCommands(connection),
    ...valuesCommands(connection),
    ...watchCommands(connection),
    isWell: async () => (await connection.acrossPortals('SELECT 1 AS one')).length === 1,
    checkpoint: async () => {},
    async close() {
      await presence.close();
      await connection.close();
    },
  };
}
