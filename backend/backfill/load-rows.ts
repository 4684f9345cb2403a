/**
 * Loads the rows of one request, in steps that each are one transaction: the events of some rows, and the file's place behind
 * them. Steps are short and leave the thread alone in between, the longer the less there is to do live.
 */
import { setTimeout } from 'node:timers/promises';
import type { BackfillStore, HistoryRow, Place, RejectedLine, RowCounts } from '../store/backfill-store.ts';
import type { FoldRules } from '../store/store.ts';
import { giveWay } from './give-way.ts';
import { type HistoryContext, historyEvents } from './history-events.ts';
import { nextSize } from './step-size.ts';

/** A row as the tool sends it. `line`: where it begins, from 1; `through`: the place behind it. */
export type SentRow = { line: number; through: Place } & (
  | { messages: unknown[] }
  /** The tool could not read it. */
  | { rejected: string }
  /** So many rows, the last of which ends here, say nothing that is kept. */
  | { skipped: number }
);

export type LoadedRows = { reached: Place; counts: RowCounts; rejected: RejectedLine[] };

/** The file is not where whoever sent the rows believes it to be. */
export class WrongPlaceError extends Error {
  constructor() {
    super('this file has moved meanwhile: another run of the same command is loading it, or it was begun again');
    this.name = 'WrongPlaceError';
  }
}

export type Pace = {
  /** Resolves when the next step may begin: how many rows it takes. */
  next(): Promise<number>;
  /** What a step of so many rows took; resolves when the thread has been left alone for long enough. */
  took(rows: number, ms: number): Promise<void>;
};

/** What there is to do live. */
export type LiveWork = {
  /** Something is being accepted or decided. */
  isBusy(): boolean;
  /** When an event last came in, by `performance.now()`. */
  lastAt(): number;
};

/** `aimMs`: what a step may hold the thread for. Fewer rows would take hardly less: each commit has its price. */
const steps = { aimMs: 4, fewest: 15, most: 400 };
/** Live events of the last so many milliseconds say that more will come. */
const liveMs = 1_000;
/** The thread is left alone for so many times what a step took: while events come in live, and while none do. */
const pauseFactors = { live: 3, quiet: 0.25 };

/** One for the whole service. */
export function createPace(live: LiveWork): Pace {
  let size = steps.fewest;
  return {
    async next() {
      await giveWay(live.isBusy);
      return size;
    },
    async took(rows, ms) {
      if (rows === size || ms > steps.aimMs) size = nextSize(size, ms, steps);
      const isLive = performance.now() - live.lastAt() < liveMs;
      await setTimeout(Math.max(1, ms * (isLive ? pauseFactors.live : pauseFactors.quiet)));
    },
  };
}

export type LoadOrder = {
  portalId: number;
  key: string;
  from: Place;
  /** Each a SentRow in JSON. */
  lines: readonly string[];
  readRow: (line: string) => SentRow;
};

export type LoadParts = {
  store: Pick<BackfillStore, 'acceptHistory'>;
  rulesFor: (portalId: number) => Promise<FoldRules>;
  context: Omit<HistoryContext, 'receivedAt'>;
  pace: Pace;
  now: () => number;
};

/** Throws WrongPlaceError. What was loaded before it throws stays loaded. */
export async function loadRows(
  { portalId, key, from, lines, readRow }: LoadOrder,
  parts: LoadParts,
): Promise<LoadedRows> {
  const { store, rulesFor, pace, now } = parts;
  const loaded: LoadedRows = {
    reached: from,
    counts: { accepted: 0, duplicates: 0, rejected: 0, skipped: 0 },
    rejected: [],
  };
  for (let next = 0; next < lines.length; ) {
    const end = Math.min(lines.length, next + (await pace.next()));
    const began = performance.now();
    const step = readStep(lines.slice(next, end).map(readRow), { ...parts.context, receivedAt: now() });
    const accepted = await store.acceptHistory(
      portalId,
      { key, from: loaded.reached, startsReport: next === 0, now: now(), ...step },
      await rulesFor(portalId),
    );
    if (accepted === null) throw new WrongPlaceError();
    addTo(loaded, step.to, accepted);
    await pace.took(end - next, performance.now() - began);
    next = end;
  }
  return loaded;
}

type Step = { rows: HistoryRow[]; rejected: RejectedLine[]; skipped: number; to: Place };

function readStep(sent: SentRow[], context: HistoryContext): Step {
  const step: Step = { rows: [], rejected: [], skipped: 0, to: sent.at(-1)!.through };
  for (const row of sent) {
    if ('skipped' in row) step.skipped += row.skipped;
    else if ('rejected' in row) step.rejected.push({ line: row.line, reason: row.rejected });
    else {
      const read = historyEvents(row.messages, context);
      const { line } = row;
      if (read.rejected === undefined) {
        step.rows.push({ line, events: read.events });
        if (read.without !== null) step.rejected.push({ line, reason: read.without, part: true });
      } else step.rejected.push({ line, reason: read.rejected });
    }
  }
  return step;
}

function addTo(
  loaded: LoadedRows,
  reached: Place,
  { counts, rejected }: Pick<LoadedRows, 'counts' | 'rejected'>,
): void {
  loaded.reached = reached;
  for (const kind of ['accepted', 'duplicates', 'rejected', 'skipped'] as const) loaded.counts[kind] += counts[kind];
  loaded.rejected.push(...rejected);
}
