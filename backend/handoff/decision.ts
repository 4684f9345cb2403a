/** What a decision is made from, and what it leaves behind. Plain data: the store loads one and commits the other. */
import type { GateReason, Playbook, Readiness, Score } from '@zo/shared';
import type { Effect } from '../outbox/effect.ts';
import type { Company } from '../usage/company.ts';
import type { Happened } from '../usage/marks.ts';
import type { Person } from '../usage/person.ts';
import type { CrossingReceipt } from './crossing-receipt.ts';
import type { Handoff, Review } from './handoff.ts';
import type { HandoffChange } from './handoff-change.ts';
import type { HubspotFacts } from './hubspot-facts.ts';
import type { ReceiptEntry } from './receipt.ts';

/** The HubSpot record of a person or a company. */
export type RecordState = {
  recordId: string | null;
  wanted: Record<string, string>;
  written: Record<string, string>;
  facts: HubspotFacts | null;
  factsAt: number | null;
  problem: string | null;
  /** The record it was linked to and that HubSpot deleted, and when; absent or null while it is linked, or never was. */
  deleted?: { id: string; at: number } | null;
};

export type StoredDecision = {
  score: Score;
  readiness: Readiness;
  /** The receipt of the current crossing; null while not ready. */
  crossing: CrossingReceipt | null;
  /** The playbook version under which readiness was last settled, where it is not the decision's own. */
  settledUnder?: number;
  /** A backfill loaded events, nothing has happened live since, and HubSpot has to be read before readiness is settled. */
  awaitsForHistory?: true;
};

/** `escalateAt`: when the operators hear that nobody has looked; null: never. */
export type OpenedReview = { review: Review; channel: string | null; escalateAt: number | null };

export type PreviousDecision = {
  decidedAt: number;
  playbookVersion: number;
  ready: Readiness['ready'];
  gate: GateReason;
  crossedAt: number | null;
  decision: StoredDecision;
};

export type DecisionInput = {
  person: Person;
  company: Company | null;
  record: RecordState | null;
  companyRecord: RecordState | null;
  previous: PreviousDecision | null;
  openHandoff: Handoff | null;
  /** Handoffs of this person so far. */
  handoffCount: number;
  /** When the latest handoff was given back, or ended by a deal: from then on the person cools down. */
  returnedAt: number | null;
  /** The score of the crossing that it came from; absent in older receipts. */
  returnedScore?: number | null;
  /** The one of their ended handoffs that has the last word ended as not a fit, and that was not undone. */
  isNotAFit?: boolean;
  /** Of the rules in force when it was loaded: the commit refuses what was decided from those before. */
  generation: number;
  /**
   * dirty_persons.since: the commit removes the mark only if it is still this one. Null: nothing happened to the person, it
   * is decided again because everybody is.
   */
  dirtySince: number | null;
  /** Since the decision before; absent: nothing of the three, as when time alone has passed. */
  happened?: Happened;
};

export type DecisionContext = {
  playbook: Playbook;
  playbookVersion: number;
  /** People who are ready because of this version are alerted. */
  alertReady: boolean;
  /** The earlier versions under which people to be decided were decided last; null where one cannot be read any more. */
  earlierPlaybooks: ReadonlyMap<number, Playbook | null>;
  timeZone: string;
  goLiveAt: number | null;
  /** Lifecycle stages in the portal's order. */
  stageOrder: string[];
  /** Who performs handoffs now: HubSpot's workflow, or the backend itself. */
  mode: 'workflow' | 'direct';
  /** Whether the return workflow is live. */
  returnMode: 'workflow' | 'direct';
  now: number;
};

export type Decision = {
  personId: number;
  /** The revision decided on; a newer row stays dirty. */
  revision: number;
  generation: number;
  dirtySince: number | null;
  companyId: number | null;
  /** The open handoff decided on; another one now means deciding again. */
  openHandoffId: number | null;
  openHandoffRevision: number | null;
  ready: Readiness['ready'];
  gate: GateReason;
  crossedAt: number | null;
  decision: StoredDecision;
  /** Contact values as they should be; merged into what is wanted already. */
  wanted: Record<string, string>;
  effects: Effect[];
  /** Opens a handoff, in review where the review rule asks for it. */
  opens: { origin: 'workflow' | 'direct'; receipt: CrossingReceipt; review: OpenedReview | null } | null;
  /** Changes of the open handoff that the decision itself makes. */
  handoffChange: HandoffChange | null;
  receipts: ReceiptEntry[];
  /** When time alone next changes something; null if never. */
  wakeAt: number | null;
};
