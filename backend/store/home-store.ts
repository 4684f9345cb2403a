/**
 * What the home page needs of the store besides reports. Like the rest (store.ts): whole commands, keyed by portal. Writes
 * nothing. Sample activity is nobody's: it is not listed, not counted, and no event of the product.
 */
import type { Readiness } from '@zo/shared';
import type { Handoff } from '../handoff/handoff.ts';

/** Somebody as lists name them. */
export type NamedPerson = {
  personId: number;
  name: string;
  companyName: string | null;
  contactId: string | null;
  lastActiveAt: number | null;
};

export type NearMiss = { personId: number; score: number; readiness: Readiness };

/** `isMore`: counting ended at a bound, and there are more. */
export type BoundedCount = { count: number; isMore: boolean; oldestAt: number | null };

export type HandoffsNow = { opened: number; handedOff: number; overdue: number };

/** An effect that was given up, or of which nobody knows whether it happened. */
export type FailedEffect = {
  key: string;
  kind: string;
  state: 'failed' | 'unconfirmed';
  createdAt: number;
  reason: string | null;
};

/** How far the people of one step of a walk have come; `last` is where the next step begins, null after everybody. */
export type PeopleCounted = { signedUp: number; activated: number; ready: number; last: number | null };

export type HandoffCame = { handoffId: number; personId: number; handedOff: boolean; engaged: boolean; won: boolean };

export interface HomeStore {
  /** Handoffs opened or handed off since then, the newest first. */
  handoffsSince(portalId: number, since: number, limit: number): Promise<Handoff[]>;
  /** Open ones that are overdue or wait for an owner, whenever they began; the oldest first. */
  pressingHandoffs(portalId: number, limit: number): Promise<Handoff[]>;
  /** How many were opened and handed off since then, and how many are overdue now. */
  handoffsNow(portalId: number, since: number): Promise<HandoffsNow>;
  /** Those that wait for a reviewer, the oldest first. */
  handoffsInReview(portalId: number, limit: number): Promise<Handoff[]>;
  /** Whoever is one condition short and nothing else is in the way, the highest score first. */
  nearMisses(portalId: number, limit: number): Promise<NearMiss[]>;
  namedPersons(portalId: number, personIds: readonly number[]): Promise<NamedPerson[]>;
  /** When the newest event came; where a backfill came after it, when the newest of those with a name happened. */
  lastEventAt(portalId: number): Promise<number | null>;
  /** People marked to be decided again, effects that wait, effects that failed; none is counted beyond `most`. */
  peopleToDecide(portalId: number, most: number): Promise<BoundedCount>;
  effectsToDeliver(portalId: number, most: number): Promise<BoundedCount>;
  effectsFailed(portalId: number, most: number): Promise<BoundedCount>;
  /** The newest first. */
  failedEffects(portalId: number, limit: number): Promise<FailedEffect[]>;
  /** A step of a walk through everybody, from behind `after` on: those who are known by name, and are not internal. */
  countPeople(portalId: number, after: number, limit: number): Promise<PeopleCounted>;
  /** A step of a walk through all handoffs. */
  handoffsCame(portalId: number, after: number, limit: number): Promise<HandoffCame[]>;
}
