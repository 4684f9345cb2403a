/**
 * The one interface behind which SQLite and PostgreSQL fit. Every method is a whole command in one transaction; no caller
 * ever holds a transaction. Every command names its portal. Times are milliseconds since the epoch, passed in.
 */
import type { Playbook, PropertyDefinition } from '@zo/shared';
import type { EventSource, NormalisedEvent } from '../ingest/event.ts';
import type { ClaimedEffect, Effect, EffectOutcome, Priority } from '../outbox/effect.ts';
import type { Company } from '../usage/company.ts';
import type { Person } from '../usage/person.ts';

export type Portal = {
  portalId: number;
  timeZone: string;
  uiDomain: string;
  scopes: string[];
  /** Null: watch mode. */
  goLiveAt: number | null;
  createdAt: number;
};

export type WriteKey = { portalId: number; source: 'server' | 'browser' };

export type NewPlaybook = {
  source: string;
  /** HubSpot's definitions of the properties it uses: what it is read with from now on. */
  properties: PropertyDefinition[];
  author: string;
  reason: string;
  /** People who are ready because of this version are alerted; otherwise they are only listed. False unless given. */
  alertReady?: boolean;
};

export type StoredPlaybook = Required<NewPlaybook> & { version: number; createdAt: number };

/** What events are folded into usage by. */
export type FoldRules = {
  playbook: Playbook;
  timeZone: string;
  /**
   * Of rules in force when they were read: RulesInForce.generation. A command that folds by them refuses with
   * RulesChangedError once others are in force, whoever put them there. Absent: rules that are not in force, a draft's or the
   * next ones; nothing is checked.
   */
  generation?: number;
};

/** The rules in force at this moment, as far as whoever read them knows. */
export type CurrentRules = FoldRules & { generation: number };

/** Other rules are in force than those a command was to work by: read them again and repeat it. Nothing was changed. */
export class RulesChangedError extends Error {
  constructor(portalId: number) {
    super(`other rules are in force in portal ${portalId} than those this was to be done by`);
    this.name = 'RulesChangedError';
  }
}

/** Makes the event of a kept raw body again. */
export type Normalise = (body: string, receivedAt: number, source: EventSource) => NormalisedEvent;

export type AcceptedRequest = {
  accepted: number;
  /** Indexes into the request's events that had been accepted before (or stand twice in the same group). */
  duplicates: number[];
  /**
   * Indexes of those that were dropped, because their person was deleted for privacy; absent: none. Of them only the message
   * ids are kept.
   */
  forgotten?: number[];
};

export type EventSeen = { name: string; events: number; people: number; lastSeenAt: number };

export type Alarm = { key: string; message: string; raisedAt: number; times: number };

export type Woken = {
  /** Persons marked dirty because their own time had come. */
  persons: number;
  /** Companies whose active users were counted again. */
  companies: number;
  /** The limit was reached: more may be due. */
  more: boolean;
};

export interface IngestStore {
  /**
   * Accepts one portal's group of requests in one transaction: deduplicates by message id, keeps the raw events, resolves
   * identities, folds usage, marks the persons dirty. Resolves after the commit is on disk. The result has one entry per
   * request. A failure rejects the whole group and changes nothing; RulesChangedError is one. `onCommitted`: the group is in
   * force and on its way to the disk; a group accepted now is committed while this one is flushed.
   */
  acceptEvents(
    portalId: number,
    requests: NormalisedEvent[][],
    rules: FoldRules,
    onCommitted?: () => void,
  ): Promise<AcceptedRequest[]>;
  eventsSeen(portalId: number): Promise<EventSeen[]>;
  /**
   * What the clock owes as of `now`, at most `limit` of it: persons whose time has come become dirty and lose their wake
   * (the decision sets the next); companies whose window moved are counted again, and where that matters their members
   * become dirty. Wakes of kind 'handoff' are left alone.
   */
  wakeDue(portalId: number, now: number, rules: FoldRules, limit: number): Promise<Woken>;
  person(portalId: number, personId: number): Promise<Person | null>;
  /** By 'u:<userId>' or 'a:<anonymousId>'. */
  personByIdentity(portalId: number, identity: string): Promise<Person | null>;
  company(portalId: number, companyId: number): Promise<Company | null>;
  /** Forgets message ids received before the moment. */
  expireMessageIds(portalId: number, before: number): Promise<number>;
}

/** What was told of an effect that may have been sent. */
export type Told = { isPosted: true } | { isPosted: false; reason: string };

/**
 * Claims, settlements, decisions, facts and acknowledgements are in force at once, and may be on disk a little later: always after
 * what was committed before them. Nothing is written outside because of them before `flushed`, or a mark, has resolved.
 */
export interface OutboxStore {
  /** Resolves when everything that is in force now is on disk. */
  flushed(): Promise<void>;
  enqueue(portalId: number, effects: Effect[], now: number): Promise<void>;
  /**
   * Pending effects of one lane, by priority then age; marks them claimed under `lease`. None while another node works on the
   * lane, or while it rests. Of a person whom the lane's other claims are about nothing is given. `leastUrgent`: nothing that is
   * less urgent than this.
   */
  claimEffects(
    portalId: number,
    lane: string,
    limit: number,
    now: number,
    lease: string,
    leastUrgent?: Priority,
  ): Promise<ClaimedEffect[]>;
  /**
   * Of a claim that failed and may have been carried out all the same: what it took is pending, tried as often as before, and its
   * lane free.
   */
  unclaimEffects(portalId: number, lease: string): Promise<void>;
  /** Lanes with something to do now: pending with not_before <= now, and claimEffects would give it. */
  readyLanes(portalId: number, now: number): Promise<string[]>;
  /** When the next pending effect becomes due; null if none waits. */
  nextEffectAt(portalId: number): Promise<number | null>;
  /** Whether its lane and something of it are still one's own: a process may have stood still until others took its place. */
  holdsLease(portalId: number, lease: string): Promise<boolean>;
  /** Written before a send that has no idempotency key; on restart such effects become unconfirmed. False: lease lost. */
  markSending(portalId: number, key: string, lease: string): Promise<boolean>;
  /**
   * False for an effect whose lease was lost: somebody else owns it now. What was sent of it all the same may be older than what
   * they sent: a contact, a company or an edited message is written once more, by whoever claims it. On a shared database an
   * unconfirmed one, of which nobody knew whether its node was there, ends as its own lease says, when that is an end. All effects
   * of a lease are settled together; after the last of its leases a lane is free for other nodes, after `restMs` by the database's
   * clock. One's own rests are kept by oneself.
   */
  settleEffects(
    portalId: number,
    settled: { key: string; lease: string; generation: number; outcome: EffectOutcome }[],
    now: number,
    restMs?: number,
  ): Promise<boolean[]>;
  /**
   * At start-up, when no worker of ours can be alive: claimed effects become pending, sending ones unconfirmed.
   * Returns the unconfirmed that nobody has been told of, those of before too.
   */
  recoverEffects(portalId: number): Promise<{ released: number; unconfirmed: string[] }>;
  /** Keys of unconfirmed effects that nobody has been told of. */
  untoldEffects(portalId: number): Promise<string[]>;
  /** Somebody has been told of it, or it is known to have been posted. Nothing happens to one that was told before. */
  noteTold(portalId: number, key: string, told: Told): Promise<void>;
  outboxCounts(portalId: number): Promise<Record<string, number>>;
}

/** The database itself. */
export interface DatabaseHealth {
  /** Whether the database answers, and what was written lately is on disk. May reject instead of saying no. */
  isWell(): Promise<boolean>;
}

export interface PortalStore {
  savePortal(portal: Portal): Promise<void>;
  portal(portalId: number): Promise<Portal | null>;
  portals(): Promise<Portal[]>;
  saveWriteKey(keyHash: string, key: WriteKey, now: number): Promise<void>;
  writeKey(keyHash: string): Promise<WriteKey | null>;
  /**
   * A new version, unless source and definitions equal those of the newest one. Returns the version in force. Rejects
   * with PlaybookConflictError when another version than `expectedVersion` (0 for none) is the newest.
   */
  savePlaybook(portalId: number, playbook: NewPlaybook, now: number, expectedVersion?: number): Promise<StoredPlaybook>;
  /** The newest version unless one is named; null when there is none. */
  playbook(portalId: number, version?: number): Promise<StoredPlaybook | null>;
  /** Newest first; only those before `before` when it is given. */
  playbookVersions(portalId: number, page: { before?: number; limit: number }): Promise<StoredPlaybook[]>;
  setting(portalId: number, name: string): Promise<unknown>;
  saveSetting(portalId: number, name: string, value: unknown, now: number): Promise<void>;
  raiseAlarm(portalId: number, key: string, message: string, now: number): Promise<void>;
  clearAlarm(portalId: number, key: string): Promise<void>;
  alarms(portalId: number): Promise<Alarm[]>;
}
