/**
 * The condition that crossed last as the playbook's sentence says it, without the values of whoever crossed by it: so can
 * handoffs be counted by it.
 */
import type { ConditionReadiness, CrossingTrigger, Readiness } from '@zo/shared';
import type { Handoff } from '../handoff/handoff.ts';

export const noCondition = {
  workflow: 'asked for by a workflow',
  hand: 'handed off by hand',
  unknown: 'not known',
} as const;

/** "zo_company_active_users >= 2". An erased handoff no longer tells. */
export function crossedCondition({
  receipt,
  origin,
  erasedAt,
}: Pick<Handoff, 'receipt' | 'origin' | 'erasedAt'>): string {
  if (origin === 'by hand') return noCondition.hand;
  if (receipt?.trigger) return sentenceOf(receipt.trigger, receipt.readiness) ?? wordsOf(receipt.trigger);
  return origin === 'action' && erasedAt === undefined ? noCondition.workflow : noCondition.unknown;
}

/** Null where more than one condition of the sentence may be meant. */
function sentenceOf({ property, needs, actual }: CrossingTrigger, { conditions }: Readiness): string | null {
  const asked = conditions
    .flatMap((condition): ConditionReadiness[] => condition.parts ?? [condition])
    .filter((condition) => condition.needs === needs && condition.actual === actual);
  const named = asked.filter(({ text }) => text.includes(property));
  const texts = new Set((named.length > 0 ? named : asked).map(({ text }) => text));
  return texts.size === 1 ? [...texts][0]! : null;
}

function wordsOf({ property, operator, needs }: CrossingTrigger): string {
  return operator === '>=' ? `${property} >= ${needs}` : `${property}: ${needs}`;
}
