/** What the settings in HubSpot need of the store. Like the rest (store.ts): whole commands, keyed by portal, times passed in. */
import type { EventSeen, WriteKey } from './store.ts';

export type EventOfWeek = EventSeen & { thisWeek: number; lastWeek: number };

/** The most frequent first. */
export function byFrequency(one: EventOfWeek, other: EventOfWeek): number {
  return other.events - one.events || one.name.localeCompare(other.name);
}

/** Of a key's hash this much is told: enough to tell keys apart, too little to try them by. */
export const keyIdLength = 8;

/** A write key as it can be shown: of the key itself only its hash is kept, and of that its beginning is told. */
export type KeptWriteKey = {
  /** The first characters of the hash. */
  keyId: string;
  source: WriteKey['source'];
  /** '' for none. */
  name: string;
  createdAt: number;
  /** A few minutes exact; null: not since this is kept. */
  lastUsedAt: number | null;
  revokedAt: number | null;
};

export type Grant = { email: string; grantedBy: string; grantedAt: number };

/** Saving a playbook is a version; the deed is of those who were refused. */
export const deeds = [
  'make write key',
  'revoke write key',
  'provision',
  'go live',
  'restore workflow',
  'send test message',
  'send test alert',
  'connect slack',
  'disconnect slack',
  'load sample activity',
  'remove sample activity',
  'install app',
  'disconnect',
  'grant',
  'take back grant',
  'change retention',
  'change allow-list',
  'export person',
  'erase person',
  'save playbook',
  'count events again',
  'replay events',
  'backfill',
  'look for drift',
  'settle unconfirmed',
  'link product user',
  'unlink product user',
] as const;
export type Deed = (typeof deeds)[number];

export type AuditOutcome = 'done' | 'refused' | 'failed';

export type NewAuditEntry = { requestId: string; author: string; deed: Deed /** In words. */; detail: string };

export type AuditEntry = NewAuditEntry & {
  auditId: number;
  at: number;
  /** Null: under way, or begun by a process that is gone. */
  ended: { at: number; outcome: AuditOutcome; answer: unknown } | null;
};

/** How many people of one business domain are in one company, and what put them there. */
export type DomainPlace = {
  domain: string;
  via: 'group' | 'domain';
  companyId: number;
  people: number;
  /** A group of the company; null: it has none. */
  groupId: string | null;
};

export type ArrivedEvents = {
  events: number;
  /** Null: before this was kept. */
  firstAt: number | null;
  lastAt: number;
};

/** By whom something was done last, and when. */
export type DoneDeed = { at: number; author: string };

export interface SettingsStore {
  /** The event names that came last, at most `limit`, the most frequent first. `week` as `localWeek` numbers them. */
  newestEvents(portalId: number, week: number, limit: number): Promise<EventOfWeek[]>;
  /** Those of these names that ever came. */
  eventsNamed(portalId: number, week: number, names: string[]): Promise<EventOfWeek[]>;
  /** All that ever came; null: none. */
  arrivedEvents(portalId: number): Promise<ArrivedEvents | null>;
  /** Where the newest people, at most `mostPeople`, were put, of domains some joined a company by and some did not. */
  domainPlaces(portalId: number, mostPeople: number): Promise<DomainPlace[]>;
  addWriteKey(keyHash: string, key: WriteKey & { name: string }, now: number): Promise<void>;
  /** The newest first, at most `limit`. */
  writeKeys(portalId: number, limit: number): Promise<KeptWriteKey[]>;
  /** False: there is no such key that works. */
  revokeWriteKey(portalId: number, keyId: string, now: number): Promise<boolean>;
  noteWriteKeyUse(keyHash: string, now: number): Promise<void>;
  /** By address. */
  grants(portalId: number): Promise<Grant[]>;
  /** Again changes nothing. */
  saveGrant(portalId: number, grant: Grant): Promise<void>;
  removeGrant(portalId: number, email: string): Promise<boolean>;
  /** The entry that is there by this request id, else a new one. */
  beginAudit(portalId: number, entry: NewAuditEntry, now: number): Promise<{ entry: AuditEntry; isNew: boolean }>;
  endAudit(portalId: number, auditId: number, ended: NonNullable<AuditEntry['ended']>): Promise<void>;
  /** Null: it was never done. */
  lastDone(portalId: number, deed: Deed): Promise<DoneDeed | null>;
  /** Newest first; only those before `before` when it is given. */
  auditEntries(portalId: number, page: { before?: number; limit: number }): Promise<AuditEntry[]>;
}
