import type { BackfillStore } from '../backfill-store.ts';
import type { CardStore } from '../card-store.ts';
import type { CredentialStore } from '../credential-store.ts';
import type { FiguresStore } from '../figures-store.ts';
import type { ForgettingStore } from '../forgetting-store.ts';
import type { HandoffStore } from '../handoff-store.ts';
import type { HistoryStore } from '../history-store.ts';
import type { HomeStore } from '../home-store.ts';
import type { LinkStore } from '../link-store.ts';
import { type NodesStore, noOtherNodes } from '../nodes-store.ts';
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
import { acceptEvents } from './accept-events.ts';
import { backfillCommands } from './backfill-commands.ts';
import { cardCommands } from './card-commands.ts';
import { keepCheckpoints } from './checkpoints.ts';
import { claimEffects, unclaimEffects } from './claim-effects.ts';
import { loadCompany } from './company-rows.ts';
import { openSqlite, type SqliteConnection } from './connection.ts';
import { credentialCommands } from './credential-commands.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import * as eventRows from './event-rows.ts';
import { figuresCommands } from './figures-rows.ts';
import { createLogFlusher, type LogFlusher } from './flush-log.ts';
import { forgettingCommands } from './forgetting-commands.ts';
import { handoffCommands } from './handoff-commands.ts';
import { historyCommands } from './history-rows.ts';
import { homeCommands } from './home-rows.ts';
import { linkCommands } from './link-commands.ts';
import { markCommands } from './mark-sending.ts';
import { migrateSqlite } from './migrate.ts';
import { refuseMoved } from './moved-mark.ts';
import * as outboxRows from './outbox-rows.ts';
import { keepEventsPacked } from './pack-events.ts';
import * as personRows from './person-rows.ts';
import { portalCommands } from './portal-commands.ts';
import { loadPortals } from './portal-rows.ts';
import { privacyCommands } from './privacy-commands.ts';
import { makeFolderOf, makePrivateFile } from './private-files.ts';
import { receiptCommands } from './receipt-commands.ts';
import { reportCommands } from './report-rows.ts';
import { rulesCommands } from './rules-commands.ts';
import { sampleCommands } from './sample-commands.ts';
import { settingsCommands } from './settings-commands.ts';
import { createSharedCommits, type SharedCommits } from './shared-commits.ts';
import { simulationCommands } from './simulation-rows.ts';
import { slackConnectCommands } from './slack-connect-commands.ts';
import { unconfirmedCommands } from './unconfirmed-commands.ts';
import { valuesCommands } from './values-commands.ts';
import { wakeDue } from './wake-due.ts';
import { watchCommands } from './watch-commands.ts';

export type SqliteStore = IngestStore &
  BackfillStore &
  OutboxStore &
  PortalStore &
  CardStore &
  CredentialStore &
  FiguresStore &
  HandoffStore &
  PrivacyStore &
  ReceiptStore &
  ReportStore &
  RulesStore &
  SampleStore &
  HistoryStore &
  HomeStore &
  LinkStore &
  ForgettingStore &
  SettingsStore &
  SimulationStore &
  SlackConnectStore &
  UnconfirmedStore &
  ValuesStore &
  WatchStore &
  DatabaseHealth &
  NodesStore & {
    /** For commands that live in files of their own; nothing outside backend/store uses it. */
    connection: SqliteConnection;
    /** Copies the write-ahead log into the database, most of it off this thread. Resolves at once when there is no file. */
    checkpoint(): Promise<void>;
    close(): Promise<void>;
  };

/** A disk that has not answered for so long is not well: whoever asks is sent elsewhere. */
const patienceWithDiskMs = 3_000;

export type SqliteOptions = {
  log?: { warn(fields: object, message: string): void };
  checkpoints?: { fromBytes: number; everyMs: number };
  /** What a power cut would take can be made again: events and what follows from them are not flushed to disk. */
  neverFlushed?: boolean;
};

/** Opens the database at `file` (made with its folder if missing; ':memory:' for none) and brings its schema up to date. Throws DatabaseMovedError. */
export async function openSqliteStore(
  file: string,
  { log, checkpoints, neverFlushed = false }: SqliteOptions = {},
): Promise<SqliteStore> {
  if (file !== ':memory:') {
    makeFolderOf(file);
    makePrivateFile(file);
  }
  const connection = openSqlite(file);
  try {
    refuseMoved(connection);
    copyLog(connection);
    migrateSqlite(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  const onError = (error: unknown) =>
    log?.warn({ reason: String(error) }, 'a checkpoint failed; the log grows until one succeeds');
  const kept = file === ':memory:' ? null : keepCheckpoints(connection, file, { ...checkpoints, onError });
  const packing = keepEventsPacked(connection, {
    onError: (error) => log?.warn({ reason: String(error) }, 'events could not be packed; they stay as they are'),
  });
  const flusher = createLogFlusher(connection, file === ':memory:' || neverFlushed ? null : file);
  const commits = createSharedCommits(connection, flusher);
  return {
    connection,
    // One process holds the file.
    ...noOtherNodes,
    ...ingestCommands(connection, flusher),
    ...outboxCommands(connection, commits, flusher),
    ...portalCommands(connection),
    ...backfillCommands(connection),
    ...cardCommands(connection),
    ...credentialCommands(connection),
    ...figuresCommands(connection),
    ...handoffCommands(connection, commits),
    ...privacyCommands(connection),
    ...receiptCommands(connection),
    ...reportCommands(connection),
    ...rulesCommands(connection, commits.share),
    ...historyCommands(connection),
    ...homeCommands(connection),
    ...linkCommands(connection),
    ...forgettingCommands(connection),
    ...settingsCommands(connection),
    ...sampleCommands(connection),
    ...simulationCommands(connection),
    ...slackConnectCommands(connection),
    ...unconfirmedCommands(connection, commits.share),
    ...valuesCommands(connection, commits.share),
    ...watchCommands(connection),
    checkpoint: async () => kept?.checkpoint(),
    isWell: async () => loadPortals(connection) !== null && flusher.waitsMs() < patienceWithDiskMs,
    close: async () => {
      packing.stop();
      await kept?.stop();
      commits.flush();
      await flusher.close();
      connection.close();
    },
  };
}

/**
 * What a process left that was killed is in the log, and perhaps not on disk even where the system says so (see flush-log.ts);
 * copied into the database it is: as much of it as nobody else is reading.
 */
function copyLog({ database }: SqliteConnection): void {
  database.pragma('wal_checkpoint(PASSIVE)');
}

function ingestCommands(connection: SqliteConnection, log: LogFlusher): IngestStore {
  return {
    acceptEvents: (portalId, requests, rules, onCommitted) =>
      log.commit(() => acceptEvents(connection, portalId, requests, rules), onCommitted),
    eventsSeen: async (portalId) => eventRows.loadEventsSeen(connection, portalId),
    wakeDue: async (portalId, now, rules, limit) => wakeDue(connection, portalId, now, rules, limit),
    person: async (portalId, personId) => personRows.loadPerson(connection, portalId, personId),
    personByIdentity: async (portalId, identity) => personRows.loadPersonByIdentity(connection, portalId, identity),
    company: async (portalId, companyId) => loadCompany(connection, portalId, companyId),
    expireMessageIds: (portalId, before) => eventRows.expireMessageIds(connection, portalId, before),
  };
}

function outboxCommands(connection: SqliteConnection, commits: SharedCommits, log: LogFlusher): OutboxStore {
  const { share, shareSoon } = commits;
  return {
    flushed: () => log.flushed(),
    enqueue: (portalId, effects, now) => share(() => enqueueEffects(connection, portalId, effects, now)),
    claimEffects: (portalId, lane, limit, now, lease, leastUrgent) =>
      shareSoon(() => claimEffects(connection, portalId, lane, limit, now, lease, leastUrgent)),
    unclaimEffects: (portalId, lease) => shareSoon(() => unclaimEffects(connection, portalId, lease)),
    readyLanes: async (portalId, now) => outboxRows.readyLanes(connection, portalId, now),
    nextEffectAt: async (portalId) => outboxRows.nextEffectAt(connection, portalId),
    holdsLease: async (portalId, lease) => outboxRows.holdsLease(connection, portalId, lease),
    ...markCommands(connection, commits),
    recoverEffects: async (portalId) => outboxRows.recoverEffects(connection, portalId),
    untoldEffects: async (portalId) => outboxRows.untoldEffects(connection, portalId),
    noteTold: async (portalId, key, told) => outboxRows.noteTold(connection, portalId, key, told),
    outboxCounts: async (portalId) => outboxRows.outboxCounts(connection, portalId),
  };
}
