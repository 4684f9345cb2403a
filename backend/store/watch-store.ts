/** What is needed to notice that something has stopped. Like the rest (store.ts): whole commands, keyed by portal. */
import type { LinkedRecord } from './handoff-store.ts';

/** An hour in which an event came. */
export type ArrivalHour = { name: string; hourStart: number };

export interface WatchStore {
  /** When each of these events came last, by name; a name that was never seen is left out. */
  lastSeen(portalId: number, names: string[]): Promise<Map<string, number>>;
  /** Keeps the hours, each once; of their events forgets those that began more than `rememberedMs` before. */
  noteArrivals(portalId: number, arrivals: ArrivalHour[], rememberedMs: number): Promise<void>;
  /** Of each name the beginnings of the hours kept, ascending. */
  arrivalHours(portalId: number, names: string[]): Promise<Map<string, number[]>>;
  /** Names first seen at `since` or later, in that order. */
  newEventNames(portalId: number, since: number, limit: number): Promise<string[]>;
  /** When the newest handoffs were handed off, ascending. */
  handedOffTimes(portalId: number, limit: number): Promise<number[]>;
  /** Of these persons those with a contact in HubSpot, in the order of our ids. */
  linkedContacts(portalId: number, personIds: number[]): Promise<LinkedRecord[]>;
  /** Which of these effects are wanted and not done yet. */
  effectsUnderWay(portalId: number, keys: string[]): Promise<Set<string>>;
}
