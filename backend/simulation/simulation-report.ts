/** What a draft of the playbook would do, as it is told to operators. Plain data. */
import type { GateReason } from '@zo/shared';
import type { HistoryReport } from './history-report.ts';

export type Simulation = {
  /** The version in force that the draft was held against; 0 for none. */
  version: number;
  today: TodayReport;
  /** Null where history was not asked for. */
  history: HistoryReport | null;
};

export type TodayReport = {
  /** Everybody with a user id or a HubSpot contact. */
  people: number;
  /** Null while no playbook is in force. */
  present: ReadyCount | null;
  draft: ReadyCount;
  /** Ready with the draft and not ready now. */
  added: NamedChanges;
  /** Ready now and not with the draft. */
  removed: NamedChanges;
  scores: { rise: number; fall: number };
  /** Undecided with the draft, because it asks for HubSpot's values that nobody has read yet. */
  notRead: { people: number; properties: { label: string; people: number }[] };
  /** With the draft all but everybody is ready, and now they are not: the definition hardly tells people apart. */
  takesEveryone: boolean;
  /** Signals changed: the kept events were counted again for the draft. */
  isRecounted: boolean;
};

/** `free` of the ready ones would be handed off; the others are held back by their gate. */
export type ReadyCount = { ready: number; free: number; heldBack: Partial<Record<GateReason, number>> };

/** The highest scores first, how many there are in all, and how many of them nothing but a review holds back. */
export type NamedChanges = { count: number; free: number; people: NamedChange[] };

export type NamedChange = {
  personId: number;
  name: string;
  email: string | null;
  company: string | null;
  score: number;
  /** The gate with the rules under which they are ready. */
  gate: GateReason;
  /** Readiness in words: "3 of 4: missing 1 more active user (has 1, needs 2)". */
  before: string | null;
  after: string;
};

export type SimulationProgress = { phase: 'events' | 'people' | 'past'; done: number; total: number };
