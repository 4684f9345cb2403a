/**
 * When a handoff goes back to marketing: the sentence of the playbook's `return.when`, held against the person as everything
 * else is. What is not known returns nobody.
 */
import { conditionsOf, type Expression, metReasons, type ReadinessFacts } from '@zo/shared';
import type { Handoff } from './handoff.ts';

export type ReturnQuestion = {
  handoff: Handoff;
  /** What the definition was held against. */
  values: ReadinessFacts;
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
 * The met alternatives in words, the score first. Empty: it stays. Somebody of sales who has been in touch since the
 * handoff keeps it, whatever the score does.
 */
export function reasonsToReturn(rule: Expression, question: ReturnQuestion): string[] {
  if (question.contactedNotes > question.handoff.contactedNotesAtHandoff) return [];
  return metReasons(rule, heldAgainst(question));
}

/** What the rule is held against: what the definition was, and for how long sales has been silent. */
export function heldAgainst({ handoff, values, today, dayOf }: Omit<ReturnQuestion, 'contactedNotes'>): ReadinessFacts {
  const silentDays = handoff.handedOffAt === null ? null : today - dayOf(handoff.handedOffAt);
  return { ...values, silentDays };
}

/** The next local day after `today` on which sales' silence can change the rule; null if the rule does not wait for it. */
export function returnCheckDay(
  rule: Expression | null,
  handoff: Handoff,
  today: number,
  dayOf: (ms: number) => number,
): number | null {
  if (rule === null || handoff.handedOffAt === null) return null;
  const from = dayOf(handoff.handedOffAt);
  const days = conditionsOf(rule)
    .flatMap((condition) => (condition.kind === 'ae silence' ? [from + condition.days] : []))
    .filter((day) => day > today);
  return days.length === 0 ? null : Math.min(...days);
}
