/** What the gate says of a person, as far as HubSpot has been asked. Pure. */
import type { GateReason } from '@zo/shared';
import { isHandedOffByHand, isUncalled } from './decide-open-handoff.ts';
import type { DecisionContext, DecisionInput } from './decision.ts';
import { isFresh } from './fresh-facts.ts';
import { decideGate } from './gate.ts';
import { gateQuestion, type Holding } from './gate-question.ts';
import { barAgainstHand } from './hand-gate.ts';

/** The gate, or the gate as it was while HubSpot's values are being read. `mustAsk`: they are known too little to open it. */
export function answerGate(
  input: DecisionInput,
  context: DecisionContext,
  holding: Holding & { mustAsk: boolean },
): { gate: GateReason; needsFacts: boolean } {
  const { openHandoff, record, previous } = input;
  const gate = decideGate(gateQuestion(input, context, holding));
  const factsAt = record?.factsAt ?? null;
  if (openHandoff !== null) {
    if (isHandedOffByHand(openHandoff)) return { gate: gateByHand(input, context, holding), needsFacts: false };
    // What a reviewer approved hours ago is looked at once more before the gate opens.
    const approvedAt = openHandoff.gateWrittenAt === null ? (openHandoff.review?.decidedAt ?? null) : null;
    const isStale = approvedAt !== null && !isFresh(factsAt, approvedAt, context.now);
    // Opened for another contact, of somebody who turned out to be this person: HubSpot has not been asked about this one.
    const isUnasked = isUncalled(openHandoff) && !isFresh(factsAt, null, openHandoff.openedAt);
    return gate === 'open' && (isStale || isUnasked)
      ? { gate: 'in_review', needsFacts: true }
      : { gate, needsFacts: false };
  }
  const isFreshEnough = !holding.mustAsk && isFresh(factsAt, holding.crossedAt, context.now);
  if ((gate !== 'open' && gate !== 'in_review') || isFreshEnough) {
    return { gate, needsFacts: false };
  }
  const before = previous && previous.gate !== 'open' && previous.gate !== 'in_review' ? previous.gate : 'not_ready';
  return { gate: before, needsFacts: true };
}

/** Whoever handed it off opened the gate themselves; what HubSpot has said since may forbid it all the same. */
function gateByHand(
  { person, record }: DecisionInput,
  context: DecisionContext,
  { doNotContact }: Pick<Holding, 'doNotContact'>,
): GateReason {
  return barAgainstHand({ person, record, isNotAFit: false, doNotContact }, context, context.now) ?? 'handed_off';
}
