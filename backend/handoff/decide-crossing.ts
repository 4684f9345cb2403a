/** Whether a person crosses now, and the receipt of the crossing that they stand on. Pure. */
import { crossingTrigger, type Playbook } from '@zo/shared';
import { isSamplePerson } from '../sample/is-sample.ts';
import type { Assessed, Assessment } from './assess.ts';
import type { CrossingReceipt } from './crossing-receipt.ts';
import { receiptOfCrossing } from './crossing-receipt.ts';
import type { DecisionContext, DecisionInput } from './decision.ts';
import { isCoolingDown } from './gate.ts';
import { barAfterReturn } from './higher-bar.ts';
import { isReadyByRules, settledUnder } from './ready-by-rules.ts';

/** `crossedAt` and `crossing` are null while the person is not ready. */
export type DecidedCrossing = { isNew: boolean; crossedAt: number | null; crossing: CrossingReceipt | null };

export function decideCrossing(
  input: DecisionInput,
  context: DecisionContext,
  assessed: Assessed & { playbook: Playbook },
  { score, readiness, companyActiveUsers }: Assessment,
  companyName: string | null,
): DecidedCrossing {
  const { person, previous } = input;
  const { playbook, now } = context;
  if (readiness.ready !== 'yes') return { isNew: false, crossedAt: null, crossing: null };
  const isNew = previous?.ready !== 'yes' || crossesAgain(input, context, score.points);
  if (!isNew) {
    return { isNew, crossedAt: previous?.crossedAt ?? now, crossing: previous?.decision.crossing ?? null };
  }
  const crossing = receiptOfCrossing({
    crossedAt: now,
    playbookVersion: context.playbookVersion,
    ...(madeReadyByRules(input, context, assessed) && { byRules: true }),
    ...(isSamplePerson(person.profile) && { isSample: true as const }),
    definition: playbook.definition.sentence,
    score,
    readiness,
    trigger: crossingTrigger(previous?.decision.readiness ?? null, readiness, playbook.definition, companyName),
    usage: person.usage,
    companyActiveUsers,
    today: assessed.today,
  });
  return { isNew, crossedAt: now, crossing };
}

function madeReadyByRules(
  { previous, dirtySince }: DecisionInput,
  context: DecisionContext,
  assessed: Assessed & { playbook: Playbook },
): boolean {
  if (context.alertReady || previous === null || previous.ready === 'yes') return false;
  const version = settledUnder(previous);
  if (version === context.playbookVersion) return false;
  return isReadyByRules(previous, context.earlierPlaybooks.get(version) ?? null, assessed, dirtySince !== null);
}

/**
 * Whoever is still ready when the cool-down after a return ends, and is as warm as the playbook asks of those who come back,
 * crosses anew: the old receipt tells of weeks ago. So does whom an earlier version of the playbook made ready, when this one
 * asks for their alert.
 */
function crossesAgain(
  { previous, record, returnedAt, returnedScore }: DecisionInput,
  context: DecisionContext,
  points: number,
): boolean {
  const { playbook, now } = context;
  // Somebody deleted the contact: time alone makes none anew.
  if (record?.recordId === null && record.deleted != null) return false;
  if (context.alertReady && previous?.decision.crossing?.byRules) return true;
  const crossedAt = previous?.crossedAt ?? null;
  if (returnedAt === null || crossedAt === null) return false;
  if (crossedAt > returnedAt && previous?.gate !== 'cooling_down') return false;
  const bar = barAfterReturn(playbook, returnedScore ?? null);
  if (bar !== null && points < bar) return false;
  return !isCoolingDown({ returnedAt, cooldownDays: playbook.cooldownDays, now });
}
