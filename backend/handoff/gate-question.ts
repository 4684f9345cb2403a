/** What the gate is asked about one person: the live decision and a simulated draft ask the same. */
import type { DecisionContext, DecisionInput } from './decision.ts';
import type { GateQuestion } from './gate.ts';

/** What the definition, and who the person is, say of them. */
export type Holding = Pick<GateQuestion, 'isReady' | 'isReadyByRules' | 'crossedAt' | 'isInternal'>;

export function gateQuestion(
  { record, openHandoff, person, returnedAt }: Pick<DecisionInput, 'record' | 'openHandoff' | 'person' | 'returnedAt'>,
  context: Pick<DecisionContext, 'playbook' | 'stageOrder' | 'goLiveAt' | 'now'>,
  holding: Holding,
): GateQuestion {
  const facts = record?.facts ?? null;
  return {
    ...holding,
    doNotContact: false,
    lifecycleStage: facts?.lifecycleStage ?? null,
    stageOrder: context.stageOrder,
    plan: person.profile.plan,
    freePlans: context.playbook.freePlans,
    hasOpenDeal: facts?.hasOpenDeal ?? false,
    isHandedOff: openHandoff !== null && openHandoff.status !== 'waiting',
    isNotAFit: false,
    returnedAt,
    cooldownDays: context.playbook.cooldownDays,
    goLiveAt: context.goLiveAt,
    isInReview: false,
    now: context.now,
  };
}
