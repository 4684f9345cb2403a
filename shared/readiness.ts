/** Readiness: the definition held against one contact. Unknown is not false: it says "not known". */
import type { Usage } from './usage.ts';

export type Verdict = 'met' | 'not met' | 'not known';

export type ConditionReadiness = {
  /** The condition as the canonical sentence says it. */
  text: string;
  verdict: Verdict;
  /** What the contact has; null when not known. */
  actual: string | number | null;
  /** What the condition asks for, in words: "2", "more than 50", "activated". */
  needs: string;
  /** What changes it next, in words: "1 more active user"; null when met. */
  missing: string | null;
  /** Of a group in parentheses: its conditions one by one, NOT moved into them. */
  parts?: ConditionReadiness[];
};

export type Readiness = {
  ready: 'yes' | 'no' | 'unknown';
  conditions: ConditionReadiness[];
  /** How many are not met or not known. */
  conditionsMissing: number;
};

/** Usage as of the local day `today`. */
export type Activity = { usage: Usage; today: number; dayOf: (ms: number) => number };

/**
 * Values a definition may ask for, by internal name: HubSpot's own as it sends them, ours with numbers as numbers. Absent
 * means nobody looked, null that there is none; either way it is not known.
 */
export type ReadinessFacts = {
  contact: Record<string, string | number | null>;
  company: Record<string, string | number | null>;
  /** Whether the person's company is known; without it, whether any of its values is. */
  hasCompany?: boolean;
  /** What the person did, for signals and moments; absent means nobody looked. */
  activity?: Activity;
  /** Local days since the handoff without a word from sales; absent or null: nobody was handed off, so not known. */
  silentDays?: number | null;
  emailDomainType: 'business' | 'personal' | 'disposable' | null;
};
