/**
 * The playbook as data: what the YAML document says once it has been read. Parsing is in playbook-language files next to
 * this one; nothing here reads text.
 */
import type { PropertyRef } from './property-definition.ts';
import type { Routing } from './routing-terms.ts';
import type { WorkTerms } from './work-terms.ts';

/** Where a piece of text stands in the playbook's source, for messages. Lines and columns count from 1. */
export type Span = { line: number; column: number; length: number };

/** What makes an event carry a signal: a track event's name, or a page event's path (query and trailing slash ignored). */
export type EventMatcher = { event: string } | { page: string };

export type Signal = { name: string; matchers: EventMatcher[] };

export type ScoreLine =
  /** "+25 when activated", "+12 when visited pricing in the last 14 days": points once. */
  | { kind: 'when'; points: number; signal: string; windowDays: number | null; text: string }
  /** "+2 per key action in the last 7 days, up to 30": points for each, capped. */
  | { kind: 'per'; points: number; signal: string; windowDays: number | null; upTo: number | null; text: string }
  /** "-15 when inactive for 14 days". */
  | { kind: 'inactive'; points: number; forDays: number; text: string };

export type ComparisonOperator = '=' | '!=' | '>=' | '>' | '<=' | '<';

export type Condition =
  | { kind: 'comparison'; property: PropertyRef; operator: ComparisonOperator; value: string | number }
  /** "is one of (a, b)"; `is: false` reads "is not one of". At least two values, each once. */
  | { kind: 'one of'; property: PropertyRef; is: boolean; values: (string | number)[] }
  /** "is between 1 and 5", both ends included. */
  | { kind: 'between'; property: PropertyRef; is: boolean; from: number; to: number }
  /** "contains a" or "does not contain a": of a text, without regard to case, a part of it; of a set, one of its choices. */
  | { kind: 'contains'; property: PropertyRef; is: boolean; value: string }
  /** "contains any of (a, b)" or "does not contain any of (a, b)". At least two values, each once. */
  | { kind: 'contains any'; property: PropertyRef; is: boolean; values: string[] }
  /** "is true" or "is false". */
  | { kind: 'true'; property: PropertyRef; is: boolean }
  /** "is known"; `is: false` reads "is empty". */
  | { kind: 'known'; property: PropertyRef; is: boolean }
  /**
   * "is within the last 7 days" (today and the 6 calendar days before), "is more than 3 days ago", "is before 2026-01-31",
   * "is after 2026-01-31". `days` is a number of days, or with before and after a day. A moment falls on a day of the
   * portal's time zone, a date is one.
   */
  | { kind: 'moment'; property: PropertyRef; is: boolean; test: 'within' | 'ago' | 'before' | 'after'; days: number }
  /** "at least 3 key actions in the last 7 days"; without a window, ever. */
  | { kind: 'signal'; signal: string; operator: ComparisonOperator; count: number; windowDays: number | null }
  /** "activated more than 3 days ago": it happened at least once that long ago. */
  | { kind: 'signal ago'; signal: string; is: boolean; days: number }
  /**
   * "14 days without AE activity": days since the handoff in which sales has not been in touch. `is: false` reads "fewer
   * than 14 days without AE activity". In `return.when` alone.
   */
  | { kind: 'ae silence'; is: boolean; days: number }
  /** `is: false` reads "is not on a personal email domain". Disposable counts as personal. */
  | { kind: 'personal email domain'; is: boolean };

/**
 * The definition's tree. An `and` holds no `and`, an `or` no `or`, and each at least two operands; `not` stands before such
 * a group only, because a single condition has its own opposite.
 */
export type Expression = Condition | Group | { kind: 'not'; operand: Group };

export type Group = { kind: 'and' | 'or'; operands: Expression[] };

export type Definition = {
  subject: 'a free user';
  expression: Expression;
  /** The canonical sentence, printed from the tree. */
  sentence: string;
};

/** A sentence in the definition's language that decides something else than who is ready. */
export type Rule = {
  when: Expression;
  /** The canonical sentence, printed from the tree. */
  text: string;
};

export type ReturnTerms = {
  /** Points by which a returned person's score must exceed the one of the crossing before, to cross again; 0: none. */
  higherBar: number;
};

export type ReviewTerms = {
  /** E-mail addresses, lower case, of those who may approve or reject; empty: the operators. */
  reviewers: string[];
  /** Working time after which an unreviewed crossing is told to the operators, in minutes; null: never. */
  escalateAfterMinutes: number | null;
};

/** What an AE's "Not a fit" writes, and the reasons to choose from. */
export type NotAFit = {
  /** A value of `hs_lead_status`; null: it is left alone. */
  leadStatus: string | null;
  reasons: string[];
};

/** "120 per employee", or for every company the same amount; in the account's currency, a year. */
export type ContractValueRule = { amount: number; per: 'employee' | 'company'; text: string };

/** No domain stands in both. Where one lies within the other, the longer decides. */
export type EmailDomainLists = { business: string[]; personal: string[] };

export type ContactCreation = 'create at crossing' | 'update only' | 'create all';

export type Playbook = {
  signals: Signal[];
  score: ScoreLine[];
  definition: Definition;
  handoff: {
    /** E-mail addresses of AEs, lower case, in rotation order. */
    owners: string[];
    /** What the playbook says of owners besides their addresses; absent: nothing, all are equal. */
    routing?: Routing;
    /** Working time to the first call, in minutes. */
    firstCallDueMinutes: number;
    /** Slack channel name with its '#', or a channel id. */
    channel: string | null;
    /** What to do when the workflow has not called within two minutes of the gate opening. */
    whenWorkflowSilent: 'alarm' | 'direct mode';
    /** 'workflow' unless the playbook asks for direct mode always. */
    mode: 'workflow' | 'direct';
    /** How handoffs are worked once somebody has them. */
    work: WorkTerms;
  };
  /** When a handoff goes back to marketing, and where that is told. */
  return: (Rule & { channel: string | null } & ReturnTerms) | null;
  /** Which crossings somebody looks at before they are handed off. */
  review: (Rule & { expectedContractValue: ContractValueRule; channel: string | null } & ReviewTerms) | null;
  notAFit: NotAFit;
  /** What HubSpot says of whom nobody contacts; null: nobody is left out for it. */
  doNotContact: Rule | null;
  /** Excluded e-mail domains, lower case; these people are internal: never scored, counted or alerted. */
  exclude: string[];
  /** What the portal itself says about e-mail domains, lower case; it outranks the public lists. Subdomains follow. */
  emailDomains: EmailDomainLists;
  freePlans: string[];
  contacts: ContactCreation;
  companies: 'create' | 'update only';
  cooldownDays: number;
  ignoreBrowserEvents: boolean;
  /** Where whoever runs this reads that something is not as the playbook says. */
  operatorChannel: string | null;
  workingHours: { days: number[]; fromMinute: number; toMinute: number };
};

/** Signals whose usage has a property of its own in HubSpot. */
export const wellKnownSignals = {
  activated: 'activated',
  keyAction: 'key action',
  teammateInvited: 'teammate invited',
  visitedPricing: 'visited pricing',
  hitUsageLimit: 'hit usage limit',
} as const;
