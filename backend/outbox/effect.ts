/**
 * An effect: something to do outside. It is data in the outbox before it is an action, committed in the same transaction
 * as the reason for it. Keys make it coalesce: while an effect with the same key is pending, wanting it again only raises
 * its priority and replaces its payload; while it is being worked on, it becomes pending again afterwards.
 */

export const priorities = { crossing: 0, routine: 1, backfill: 2, reconciliation: 3 } as const;
export type Priority = (typeof priorities)[keyof typeof priorities];

export type HubspotEffect =
  /** Link the person to a contact, write what is wanted and not yet written, the gate last. Key `contact:<personId>`. */
  | { kind: 'sync contact'; personId: number; createIfMissing: boolean }
  /** Key `company:<companyId>`. */
  | { kind: 'sync company'; companyId: number }
  /** Read stage, owner, employees and primary company, then decide again. Key `facts:<personId>`. */
  | { kind: 'read facts'; personId: number }
  /** Direct mode: owner, stage SQL and zo_handoff_at, once. Key `handoff-fields:<handoffId>`. */
  | { kind: 'write handoff fields'; handoffId: number; personId: number; fields: Record<string, string> }
  /** Owner cleared, stage cleared, stage set, read back. Key `return:<handoffId>`. */
  | { kind: 'return contact'; handoffId: number; personId: number; clearOwner: boolean; stage: string }
  /** Key `callback:<callbackId>`. */
  | { kind: 'complete callback'; callbackId: string; outputs: Record<string, string> };

export type SlackEffect =
  /** The handoff's alert to one place. Key `alert:<handoffId>:<place>`; a key is posted at most once, ever. */
  | { kind: 'post alert'; handoffId: number; place: AlertPlace }
  /** A note in a channel. Key `note:<what>`. */
  | { kind: 'post note'; channel: string; text: string; handoffId: number | null }
  /**
   * To the operator: something in HubSpot is not as the playbook says, or what it needs has stopped. Key
   * `drift:<workflow>:<since>`, `writer:<writer and property>:<since>`, or that of an alarm in backend/watch with its `since`; a
   * key is posted at most once, ever.
   */
  | { kind: 'post drift note'; headline: string; lines: string[]; restores: RestoredByNote | null };

/** The workflow a note offers to restore, and since when it differs so. */
export type RestoredByNote = { workflow: 'handoff' | 'return'; since: number };

/** Kinds whose key is used once, ever: wanting them again is ignored, whatever became of the first time. */
export const usedOnceEver: ReadonlySet<Effect['kind']> = new Set<Effect['kind']>([
  'post alert',
  'post drift note',
  'complete callback',
  'write handoff fields',
  'return contact',
]);

/** 'dm': the owner's direct message. */
export type AlertPlace = { to: 'dm'; email: string } | { to: 'channel'; channel: string };

export type Effect = (HubspotEffect | SlackEffect) & {
  key: string;
  lane: string;
  priority: Priority;
  notBefore?: number;
};

export type ClaimedEffect = {
  portalId: number;
  key: string;
  lane: string;
  kind: Effect['kind'];
  priority: Priority;
  generation: number;
  attempts: number;
  createdAt: number;
  lease: string;
  effect: HubspotEffect | SlackEffect;
};

/** What became of a claimed effect. */
export type EffectOutcome =
  | { outcome: 'done'; result?: unknown }
  /** Try again no earlier than this many milliseconds from now. */
  | { outcome: 'later'; afterMs: number; reason: string }
  /** Never try again by itself; shown to the operator. */
  | { outcome: 'failed'; reason: string }
  /** The answer never came: it may have happened. Never resent by itself. */
  | { outcome: 'unconfirmed'; reason: string };
