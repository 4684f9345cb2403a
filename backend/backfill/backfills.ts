/**
 * Files of the past, as a running server loads them: one request at a time, whosever it is, so that all of them together take
 * no more of the thread than one.
 */
import type { AllowList } from '../ingest/keep-needed.ts';
import { type PortalMemory, track } from '../portals/portal-memory.ts';
import type { Backfill, BackfillOrder, BackfillStore, HistoryFigures } from '../store/backfill-store.ts';
import type { PrivacyStore } from '../store/privacy-store.ts';
import type { FoldRules, PortalStore } from '../store/store.ts';
import { refuseForgotten } from './forgotten-ids.ts';
import { createPace, type LiveWork, type LoadedRows, type LoadOrder, loadRows } from './load-rows.ts';

export type Backfills = {
  /**
   * Begins, or goes on. `others`: the same file that was read otherwise before. Rejects with MayCountAgainError where rows of it
   * may have come before and nobody would know, unless `mayCountAgain`.
   */
  begin(portalId: number, order: BackfillOrder, wish: BeginWish): Promise<{ backfill: Backfill; others: Backfill[] }>;
  /** Rejects with WrongPlaceError, and with StoppingError once the service is stopping. */
  load(order: LoadOrder & { isOfBrowser: boolean }): Promise<LoadedRows>;
  /** Null: it was never begun. */
  one(portalId: number, key: string): Promise<Backfill | null>;
  /** It is through: whom it touched is decided now. */
  end(portalId: number, key: string): Promise<Backfill | null>;
  list(portalId: number, limit: number): Promise<{ backfills: Backfill[]; history: HistoryFigures }>;
  /** Takes nothing more; resolves when the request under way has been answered. */
  stop(): Promise<void>;
};

export type BeginWish = {
  restart: boolean;
  /** Rows that happened then or later are left out; null: none are. */
  before: number | null;
  /** Whoever asks knows that nothing of it has come before. */
  mayCountAgain: boolean;
};

export type BackfillsParts = {
  store: BackfillStore & Pick<PrivacyStore, 'forgotten'> & Pick<PortalStore, 'portal'>;
  memory: Pick<PortalMemory, 'work'>;
  rulesFor: (portalId: number) => Promise<FoldRules>;
  allowedOf: (portalId: number) => AllowList | Promise<AllowList>;
  onDropped: (portalId: number, names: readonly string[]) => void;
  live: LiveWork;
  now: () => number;
  /** A file is through. */
  onLoaded: (portalId: number) => void;
};

const mostCounted = 100_000;

export class StoppingError extends Error {
  constructor() {
    super('the service is stopping: run the same command again once it is back, and it goes on from there');
    this.name = 'StoppingError';
  }
}

export function createBackfills(parts: BackfillsParts): Backfills {
  const { store, memory, rulesFor, allowedOf, onDropped, now, onLoaded } = parts;
  const loading = memory.work<number>('rows of history that are loaded');
  const pace = createPace(parts.live);
  let last: Promise<unknown> = Promise.resolve();
  let isStopping = false;

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  }

  return {
    async begin(portalId, order, { restart, before, mayCountAgain }) {
      if (!mayCountAgain) await refuseForgotten(store, portalId, order, { restart, before });
      const backfill = await store.beginBackfill(portalId, order, restart, now());
      const ofFile = await store.backfillsOfFile(portalId, order.fileKey);
      return { backfill, others: ofFile.filter(({ key }) => key !== order.key) };
    },
    load({ isOfBrowser, ...order }) {
      const { portalId } = order;
      const loaded = inTurn(async () => {
        if (isStopping) throw new StoppingError();
        const context = {
          source: isOfBrowser ? ('browser backfill' as const) : ('backfill' as const),
          allowed: await allowedOf(portalId),
          onDropped: (names: readonly string[]) => onDropped(portalId, names),
        };
        return loadRows(order, { store, rulesFor, context, pace, now });
      });
      track(loading, portalId, loaded);
      return loaded;
    },
    async end(portalId, key) {
      await store.endBackfill(portalId, key, now());
      onLoaded(portalId);
      return store.backfill(portalId, key);
    },
    one: (portalId, key) => store.backfill(portalId, key),
    async list(portalId, limit) {
      const [backfills, history] = await Promise.all([
        store.backfills(portalId, limit),
        store.historyFigures(portalId, mostCounted),
      ]);
      return { backfills, history };
    },
    async stop() {
      isStopping = true;
      await last;
    },
  };
}
