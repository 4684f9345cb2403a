/** What the gate is asked about one person: the live decision and a simulated draft ask the same. */

import { isSamplePerson } from '../sample/is-sample.ts';
import type { DecisionContext, DecisionInput } from './decision.ts';
import type { GateQuestion } from './gate.ts';
import { barAfterReturn } from './higher-bar.ts';

/** What the definition, and who the person is, say of them. */
export type Holding = Pick<GateQuestion, 'isReady' | 'isReadyByRules' | 'crossedAt' | 'isInternal' | 'doNotContact'> & {
  points: number;
  /** What the review rule says of somebody who has no handoff. */
  asksForReview: boolean;
};

type Of = Pick<DecisionInput, 'record' | 'openHandoff' | 'person' | 'returnedAt' | 'returnedScore' | 'isNotAFit'>;

export function gateQuestion(
  { record, openHandoff, person, returnedAt, returnedScore, isNotAFit }: Of,
  context: Pick<DecisionContext, 'playbook' | 'stageOrder' | 'goLiveAt' | 'now'>,
  { points, asksForReview, ...holding }: Holding,
): GateQuestion {
  const facts = record?.facts ?? null;
  const bar = barAfterReturn(context.playbook, returnedScore ?? null);
  const status = openHandoff?.status ?? null;
  return {
    ...holding,
    lifecycleStage: facts?.lifecycleStage ?? null,
    stageOrder: context.stageOrder,
    plan: person.profile.plan,
    freePlans: context.playbook.freePlans,
    hasOpenDeal: facts?.hasOpenDeal ?? false,
    isHandedOff: status !== null && status !== 'waiting' && status !== 'in_review',
    isNotAFit: isNotAFit ?? false,
    returnedAt,
    cooldownDays: context.playbook.cooldownDays,
    isSample: isSamplePerson(person.profile),
    isBelowBar: bar !== null && points < bar,
    goLiveAt: context.goLiveAt,
    isInReview: status === null ? asksForReview : status === 'in_review',
    now: context.now,
  };
}
