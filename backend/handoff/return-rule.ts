/**
 * When a handoff goes back to marketing. Any rule of the playbook's `return.when` that holds is a reason.
 */
import type { ReturnRule } from '@zo/shared';
import type { Handoff } from './handoff.ts';

export type ReturnQuestion = {
  handoff: Handoff;
  score: number;
  /** num_contacted_notes as HubSpot has it now. */
  contactedNotes: number;
  today: number;
  dayOf: (ms: number) => number;
};

/** Statuses in which nobody of sales has engaged yet; a handoff in any other status is not returned by itself. */
const returnable = new Set(['assigned', 'alerted', 'breached']);

export function canReturn(handoff: Handoff): boolean {
  return returnable.has(handoff.status);
}

/**
 * Reasons in words, in the order a reader expects: score first. Empty: it stays. Somebody of sales who has been in touch
 * since the handoff keeps it, whatever the score does.
 */
export function reasonsToReturn(rules: ReturnRule[], question: ReturnQuestion): string[] {
  if (question.contactedNotes > question.handoff.contactedNotesAtHandoff) return [];
  return [...rules]
    .sort((a, b) => order(a) - order(b))
    .map((rule) => reasonOf(rule, question))
    .filter((reason) => reason !== null);
}

function order(rule: ReturnRule): number {
  return rule.kind === 'score below' ? 0 : 1;
}

function reasonOf(rule: ReturnRule, { handoff, score, today, dayOf }: ReturnQuestion): string | null {
  if (rule.kind === 'score below') return score < rule.below ? `score ${score}, below ${rule.below}` : null;
  if (handoff.handedOffAt === null) return null;
  const days = today - dayOf(handoff.handedOffAt);
  return days >= rule.days ? `${rule.days} days without AE activity` : null;
}

/** The first local day on which a rule could hold without any further event of HubSpot's; null if none waits for time. */
export function returnCheckDay(rules: ReturnRule[], handoff: Handoff, dayOf: (ms: number) => number): number | null {
  if (handoff.handedOffAt === null) return null;
  const days = rules.filter((rule) => rule.kind === 'no ae activity').map((rule) => rule.days);
  return days.length === 0 ? null : dayOf(handoff.handedOffAt) + Math.min(...days);
}
