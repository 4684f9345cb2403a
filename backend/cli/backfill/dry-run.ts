/** What loading a file would make of its rows, without a server: what is good, what is rejected and why, which events there are. */
import { historyEvents } from '../../backfill/history-events.ts';
import type { SentRow } from '../../backfill/load-rows.ts';
import type { Place, RejectedLine } from '../../store/backfill-store.ts';
import { rowsRejected } from '../../store/stored-backfills.ts';
import { listedName } from '../../usage/fold-event.ts';

export type DryRun = {
  good: number;
  rejected: number;
  skipped: number;
  /** How often each event comes, by its name; of at most so many names. */
  events: Map<string, number>;
  /** The first and the last moment. */
  span: { from: number; to: number } | null;
};

const mostNames = 1_000;

export async function dryRun(
  rows: AsyncIterable<SentRow[]>,
  now: number,
  told: { onRead: (through: Place) => void; onRejected: (rejected: RejectedLine[]) => void },
): Promise<DryRun> {
  const run: DryRun = { good: 0, rejected: 0, skipped: 0, events: new Map(), span: null };
  const context = { receivedAt: now, source: 'backfill' as const, allowed: new Set<string>() };
  for await (const some of rows) {
    const rejected = some.flatMap((row) => takeRow(run, row, context) ?? []);
    run.rejected += rowsRejected(rejected);
    told.onRejected(rejected);
    const last = some.at(-1);
    if (last !== undefined) told.onRead(last.through);
  }
  return run;
}

/** What of it is rejected, and why; null: nothing. */
function takeRow(run: DryRun, row: SentRow, context: Parameters<typeof historyEvents>[1]): RejectedLine | null {
  const { line } = row;
  if ('rejected' in row) return { line, reason: row.rejected };
  if ('skipped' in row) {
    run.skipped += row.skipped;
    return null;
  }
  const read = historyEvents(row.messages, context);
  if (read.rejected !== undefined) return { line, reason: read.rejected };
  const event = read.events.at(-1)!;
  run.good += 1;
  const { eventAt } = event;
  run.span = { from: Math.min(run.span?.from ?? eventAt, eventAt), to: Math.max(run.span?.to ?? eventAt, eventAt) };
  const name = listedName(event) ?? event.type;
  if (run.events.has(name) || run.events.size < mostNames) run.events.set(name, (run.events.get(name) ?? 0) + 1);
  return read.without === null ? null : { line, reason: read.without, part: true };
}
