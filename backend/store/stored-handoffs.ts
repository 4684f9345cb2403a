/** Rows of handoffs and decisions, which both databases keep in the same columns, and what they are read as. */
import type { PreviousDecision } from '../handoff/decision.ts';
import type { Handoff, HandoffStatus } from '../handoff/handoff.ts';
import { byLastWord } from '../handoff/last-word.ts';
import { reviveHandoff } from '../handoff/revive-handoff.ts';

export type HandoffRow = { handoff_json: string; person_id: number };

/** The row says whose it is: people who turned out to be one had their handoffs moved there. */
export function toHandoff(row: HandoffRow): Handoff {
  return { ...reviveHandoff(JSON.parse(row.handoff_json)), personId: row.person_id };
}

export type HandoffHistory = {
  count: number;
  /** The one that has the last word, see last-word.ts. */
  newest: Handoff | null;
  /** When sales, or a reviewer, last gave the person back, or a deal ended it: the same crossing opens no other one then. */
  returnedAt: number | null;
  /** The score of the crossing that sales gave back; null after a rejection, which asks for nothing more. */
  returnedScore: number | null;
  /** Whether calls of this enrolment acted on one of them, whichever. */
  hasEnrolment: (enrolmentId: string) => boolean;
};

export const noHistory: HandoffHistory = {
  count: 0,
  newest: null,
  returnedAt: null,
  returnedScore: null,
  hasEnrolment: () => false,
};

/** One that was withdrawn told nobody; one that is not a fit has a gate of its own. */
const cooledDownAfter: ReadonlySet<string> = new Set<HandoffStatus>(['returned', 'rejected', 'won', 'lost']);

/** Whoever deletes a contact takes it away from sales, and a restore does not hand it off once more. */
function endedByDeletion(row: HandoffRow & { status: string }): boolean {
  return row.status === 'withdrawn' && toHandoff(row).ending?.kind === 'contact deleted';
}

/** One person's rows, newest first. */
export function toHistory(rows: (HandoffRow & { status: HandoffStatus; closed_at: number | null })[]): HandoffHistory {
  const inOrder = rows.map((row) => ({ ...row, closedAt: row.closed_at })).sort(byLastWord);
  const [newest] = inOrder;
  if (newest === undefined) return noHistory;
  const back = inOrder.find((row) => cooledDownAfter.has(row.status) || endedByDeletion(row));
  const returned = back?.status === 'returned' ? toHandoff(back) : null;
  return {
    count: rows.length,
    newest: toHandoff(newest),
    returnedAt: back?.closed_at ?? null,
    returnedScore: returned?.receipt?.score.points ?? null,
    // They are read only where somebody asks.
    hasEnrolment: (enrolmentId) => rows.some((row) => toHandoff(row).enrolments.includes(enrolmentId)),
  };
}

export type DecisionRow = {
  decided_at: number;
  playbook_version: number;
  ready: PreviousDecision['ready'];
  gate: PreviousDecision['gate'];
  crossed_at: number | null;
  decision_json: string;
};

export function toDecision(row: DecisionRow): PreviousDecision {
  return {
    decidedAt: row.decided_at,
    playbookVersion: row.playbook_version,
    ready: row.ready,
    gate: row.gate,
    crossedAt: row.crossed_at,
    decision: JSON.parse(row.decision_json),
  };
}
