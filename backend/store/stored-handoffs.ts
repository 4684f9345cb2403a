/** Rows of handoffs and decisions, which both databases keep in the same columns, and what they are read as. */
import type { PreviousDecision } from '../handoff/decision.ts';
import { type Handoff, type HandoffStatus, isOpen } from '../handoff/handoff.ts';
import { handoffValues } from '../handoff/handoff-values.ts';
import { byEnd, lastWord } from '../handoff/last-word.ts';
import { reviveHandoff } from '../handoff/revive-handoff.ts';

export type HandoffRow = { handoff_json: string; person_id: number };

/** The row says whose it is: people who turned out to be one had their handoffs moved there. */
export function toHandoff(row: HandoffRow): Handoff {
  return { ...reviveHandoff(JSON.parse(row.handoff_json)), personId: row.person_id };
}

export type HandoffHistory = {
  count: number;
  /** The one opened last first. */
  handoffs: Handoff[];
  /** The one that has the last word, see last-word.ts. */
  newest: Handoff | null;
  /** Of those that have ended the one that has the last word ended as not a fit, whatever is open and not yet with sales. */
  isNotAFit: boolean;
  /** When sales, or a reviewer, last gave the person back, or a deal ended it: the same crossing opens no other one then. */
  returnedAt: number | null;
  /** The score of the crossing that sales gave back; null after a rejection, which asks for nothing more. */
  returnedScore: number | null;
};

export const noHistory: HandoffHistory = {
  count: 0,
  handoffs: [],
  newest: null,
  isNotAFit: false,
  returnedAt: null,
  returnedScore: null,
};

/** One that was withdrawn told nobody; one that is not a fit has a gate of its own. */
const cooledDownAfter: ReadonlySet<string> = new Set<HandoffStatus>(['returned', 'rejected', 'won', 'lost']);

/** Whoever deletes a contact takes it away from sales, and a restore does not hand it off once more. */
function coolsDown({ status, ending }: Handoff): boolean {
  return cooledDownAfter.has(status) || (status === 'withdrawn' && ending?.kind === 'contact deleted');
}

/** One person's rows, newest first. */
export function toHistory(rows: HandoffRow[]): HandoffHistory {
  if (rows.length === 0) return noHistory;
  const handoffs = rows.map(toHandoff);
  const back = handoffs.filter(coolsDown).toSorted(byEnd)[0];
  return {
    count: handoffs.length,
    handoffs,
    newest: lastWord(handoffs),
    isNotAFit: lastWord(handoffs.filter(({ status }) => !isOpen(status)))?.status === 'not_a_fit',
    returnedAt: back?.closedAt ?? null,
    returnedScore: back?.status === 'returned' ? (back.receipt?.score.points ?? null) : null,
  };
}

/** What HubSpot is to say of handoffs once somebody has become this person, to whom `theirs` and `wanted` belonged. */
export function valuesOfUnited(
  { newest, count }: HandoffHistory,
  theirs: readonly Handoff[],
  { zo_handoff_trigger: trigger }: Record<string, string>,
): Record<string, string> {
  const isTheirs = theirs.some(({ handoffId }) => handoffId === newest?.handoffId);
  return {
    ...(newest === null ? {} : handoffValues(newest)),
    ...(isTheirs && trigger !== undefined ? { zo_handoff_trigger: trigger } : {}),
    zo_handoff_count: String(count),
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
