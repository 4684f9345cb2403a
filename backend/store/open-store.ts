/** Opens the store that DATABASE_URL names. An engine is loaded only where it is served. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import type { BackfillStore } from './backfill-store.ts';
import type { CardStore } from './card-store.ts';
import type { CredentialStore } from './credential-store.ts';
import type { FiguresStore } from './figures-store.ts';
import type { ForgettingStore } from './forgetting-store.ts';
import type { HandoffStore } from './handoff-store.ts';
import type { HistoryStore } from './history-store.ts';
import type { HomeStore } from './home-store.ts';
import type { LinkStore } from './link-store.ts';
import type { NodesStore } from './nodes-store.ts';
import type { ServerLook } from './postgres/look-at-server.ts';
import type { PrivacyStore } from './privacy-store.ts';
import type { ReceiptStore } from './receipt-store.ts';
import type { ReportStore } from './report-store.ts';
import type { RulesStore } from './rules-store.ts';
import type { SampleStore } from './sample-store.ts';
import type { SettingsStore } from './settings-store.ts';
import type { SimulationStore } from './simulation-store.ts';
import type { SlackConnectStore } from './slack-connect-store.ts';
import { type DatabaseLook, lookAtDatabase } from './sqlite/look-at-database.ts';
import { type Hold, holdAlone } from './sqlite/one-process.ts';
import { makeFolderOf } from './sqlite/private-files.ts';
import type { DatabaseHealth, IngestStore, OutboxStore, PortalStore } from './store.ts';
import type { UnconfirmedStore } from './unconfirmed-store.ts';
import type { ValuesStore } from './values-store.ts';
import type { WatchStore } from './watch-store.ts';

export type WholeStore = IngestStore &
  BackfillStore &
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
  UnconfirmedStore &
  ValuesStore &
  WatchStore &
  DatabaseHealth &
  NodesStore & {
    /** How the database stands. Null: it is in memory. */
    look(): Promise<DatabaseLook | ServerLook | null>;
    /** Copies what was written last to where it belongs, where the database keeps it apart. */
    checkpoint(): Promise<void>;
    close(): Promise<void>;
  };

/** The database is none of ours, or cannot be opened: served empty it would lose what was promised. */
export class DatabaseUnusableError extends Error {
  constructor(database: string, cause: Error, remedy: string) {
    super(`The database ${database} cannot be used: ${reasonOf(cause)}. ${remedy}`, { cause });
    this.name = 'DatabaseUnusableError';
  }
}

/** There was one, and there is none now. A new one in its place would be served as if nobody had ever sent anything. */
export class DatabaseLostError extends Error {
  constructor(file: string, what: 'is gone' | 'is empty') {
    super(
      `The database ${file} ${what}, and it was not when it was last used. Find it, or put a backup back with \`zo restore\`; to begin anew with an empty one remove ${file}-lock${existsSync(`${file}-wal`) ? ` and ${file}-wal` : ''}.`,
    );
    this.name = 'DatabaseLostError';
  }
}

/** A host with several addresses, none of which answers, has a code and no words. */
function reasonOf(cause: Error): string {
  return cause.message || String((cause as NodeJS.ErrnoException).code);
}

export type OpenOptions = {
  log?: { warn(fields: object, message: string): void };
};

/** `file:PATH`, or `postgres://…`. */
export function openStore(databaseUrl: string, options: OpenOptions = {}): Promise<WholeStore> {
  const file = databaseFileOf(databaseUrl);
  return file === null ? openServer(databaseUrl, options) : openFile(file, options);
}

/** The path of SQLite's file; null where DATABASE_URL names PostgreSQL. */
export function databaseFileOf(databaseUrl: string): string | null {
  return databaseUrl.startsWith('file:') ? databaseUrl.slice('file:'.length) : null;
}

async function openServer(databaseUrl: string, options: OpenOptions): Promise<WholeStore> {
  const [{ openPostgresStore }, { lookAtServer }] = await Promise.all([
    import('./postgres/open.ts'),
    import('./postgres/look-at-server.ts'),
  ]);
  try {
    const store = await openPostgresStore(databaseUrl, options);
    return { ...store, look: () => lookAtServer(store.connection) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const remedy =
      'DATABASE_URL must name a database that exists, on a PostgreSQL that runs, and a user who may make tables in it.';
    throw new DatabaseUnusableError(serverOf(databaseUrl), error, remedy);
  }
}

/** "db.acme.test:5432/zo": without user and password. */
function serverOf(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'of DATABASE_URL';
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}

async function openFile(file: string, options: OpenOptions): Promise<WholeStore> {
  const { wasNoted, note, letGo } = hold(file);
  try {
    refuseIfLost(file, wasNoted);
    const { openSqliteStore } = await import('./sqlite/open.ts');
    const store = await openSqliteStore(file, options);
    note();
    return {
      ...store,
      look: async () => (file === ':memory:' ? null : lookAtDatabase(file)),
      close: async () => {
        await store.close();
        letGo();
      },
    };
  } catch (error) {
    letGo();
    throw asUnusable(file, error);
  }
}

/** Opening would make an empty one, and throw the log of the old one away. */
function refuseIfLost(file: string, wasNoted: boolean): void {
  if (file === ':memory:') return;
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size !== undefined && size > 0) return;
  const logSize = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (wasNoted || logSize > 0) throw new DatabaseLostError(file, size === undefined ? 'is gone' : 'is empty');
}

function hold(file: string): Hold {
  try {
    if (file !== ':memory:') makeFolderOf(file);
    // Reading it would go well, and the first event would not.
    if (existsSync(file)) accessSync(file, constants.W_OK);
    return holdAlone(file);
  } catch (error) {
    throw asUnusable(file, error);
  }
}

/** What SQLite or the file system says; our own errors say enough. */
function asUnusable(file: string, error: unknown): unknown {
  const remedy =
    'DATABASE_URL must name a file of Zo Handoff, or one that does not exist yet, in a folder that can be written.';
  return error instanceof Error && 'code' in error ? new DatabaseUnusableError(file, error, remedy) : error;
}
