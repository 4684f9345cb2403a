/**
 * When a handoff goes back to marketing: the sentence of the playbook's `return.when`, held against the person as everything
 * else is. What is not known returns nobody.
 */
import { conditionsOf, type Expression, metReasons, type ReadinessFacts } from '@zo/shared';
import type { Handoff } from './handoff.ts';
import { refusalOf } from './moves.ts';

/** Within so many local days after AE activity nothing is returned unasked. */
export const atWorkDays = 7;

export type ReturnQuestion = {
  handoff: Handoff;
  /** What the definition was held against. */
  values: ReadinessFacts;
  /** When sales last did something about the contact, as HubSpot has it; null: not since the handoff. */
  contactedAt: number | null;
  today: number;
  dayOf: (ms: number) => number;
};

/** Statuses in which nobody of sales has engaged yet: only such a handoff is returned by the rule alone. */
export function canReturn(handoff: Pick<Handoff, 'status'>): boolean {
  return refusalOf('return by rule', handoff) === null;
}

/** An engaged one is asked about, and never returned unasked. */
export function canBeAskedAbout(handoff: Pick<Handoff, 'status'>): boolean {
  return canReturn(handoff) || handoff.status === 'engaged';
}

/** The met alternatives in words, the score first. Empty: it stays. */
export function reasonsToReturn(rule: Expression, question: ReturnQuestion): string[] {
  return metReasons(rule, heldAgainst(question));
}

/** What the rule is held against: what the definition was, and for how long sales has been silent. */
export function heldAgainst({ handoff, contactedAt, values, today, dayOf }: ReturnQuestion): ReadinessFacts {
  const since = activeAt(handoff, contactedAt) ?? handoff.handedOffAt;
  return { ...values, silentDays: since === null ? null : today - dayOf(since) };
}

/** When sales last did something about it, in Slack, on the card or in HubSpot; null: not since the handoff. */
export function activeAt(
  { lastActivityAt }: Pick<Handoff, 'lastActivityAt'>,
  contactedAt: number | null,
): number | null {
  return lastActivityAt === null || contactedAt === null
    ? (lastActivityAt ?? contactedAt)
    : Math.max(lastActivityAt, contactedAt);
}

/** Whether an AE is asked before the rule returns it: they have it in hand. */
export function isInHand({ handoff, contactedAt, today, dayOf }: Omit<ReturnQuestion, 'values'>): boolean {
  const at = activeAt(handoff, contactedAt);
  return handoff.status === 'engaged' || (at !== null && today - dayOf(at) < atWorkDays);
}

/** Whether the AE has said "Keep" a moment ago. */
export function isKept({ handoff: { keptAt }, today, dayOf }: Omit<ReturnQuestion, 'values'>): boolean {
  return keptAt !== null && today - dayOf(keptAt) < atWorkDays;
}

/** The next local day after `today` on which sales' silence can change the rule; null if the rule does not wait for it. */
export function returnCheckDay(
  rule: Expression | null,
  handoff: Pick<Handoff, 'handedOffAt' | 'lastActivityAt'>,
  today: number,
  dayOf: (ms: number) => number,
): number | null {
  const since = handoff.lastActivityAt ?? handoff.handedOffAt;
  if (rule === null || since === null) return null;
  const from = dayOf(since);
  const days = conditionsOf(rule)
    .flatMap((condition) => (condition.kind === 'ae silence' ? [from + condition.days] : []))
    .filter((day) => day > today);
  return days.length === 0 ? null : Math.min(...days);
}
