/** What the gate is asked about one person: the live decision and a simulated draft ask the same. */

import { isSamplePerson } from '../sample/is-sample.ts';
import type { DecisionContext, DecisionInput } from './decision.ts';
import type { GateQuestion } from './gate.ts';
import { barAfterReturn } from './higher-bar.ts';

/** What the definition, and who the person is, say of them. */
export type Holding = Pick<GateQuestion, 'isReady' | 'readyBy' | 'crossedAt' | 'isInternal' | 'doNotContact'> & {
  points: number;
  /** What the review rule says of somebody who has no handoff. */
  asksForReview: boolean;
};

type Of = Pick<DecisionInput, 'record' | 'openHandoff' | 'person' | 'returnedAt' | 'returnedScore' | 'isNotAFit'>;

/**
 * Somebody in HubSpot deleted the contact of this crossing, or of one before it: they are handed off again only for a crossing of
 * after that, which makes the contact anew where the playbook lets it.
 */
function wasDeleted(record: DecisionInput['record'], crossedAt: number | null): boolean {
  const deleted = record?.recordId === null ? (record.deleted ?? null) : null;
  return deleted !== null && crossedAt !== null && crossedAt <= deleted.at;
}

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
    doNotContact: holding.doNotContact || wasDeleted(record, holding.crossedAt),
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
