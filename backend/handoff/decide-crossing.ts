/** Whether a person crosses now, and the receipt of the crossing that they stand on. Pure. */
import { type CrossingTrigger, crossingTrigger, type Playbook, type RecentEvent } from '@zo/shared';
import { isSamplePerson } from '../sample/is-sample.ts';
import type { Assessed, Assessment } from './assess.ts';
import type { CrossingReceipt } from './crossing-receipt.ts';
import { receiptOfCrossing } from './crossing-receipt.ts';
import type { DecisionContext, DecisionInput } from './decision.ts';
import { isCoolingDown } from './gate.ts';
import { barAfterReturn } from './higher-bar.ts';
import { crossesAfterHistory, isByHistory } from './ready-by-history.ts';
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
    ...madeReady(input, context, assessed),
    ...(isSamplePerson(person.profile) && { isSample: true as const }),
    definition: playbook.definition.sentence,
    score,
    readiness,
    trigger: crossesAfterHistory(previous, input.happened)
      ? triggerOfReturning(person.usage.recent[0])
      : crossingTrigger(previous?.decision.readiness ?? null, readiness, playbook.definition, companyName),
    usage: person.usage,
    companyActiveUsers,
    today: assessed.today,
  });
  return { isNew, crossedAt: now, crossing };
}

/** Where nothing that happened made them ready, what did. */
function madeReady(
  input: DecisionInput,
  context: DecisionContext,
  assessed: Assessed & { playbook: Playbook },
): Pick<CrossingReceipt, 'byRules' | 'byHistory'> {
  if (madeReadyByRules(input, context, assessed)) return { byRules: true };
  return isByHistory(input) ? { byHistory: true } : {};
}

/** Every condition had been met by what a backfill loaded: what is new is that they are here again. */
function triggerOfReturning(newest: RecentEvent | undefined): CrossingTrigger | null {
  if (newest === undefined) return null;
  const words = `back in the product: ${newest.name} (history had met every condition)`;
  return { property: 'zo_last_active_at', operator: '=', needs: '', actual: newest.name, words };
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
 * asks for their alert, and whom history made ready, when they do something live.
 */
function crossesAgain(
  { previous, record, returnedAt, returnedScore, happened }: DecisionInput,
  context: DecisionContext,
  points: number,
): boolean {
  const { playbook, now } = context;
  // Somebody deleted the contact: time alone makes none anew.
  if (record?.recordId === null && record.deleted != null) return false;
  if (context.alertReady && previous?.decision.crossing?.byRules) return true;
  if (crossesAfterHistory(previous, happened)) return true;
  const crossedAt = previous?.crossedAt ?? null;
  if (returnedAt === null || crossedAt === null) return false;
  if (crossedAt > returnedAt && previous?.gate !== 'cooling_down') return false;
  const bar = barAfterReturn(playbook, returnedScore ?? null);
  if (bar !== null && points < bar) return false;
  return !isCoolingDown({ returnedAt, cooldownDays: playbook.cooldownDays, now });
}
