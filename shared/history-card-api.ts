/**
 * What the history card, a tab on a contact, asks the backend and what it answers: everything that was done and decided, a
 * page at a time, and the score of each day. See card-api.ts for who vouches for what.
 */
import type { CardPortal } from './card-api.ts';

/** GET, with `?contactId=`: the score, and the first page of everything. */
export const contactHistoryPath = '/app/contact-history';
/** GET, with `?contactId=&before=&only=`: a page of what happened. */
export const contactTimelinePath = '/app/contact-history/timeline';
/** GET, with `?contactId=&before=`: a page of receipts. */
export const contactReceiptsPath = '/app/contact-history/receipts';

type Unknown =
  /** No product activity belongs to this contact. */
  | { status: 'empty'; asOf: number; portal: CardPortal; eventsReceived: boolean }
  | { status: 'not connected'; missing: 'portal' | 'playbook' };

/** What the history card shows at first, with the first pages. */
export type ContactHistoryAnswer = ({ status: 'ready' } & ContactHistory) | Unknown;
/** One more page of what happened. */
export type ContactTimelineAnswer = ({ status: 'ready'; asOf: number } & TimelinePage) | Unknown;
/** One more page of receipts. */
export type ContactReceiptsAnswer = ({ status: 'ready'; asOf: number } & ReceiptsPage) | Unknown;

/** The score over time, what the timeline can be narrowed to, and the first page of each list. */
export type ContactHistory = {
  asOf: number;
  portal: CardPortal;
  name: string;
  score: HistoryScore;
  /** What the timeline can be narrowed to. */
  choices: { signals: string[]; events: string[] };
  timeline: TimelinePage;
  receipts: ReceiptsPage;
};

/** The score of each day, with what happened to the person marked on it. */
export type HistoryScore = {
  /** By the score lines of today, oldest first, today last; it begins where it is known, at most 90 days ago. */
  days: { day: number; points: number }[];
  /** The moments that mattered within these days, oldest first. */
  marks: ScoreMark[];
};

/** `label`: "Ready", "Handed off to Maria", "Returned to marketing". */
export type ScoreMark = { day: number; at: number; what: 'crossing' | 'handoff' | 'end'; label: string };

/** Newest first. `older`: what to ask for the page before it; null when this is the last one. */
export type TimelinePage = { entries: TimelineEntry[]; older: string | null };

/** An event of the product, or something that was decided or done about the person. */
export type TimelineEntry =
  /** `signals`: what it counted as. */
  | { kind: 'event'; id: string; at: number; name: string; signals: string[] }
  /** Something decided or done about the person. `mark`: its kind, for the eye. `link`: to a message in Slack; null for none. */
  | { kind: 'mark'; id: string; at: number; mark: TimelineMark; words: string; link: string | null };

/** What kind of thing was decided or done. */
export type TimelineMark = 'crossing' | 'handoff' | 'alert' | 'touch' | 'review' | 'return' | 'other';

/** What `only` may say: a signal, the name of an event, or what was decided. */
export type TimelineChoice = `signal:${string}` | `event:${string}` | 'marks';

/** Newest first; `older` is where the next page begins, null after the last. */
export type ReceiptsPage = { receipts: HistoryReceipt[]; older: number | null };

/**
 * `words`: the gist first; the rest is the evidence, line by line, indented where it belongs to the line before. `link`: to
 * the message in Slack that it tells of; null for none.
 */
export type HistoryReceipt = {
  receiptId: number;
  kind: string;
  at: number;
  words: string[];
  link: string | null;
  handoffId: number | null;
  playbookVersion: number | null;
};
