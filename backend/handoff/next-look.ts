/** When time alone next changes something about a person. Pure. */
import { nextChangeDay, type Playbook, startOfLocalDay } from '@zo/shared';
import type { Moment } from './decide-open-handoff.ts';
import type { DecisionContext, DecisionInput } from './decision.ts';
import { coolingDownEnds } from './gate.ts';
import { canBeAskedAbout } from './return-rule.ts';

/** Null: never, as far as the rules in force go. */
export function nextLookAt(
  input: DecisionInput,
  { playbook, timeZone, now }: Pick<DecisionContext, 'playbook' | 'timeZone' | 'now'>,
  moment: Moment,
): number | null {
  const { values, today, dayOf } = moment;
  const day = earliest(
    nextChangeDay(playbook, input.person.usage, today, dayOf, values),
    nextReturnDay(input, playbook, moment),
  );
  const dayBegins = day === null ? null : startOfLocalDay(day, timeZone);
  return earliest(dayBegins, coolingDownEnds(input.returnedAt, playbook.cooldownDays, now));
}

/** When time alone next changes what the return rule says of the person; sales' silence wakes the handoff itself. */
function nextReturnDay(
  { openHandoff, person }: DecisionInput,
  playbook: Playbook,
  { values, today, dayOf }: Moment,
): number | null {
  if (openHandoff === null || playbook.return === null || !canBeAskedAbout(openHandoff)) return null;
  const definition = { expression: playbook.return.when };
  return nextChangeDay({ score: [], definition }, person.usage, today, dayOf, values);
}

function earliest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
