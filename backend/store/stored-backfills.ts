/** Rows of `backfills` as the store's commands read and write them, the same on both databases. */
import type { Backfill, HistoryRows, RejectedLine, RowCounts } from './backfill-store.ts';

export type BackfillRow = {
  backfill_key: string;
  file_key: string;
  name: string;
  reached_line: number;
  reached_byte: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  skipped: number;
  report_from: number;
  report_json: string;
  begun_at: number;
  moved_at: number;
  ended_at: number | null;
};

export const backfillColumns = `backfill_key, file_key, name, reached_line, reached_byte, accepted, duplicates, rejected,
  skipped, report_from, report_json, begun_at, moved_at, ended_at`;

export function toBackfill(row: BackfillRow): Backfill {
  const { accepted, duplicates, rejected, skipped } = row;
  return {
    key: row.backfill_key,
    fileKey: row.file_key,
    name: row.name,
    reached: { line: row.reached_line, byte: row.reached_byte },
    counts: { accepted, duplicates, rejected, skipped },
    report: { from: row.report_from, rejected: JSON.parse(row.report_json) },
    begunAt: row.begun_at,
    movedAt: row.moved_at,
    endedAt: row.ended_at,
  };
}

/** What the row is to say after these rows of the file; `rejected`: all of them that were, in the order of their lines. */
export function movedBackfill(
  before: Backfill,
  { from, to, skipped, startsReport }: Pick<HistoryRows, 'from' | 'to' | 'skipped' | 'startsReport'>,
  told: { counts: Pick<RowCounts, 'accepted' | 'duplicates'>; rejected: RejectedLine[] },
): Pick<Backfill, 'reached' | 'counts' | 'report'> {
  const { counts } = before;
  return {
    reached: to,
    counts: {
      accepted: counts.accepted + told.counts.accepted,
      duplicates: counts.duplicates + told.counts.duplicates,
      rejected: counts.rejected + rowsRejected(told.rejected),
      skipped: counts.skipped + skipped,
    },
    report: startsReport
      ? { from: from.line, rejected: told.rejected }
      : { from: before.report.from, rejected: [...before.report.rejected, ...told.rejected] },
  };
}

/** By their lines. Of a row that is not taken at all, no part is told. */
export function inOrder(rejected: RejectedLine[]): RejectedLine[] {
  const whole = new Set(rejected.filter(({ part }) => !part).map(({ line }) => line));
  return rejected.filter(({ line, part }) => !part || !whole.has(line)).toSorted((one, other) => one.line - other.line);
}

/** How many rows were not taken. */
export function rowsRejected(rejected: readonly RejectedLine[]): number {
  return rejected.filter(({ part }) => !part).length;
}
