/** What reports need of the store. Like the rest (store.ts): whole commands, keyed by portal. Writes nothing. */
import type { Handoff } from '../handoff/handoff.ts';

export type HandoffMoment = 'opened' | 'handed off' | 'closed';

export type OpenNow = {
  /** Handed off, and nobody could get them. */
  waitingForOwner: number;
  inReview: number;
};

export interface ReportStore {
  /** Handoffs of which that happened in [from, to), in its order, at most `limit`. */
  handoffIds(
    portalId: number,
    what: HandoffMoment,
    span: { from: number; to: number },
    limit: number,
  ): Promise<number[]>;
  /** In the order given; those that are there. */
  handoffsById(portalId: number, handoffIds: readonly number[]): Promise<Handoff[]>;
  /** Oldest first, from behind `after` on: page by page, everything. */
  handoffsAfter(portalId: number, after: number, limit: number): Promise<Handoff[]>;
  openNow(portalId: number): Promise<OpenNow>;
}
