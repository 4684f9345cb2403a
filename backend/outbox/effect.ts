/**
 * An effect: something to do outside. It is data in the outbox before it is an action, committed in the same transaction
 * as the reason for it. Keys make it coalesce: while an effect with the same key is pending, wanting it again only raises
 * its priority and replaces its payload; while it is being worked on, it becomes pending again afterwards.
 */

import type { Click } from '../slack/click.ts';

export const priorities = { crossing: 0, routine: 1, backfill: 2, reconciliation: 3 } as const;
export type Priority = (typeof priorities)[keyof typeof priorities];

export type HubspotEffect =
  /** Link the person to a contact, write what is wanted and not yet written, the gate last. Key `contact:<personId>`. */
  | { kind: 'sync contact'; personId: number; createIfMissing: boolean }
  /** Key `company:<companyId>`. */
  | { kind: 'sync company'; companyId: number }
  /** Read stage, owner, employees and primary company, then decide again. Key `facts:<personId>`. */
  | { kind: 'read facts'; personId: number }
  /** HubSpot told of a change: read the contact again, and decide again if that matters. Key `changed:<personId>`. */
  | { kind: 'read changed contact'; personId: number }
  /** The same of a company there. Key `hubspot-company:<its id>`. */
  | { kind: 'read changed company'; hubspotCompanyId: string }
  /** A deal changed: read the facts of its contacts again. Key `deal:<dealId>`. */
  | { kind: 'find deal contacts'; dealId: string }
  /**
   * Owner, stage, lead status of a handoff's contact, once; `keepsChosenOwner`: an owner takes the place of none who was chosen in
   * HubSpot meanwhile. Key `handoff-fields:<handoffId>`, with a suffix for later ones.
   */
  | {
      kind: 'write handoff fields';
      handoffId: number;
      personId: number;
      fields: Record<string, string>;
      keepsChosenOwner?: true;
    }
  /** Owner cleared, stage cleared, stage set, read back. Key `return:<handoffId>`. */
  | { kind: 'return contact'; handoffId: number; personId: number; clearOwner: boolean; stage: string }
  /** Whether the first call has been made, before anybody is reminded. Key `touch:<handoffId>`. */
  | { kind: 'ask for touch'; handoffId: number; personId: number }
  /** A call that an AE says has been made. Key `call:<handoffId>`. */
  | { kind: 'log call'; handoffId: number; personId: number; ownerId: string | null; at: number }
  /** What the sample activity left in HubSpot goes to its recycling bin. Key `archive-sample:<loadId>`. */
  | { kind: 'archive sample'; loadId: string }
  /** Every `zo_*` property of a contact is emptied. Key `clear:<contactId>`. */
  | { kind: 'clear contact'; contactId: string }
  /** Key `callback:<callbackId>`. */
  | { kind: 'complete callback'; callbackId: string; outputs: Record<string, string> };

export type SlackEffect =
  /** The handoff's alert to one place. Key `alert:<handoffId>:<place>`, with a suffix for one more; a key is posted at most once, ever. */
  | { kind: 'post alert'; handoffId: number; place: AlertPlace }
  /** The message of a handoff under `message` shows what the handoff is now. Key `edit:<message>`. */
  | { kind: 'edit message'; handoffId: number; message: string }
  /**
   * A message says nothing of its person any more; `list`: whose list of the day it is, in which others stay. Key
   * `redact:<channel>:<ts>`.
   */
  | { kind: 'redact message'; channel: string; ts: string; list: string | null }
  /** Asks reviewers in a channel, else the operators. Key `review:<handoffId>`, with a suffix for one more. */
  | { kind: 'post review'; handoffId: number; channel: string | null }
  /** Asks the AE whether a handoff goes back or stays. Key `question:<handoffId>:<number>`. */
  | { kind: 'post question'; handoffId: number; email: string }
  /**
   * `clockStartedAt`: when the clock of the first call started that it is of; null: of none. Key
   * `reminder:<handoffId>:<that>:<what>:<where>`.
   */
  | {
      kind: 'post reminder';
      handoffId: number;
      what: ReminderKind;
      place: ReminderPlace;
      clockStartedAt: number | null;
    }
  /** A note in a channel. Key `note:<what>`. */
  | { kind: 'post note'; channel: string; text: string; handoffId: number | null }
  /**
   * To the operator: something in HubSpot is not as the playbook says, or what it needs has stopped. Key
   * `drift:<workflow>:<since>`, `writer:<writer and property>:<since>`, or that of an alarm in backend/watch with its `since`; a
   * key is posted at most once, ever.
   */
  | { kind: 'post drift note'; headline: string; lines: string[]; restores: RestoredByNote | null }
  /** To the operator, about last week; not from the moment `until` on. Key `digest:<ISO week>`; posted at most once, ever. */
  | { kind: 'post digest'; title: string; lines: string[]; until: number };

/** A press of a button, a choice or a form sent in Slack: followed once. Key `click:<handoffId>:<Slack's own id of it>`. */
export type ClickEffect = { kind: 'follow click' } & Click;

/** The alert that the sample person would be, to the operator alone. Key `sample-alert:<loadId>`; posted at most once, ever. */
export type SampleEffect = { kind: 'post sample alert'; personId: number };

/** 'nearly due', 'overdue': to whoever has it; 'taken further': to the manager or the operators. */
export type ReminderKind = 'nearly due' | 'overdue' | 'taken further' | 'snooze over' | 'unreviewed';
export type ReminderPlace = AlertPlace | { to: 'operator' };

/** The workflow a note offers to restore, and since when it differs so. */
export type RestoredByNote = { workflow: 'handoff' | 'return'; since: number };

/** Kinds whose key is used once, ever: wanting them again is ignored, whatever became of the first time. */
export const usedOnceEver: ReadonlySet<Effect['kind']> = new Set<Effect['kind']>([
  'post alert',
  'post drift note',
  'post digest',
  'post sample alert',
  'post review',
  'post question',
  'post reminder',
  'follow click',
  'log call',
  'complete callback',
  'write handoff fields',
  'return contact',
]);

/** Carried out by somebody who reads first, and makes sure that what led to it is on disk before anything is written outside. */
export function isMadeSureOf({ lane, kind }: Pick<Effect, 'lane' | 'kind'>): boolean {
  return lane.startsWith('hubspot') || lane === editsLane || kind === 'post alert';
}

/** How the keys of effects about one handoff begin; behind it stands the handoff's id, and whatever else. */
export const handoffKeyStems = [
  'alert',
  'call',
  'click',
  'edit:alert',
  'edit:question',
  'edit:review',
  'handoff-fields',
  'note:return',
  'question',
  'reminder',
  'return',
  'review',
  'touch',
] as const;

/** 'dm': the owner's direct message. */
export type AlertPlace = { to: 'dm'; email: string } | { to: 'channel'; channel: string };

export type AnyEffect = HubspotEffect | SlackEffect | SampleEffect | ClickEffect;

export type Effect = AnyEffect & {
  key: string;
  lane: string;
  priority: Priority;
  notBefore?: number;
  /** It waits until its record has rested after the last time it was done. */
  mayRest?: boolean;
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
  effect: AnyEffect;
};

/** What became of a claimed effect. */
export type EffectOutcome =
  | {
      outcome: 'done';
      result?: unknown;
      /** So long rests what was written, from now; see `mayRest`. */
      restMs?: number;
    }
  /** Try again no earlier than this many milliseconds from now. */
  | { outcome: 'later'; afterMs: number; reason: string }
  /** Never try again by itself; shown to the operator. */
  | { outcome: 'failed'; reason: string }
  /** The answer never came: it may have happened. Never resent by itself. */
  | { outcome: 'unconfirmed'; reason: string }
  /** Something failed on our side: what had been marked as being sent is unconfirmed, anything else is tried again. */
  | { outcome: 'interrupted'; afterMs: number; reason: string };

/** Asks HubSpot for stage, owner, name and company before anything else of this person. */
export function readFactsEffect(personId: number): Effect {
  return { kind: 'read facts', personId, key: `facts:${personId}`, lane: 'hubspot', priority: priorities.crossing };
}

/** Nobody waits for it, as a crossing waits for its facts. */
export function readChangedEffect(personId: number): Effect {
  const priority = priorities.routine;
  return { kind: 'read changed contact', personId, key: `changed:${personId}`, lane: 'hubspot', priority };
}

/** Somebody else, however urgent, may be refused because of what stands on the contact of somebody who was erased. */
export function clearContactEffect(contactId: string): Effect {
  const priority = priorities.crossing;
  return { kind: 'clear contact', contactId, key: `clear:${contactId}`, lane: 'hubspot', priority };
}

/** Edits have a lane of their own: Slack limits them by the workspace, not by the channel. */
export const editsLane = 'slack-edits';

/** What somebody has just done is shown before what merely passes. */
export function editOf(handoffId: number, { key, isSilent }: { key: string; isSilent: boolean }): Effect {
  return {
    kind: 'edit message',
    handoffId,
    message: key,
    key: `edit:${key}`,
    lane: editsLane,
    priority: isSilent ? priorities.backfill : priorities.routine,
  };
}

export const clicksLane = 'clicks';
