/** The part of the store that deletes what is no longer wanted. Like the rest (store.ts): keyed by portal, times passed in. */
import type { DroppedName, KeptKind } from '@zo/shared';
import type { FoldRules, Normalise } from './store.ts';

export type { DroppedName, KeptKind };

/** How far retention has come with one kind: everything of it before that moment is deleted or blanked. */
export type Forgotten = { kind: KeptKind; before: number; rows: number; at: number };

/** A row of a kind, in words: "event", "handoff". */
export type ExportedPart = { part: string } & Record<string, unknown>;

/** What an erasure wants in Slack and HubSpot. `key`: "redact:C1:17.1", "clear:501". */
export type EffectOfErasure = { key: string; state: string; reason: string | null };

/** Of a portal so many names are kept at most. */
export const mostDroppedNames = 500;

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
  /**
   * Forgets raw events received before that moment: nothing reads them any more, and their rows go now or with their week; what they add up to stays, so that usage and scores are what they were,
   * also when they are counted again by other rules. Waits while usage is being counted from them. How many went.
   */
  forgetEvents(
    portalId: number,
    order: { before: number; rules: FoldRules; normalise: Normalise; now: number },
  ): Promise<number>;
  /**
   * Where events stand by the week they were received in: makes room for the weeks to come, and drops those of which no portal
   * keeps anything; elsewhere nothing is to do. Several nodes may do so at the same time.
   */
  turnWeeks(now: number): Promise<{ made: string[]; dropped: string[] }>;
  /** Deletes receipts of before, but those of open handoffs. */
  forgetReceipts(portalId: number, before: number, now: number): Promise<number>;
  /** Deletes entries of the audit of before. */
  forgetAudit(portalId: number, before: number, now: number): Promise<number>;
  /**
   * Blanks what messages in Slack were drawn from, of handoffs that ended before and of effects that ended before; that
   * there was one stays, so that nothing is sent twice.
   */
  forgetMessages(portalId: number, before: number, now: number): Promise<number>;
  /** Forgets people last active before, or never and first seen before, whom nobody ever had handed off. */
  forgetInactive(portalId: number, order: { before: number; rules: FoldRules; now: number }): Promise<number>;
  noteForgotten(portalId: number, kind: KeptKind, before: number, rows: number, now: number): Promise<void>;
  forgotten(portalId: number): Promise<Forgotten[]>;
  /** Tells everything that is kept about these people, and where `mentions` stand elsewhere, row by row, in steps. */
  exportPersons(
    portalId: number,
    personIds: number[],
    mentions: string[],
    write: (part: ExportedPart) => void,
  ): Promise<void>;
  /** Wanted since that moment. */
  effectsOfErasures(portalId: number, since: number): Promise<EffectOfErasure[]>;
  /** Adds to how often names were dropped. */
  noteDropped(portalId: number, names: ReadonlyMap<string, number>, now: number): Promise<void>;
  /** The most frequent first. */
  droppedNames(portalId: number, limit: number): Promise<DroppedName[]>;
}
