/** The part of the store that deletes what is no longer wanted. Like the rest (store.ts): keyed by portal, times passed in. */

/** What is left of a portal that was erased. */
export type PortalErasure = {
  portalId: number;
  begunAt: number;
  /** Null: under way, or its process ended. Erasing again goes on with it. */
  endedAt: number | null;
  /** How many rows of each table were deleted. */
  rows: Record<string, number>;
};

export interface PrivacyStore {
  /**
   * Deletes every row of the portal in every table, and leaves only the proof. Works in steps that others' commands may
   * come between; when it is interrupted, running it again ends it. Whoever calls it has stopped what works for the portal:
   * what is written after the end stays.
   */
  erasePortal(portalId: number, now: number): Promise<PortalErasure>;
  /** Newest first: the proofs, those that are not ended included. */
  portalErasures(limit: number): Promise<PortalErasure[]>;
}
