/** Opens the store that DATABASE_URL names. */
import type { CardStore } from './card-store.ts';
import type { CredentialStore } from './credential-store.ts';
import type { FiguresStore } from './figures-store.ts';
import type { ForgettingStore } from './forgetting-store.ts';
import type { HandoffStore } from './handoff-store.ts';
import type { HistoryStore } from './history-store.ts';
import type { HomeStore } from './home-store.ts';
import type { LinkStore } from './link-store.ts';
import type { PrivacyStore } from './privacy-store.ts';
import type { ReceiptStore } from './receipt-store.ts';
import type { ReportStore } from './report-store.ts';
import type { RulesStore } from './rules-store.ts';
import type { SampleStore } from './sample-store.ts';
import type { SettingsStore } from './settings-store.ts';
import type { SimulationStore } from './simulation-store.ts';
import type { SlackConnectStore } from './slack-connect-store.ts';
import { holdAlone } from './sqlite/one-process.ts';
import { openSqliteStore } from './sqlite/open.ts';
import { makeFolderOf } from './sqlite/private-files.ts';
import type { IngestStore, OutboxStore, PortalStore } from './store.ts';
import type { ValuesStore } from './values-store.ts';
import type { WatchStore } from './watch-store.ts';

export type WholeStore = IngestStore &
  OutboxStore &
  PortalStore &
  CardStore &
  CredentialStore &
  FiguresStore &
  HandoffStore &
  HistoryStore &
  HomeStore &
  LinkStore &
  ForgettingStore &
  PrivacyStore &
  ReceiptStore &
  ReportStore &
  RulesStore &
  SettingsStore &
  SampleStore &
  SimulationStore &
  SlackConnectStore &
  ValuesStore &
  WatchStore & {
    /** Copies what was written last to where it belongs, where the database keeps it apart. */
    checkpoint(): Promise<void>;
    close(): Promise<void>;
  };

export class DatabaseNotSupportedError extends Error {
  constructor() {
    super(
      'DATABASE_URL: the whole product runs on SQLite (file:PATH) in this version; on PostgreSQL only accepting events and the outbox are built',
    );
    this.name = 'DatabaseNotSupportedError';
  }
}

/** The file is there and is no database of ours, or cannot be opened: served empty it would lose what was promised. */
export class DatabaseUnusableError extends Error {
  constructor(file: string, cause: Error) {
    super(
      `The database ${file} cannot be used: ${cause.message}. DATABASE_URL must name a file of Zo Handoff, or one that does not exist yet, in a folder that can be written.`,
      { cause },
    );
    this.name = 'DatabaseUnusableError';
  }
}

export async function openStore(databaseUrl: string): Promise<WholeStore> {
  if (!databaseUrl.startsWith('file:')) throw new DatabaseNotSupportedError();
  const file = databaseUrl.slice('file:'.length);
  const letGo = hold(file);
  const store = openSqliteStore(file);
  return {
    ...(await store.catch((error) => {
      letGo();
      throw asUnusable(file, error);
    })),
    close: async () => {
      await (await store).close();
      letGo();
    },
  };
}

function hold(file: string): () => void {
  try {
    if (file !== ':memory:') makeFolderOf(file);
    return holdAlone(file);
  } catch (error) {
    throw asUnusable(file, error);
  }
}

/** What SQLite or the file system says; our own errors say enough. */
function asUnusable(file: string, error: unknown): unknown {
  return error instanceof Error && 'code' in error ? new DatabaseUnusableError(file, error) : error;
}
