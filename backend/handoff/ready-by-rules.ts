/**
 * Somebody may be ready because the playbook changed, not because of anything that happened. Such people are listed and
 * not alerted until their next crossing, unless the version that made them ready asks for alerts.
 */
import { clausesOf, conditionsOf, type Expression, type Playbook, withoutNot } from '@zo/shared';
import { changesCounting } from '../usage/changes-counting.ts';
import type { Assessed, Assessment } from './assess.ts';
import { assess } from './assess.ts';
import type { PreviousDecision } from './decision.ts';

/** The version under which readiness was last settled: until HubSpot has been read, the version before stays it. */
export function settledUnder(previous: PreviousDecision): number {
  return previous.decision.settledUnder ?? previous.playbookVersion;
}

/**
 * Whether somebody who was not ready and is ready now is so by the change of rules alone: held against the rules of before
 * on the same facts they would still not be ready. Where signals changed, the old counts are gone; then something else
 * must have happened since the previous decision as well, and the person be marked for it. `before` is null when those
 * rules cannot be read any more.
 */
export function isReadyByRules(
  previous: PreviousDecision,
  before: Playbook | null,
  present: Assessed & { playbook: Playbook },
  isMarked: boolean,
): boolean {
  if (before === null) return true;
  const then = assess({ ...present, playbook: before });
  if (then.readiness.ready !== 'yes') return true;
  if (!changesCounting(before, present.playbook)) return false;
  return !isMarked || !somethingHappened(previous, before, then, present);
}

function somethingHappened(previous: PreviousDecision, before: Playbook, then: Assessment, present: Assessed): boolean {
  const { lastActiveAt } = present.usage;
  if (lastActiveAt !== null && lastActiveAt > previous.decidedAt) return true;
  const verdicts = new Map(previous.decision.readiness.conditions.map(({ text, verdict }) => [text, verdict]));
  return clausesOf(before.definition.expression).some((clause, index) => {
    const known = verdicts.get(then.readiness.conditions[index]?.text ?? '');
    return known !== undefined && known !== 'met' && !asksForSignals(clause);
  });
}

/** The values of ours that the person's own events make. */
function asksForSignals(clause: Expression): boolean {
  return conditionsOf(withoutNot(clause)).some((condition) => {
    if (condition.kind === 'personal email domain') return false;
    if (!('property' in condition)) return true;
    const { object, name } = condition.property;
    return object === 'contact' && name.startsWith('zo_') && !['zo_plan', 'zo_email_domain_type'].includes(name);
  });
}
