/** What backfills need of the store: events of the past, and how far each file has come. Like the rest (store.ts). */
import type { NormalisedEvent } from '../ingest/event.ts';
import type { FoldRules } from './store.ts';

/** How far a file has been read: whole lines, and bytes of its text, inflated. */
export type Place = { line: number; byte: number };

/** What became of rows, each counted once. Skipped ones say nothing that we keep. */
export type RowCounts = { accepted: number; duplicates: number; rejected: number; skipped: number };

/** `line`: where the row begins, from 1. `part`: only a part of it is rejected, and the row is taken without it. */
export type RejectedLine = { line: number; reason: string; part?: true };

export type BackfillOrder = {
  /** Of the file and of how it is read. */
  key: string;
  /** Of the file alone. */
  fileKey: string;
  /** In words, for people. */
  name: string;
};

export type Backfill = BackfillOrder & {
  reached: Place;
  counts: RowCounts;
  /** Of the newest request, from behind `from`: whoever sent it may not have heard. */
  report: { from: number; rejected: RejectedLine[] };
  begunAt: number;
  movedAt: number;
  /** Null: not through yet. */
  endedAt: number | null;
};

/** The events of one row, the last of which is what the row says; those before it are what it says besides. */
export type HistoryRow = { line: number; events: NormalisedEvent[] };

export type HistoryRows = {
  key: string;
  /** Where whoever sends them believes the file to be. */
  from: Place;
  /** Behind the last of these rows. */
  to: Place;
  rows: HistoryRow[];
  rejected: RejectedLine[];
  skipped: number;
  /** Begins the report anew: what was in it before has been heard. */
  startsReport: boolean;
  now: number;
};

/** Null: the file is not where it was believed to be; somebody else has moved it, or it is another one. */
export type AcceptedHistory = { counts: RowCounts; rejected: RejectedLine[] } | null;

export interface BackfillStore {
  /** A new one, or the one there is, where it stands; `restart`: from its beginning, with nothing counted yet. */
  beginBackfill(portalId: number, order: BackfillOrder, restart: boolean, now: number): Promise<Backfill>;
  backfill(portalId: number, key: string): Promise<Backfill | null>;
  /** Newest first. */
  backfills(portalId: number, limit: number): Promise<Backfill[]>;
  /** The same file, read otherwise. */
  backfillsOfFile(portalId: number, fileKey: string): Promise<Backfill[]>;
  /**
   * Accepts events of the past and moves the file's place with them, in one transaction: either both, or neither. Whom they
   * touch waits behind everybody else to be decided.
   */
  acceptHistory(portalId: number, rows: HistoryRows, rules: FoldRules): Promise<AcceptedHistory>;
  endBackfill(portalId: number, key: string, now: number): Promise<void>;
  /** Whether a file that is not through has moved since then: people wait until it is. */
  isBackfilling(portalId: number, since: number): Promise<boolean>;
  /** How many people wait to be decided because of history alone, and how many are ready by it, each counted up to `most`. */
  historyFigures(portalId: number, most: number): Promise<HistoryFigures>;
}

export type HistoryFigures = { toDecide: number; ready: number };

/** Rows with `events` that were known already, or that may not be kept, by what the store said of each. */
export function tellRows(
  rows: readonly HistoryRow[],
  accepted: readonly { accepted: number; duplicates: number[]; forgotten?: number[] }[],
): { counts: Pick<RowCounts, 'accepted' | 'duplicates'>; rejected: RejectedLine[] } {
  const counts = { accepted: 0, duplicates: 0 };
  const rejected: RejectedLine[] = [];
  for (const [index, { line, events }] of rows.entries()) {
    const said = events.length - 1;
    const { duplicates, forgotten = [] } = accepted[index]!;
    if (forgotten.includes(said)) rejected.push({ line, reason: 'its person was deleted for privacy' });
    else if (duplicates.includes(said)) counts.duplicates += 1;
    else counts.accepted += 1;
  }
  return { counts, rejected };
}
