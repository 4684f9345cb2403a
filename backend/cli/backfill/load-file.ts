/**
 * Loads one file through a running server, from where the server says it stands. Answers that were lost, servers that come and
 * go, and other runs of the same command change nothing: the server's place decides.
 */
import { setTimeout } from 'node:timers/promises';
import type { LoadedRows, SentRow } from '../../backfill/load-rows.ts';
import type { Backfill, BackfillOrder, Place, RejectedLine } from '../../store/backfill-store.ts';
import { type AdminClient, AdminError } from '../admin-client.ts';
import { type Batch, batchRows } from './batch-rows.ts';

export type FileLoad = {
  client: Pick<AdminClient, 'call' | 'sendRows'>;
  portalId: number;
  order: BackfillOrder;
  isOfBrowser: boolean;
  /** Rows from behind a place on. */
  rows: (from: Place) => AsyncIterable<SentRow[]>;
  /** Told of each request that was answered. */
  onLoaded: (loaded: { reached: Place; rejected: RejectedLine[] }) => void;
  /** No server answers; it is tried again. */
  onWaiting: (words: string) => void;
  /** Stops between two requests. */
  signal: AbortSignal;
};

/** So long a server may be away before the tool gives up; it goes on when it is run again. */
const patienceMs = 60_000;
const againMs = 1_000;

/** Resolves when the file is through, or when it is to stop: with where it stands then. */
export async function loadFile(load: FileLoad, begun: Backfill): Promise<Backfill> {
  const { client, portalId, order, signal } = load;
  const path = `/portals/${portalId}/backfills/${order.key}`;
  let reached = begun.reached;
  for await (const batch of batchRows(load.rows(reached))) {
    if (signal.aborted) break;
    reached = await sendBatch(load, batch, reached);
  }
  const ask = () =>
    signal.aborted
      ? client.call<{ backfill: Backfill }>('GET', path)
      : client.call<{ backfill: Backfill }>('POST', `${path}/end`);
  return (await patiently(load, ask)).backfill;
}

export function beginFile(
  { client, portalId, order }: Pick<FileLoad, 'client' | 'portalId' | 'order'>,
  wish: { restart: boolean; before: number | null; isNew: boolean },
): Promise<{ backfill: Backfill; others: Backfill[] }> {
  return client.call('POST', `/portals/${portalId}/backfills`, { ...order, ...wish });
}

/** Until the place is behind it. */
async function sendBatch(load: FileLoad, batch: Batch, from: Place): Promise<Place> {
  const { client, portalId, order, isOfBrowser, onLoaded } = load;
  const end = batch.at(-1)!.through;
  let at = from;
  let rows: Batch = batch;
  while (at.byte < end.byte) {
    const query = `line=${at.line}&byte=${at.byte}&browser=${isOfBrowser}`;
    const path = `/portals/${portalId}/backfills/${order.key}/rows?${query}`;
    const text = rows.map((row) => JSON.stringify(row)).join('\n');
    try {
      const loaded = await client.sendRows<LoadedRows>(path, text);
      onLoaded(loaded);
      at = loaded.reached;
    } catch (error) {
      if (!isAway(error) && !(error instanceof AdminError && error.code === 'wrong_place')) throw error;
      const path = `/portals/${portalId}/backfills/${order.key}`;
      const { backfill } = await patiently(load, () => client.call<{ backfill: Backfill }>('GET', path));
      at = goOnFrom(backfill, { at, end, error: error as AdminError });
      tellLost(load, backfill, from);
    }
    rows = rows.filter(({ through }) => through.byte > at.byte);
  }
  return at;
}

/** Whatever the server took of the request whose answer was lost, it took; anything else was somebody else. */
function goOnFrom({ reached }: Backfill, { at, end, error }: { at: Place; end: Place; error: AdminError }): Place {
  if (reached.byte >= at.byte && reached.byte <= end.byte) return reached;
  throw new AdminError(
    error.code === 'wrong_place'
      ? 'This file has moved meanwhile: another run of the same command is loading it. Let that one end, or run this one again.'
      : error.message,
  );
}

/** What it took is in its own books; of its rejected lines it says which. */
function tellLost({ onLoaded }: FileLoad, { reached, report }: Backfill, from: Place): void {
  if (reached.byte === from.byte || report.from < from.line) return;
  const rejected = report.rejected.filter(({ line }) => line > from.line);
  onLoaded({ reached, rejected });
}

/** It may come back. */
function isAway(error: unknown): error is AdminError {
  return error instanceof AdminError && (error.code === 'away' || error.code === 'stopping');
}

async function patiently<Answer>({ onWaiting, signal }: FileLoad, ask: () => Promise<Answer>): Promise<Answer> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isAway(error) || performance.now() > until || signal.aborted) throw error;
      onWaiting(error.message);
      await setTimeout(againMs);
    }
  }
}
