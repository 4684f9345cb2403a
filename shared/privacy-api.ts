/** The settings' Privacy tab: how long what is kept, and what is kept of messages. See settings-api.ts. */
import type { KeptDays, KeptKind } from './privacy-terms.ts';
import type { AuditedRequest, DoneAnswer, NotConnected, SettingsHead } from './settings-api.ts';

export const privacyPaths = {
  /** GET; the Privacy tab. */
  tab: '/app/settings/privacy',
  retention: '/app/settings/privacy/retention',
  allowList: '/app/settings/privacy/allow-list',
} as const;

export type PrivacyTabAnswer = ({ status: 'ready' } & SettingsHead & PrivacyTab) | NotConnected;

export type PrivacyTab = {
  kept: KeptOfKind[];
  /** Days that the playbook looks back: raw events are kept at least so long. Null: there is no playbook yet. */
  longestWindow: number | null;
  /** Traits and properties kept besides what is needed. */
  allowed: string[];
  /** Names that came and were not kept, the most frequent first. */
  dropped: DroppedName[];
};

export type KeptOfKind = {
  kind: KeptKind;
  /** Null: for ever. */
  days: number | null;
  /** Everything of before has been deleted; null: nothing yet. */
  goneBefore: number | null;
};

export type DroppedName = { name: string; messages: number; lastSeenAt: number };

export type RetentionRequest = AuditedRequest & { days: Partial<KeptDays> };
export type RetentionDone = DoneAnswer<{ days: KeptDays }>;

/** The whole list as it is to be. */
export type AllowListRequest = AuditedRequest & { allowed: string[] };
export type AllowListDone = DoneAnswer<{ allowed: string[] }>;
