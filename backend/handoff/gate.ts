/**
 * The gate: may this contact be handed off now, and if not, why not. Reasons are tried in the design's order; the first
 * that holds is written to `zo_handoff_gate`.
 */
import type { GateReason, ReadyBy } from '@zo/shared';

export type GateQuestion = {
  /** E-mail domain among the playbook's excluded ones. */
  isInternal: boolean;
  doNotContact: boolean;
  /** Null: HubSpot has not been asked, or has no such contact. */
  lifecycleStage: string | null;
  /** Stages in the portal's own order. */
  stageOrder: string[];
  /** Trait `plan`, if any. */
  plan: string | null;
  freePlans: string[];
  hasOpenDeal: boolean;
  /** A handoff of ours that the workflow, or direct mode, has taken up. */
  isHandedOff: boolean;
  isNotAFit: boolean;
  returnedAt: number | null;
  cooldownDays: number;
  /** Returned before, and the score has not come as far above the one of then as the playbook asks. */
  isBelowBar: boolean;
  isReady: boolean;
  /** Sample activity: never handed off. */
  isSample: boolean;
  crossedAt: number | null;
  goLiveAt: number | null;
  /** Ready because of one of these, not because of anything that happens now; null: they crossed. */
  readyBy: ReadyBy | null;
  isInReview: boolean;
  now: number;
};

const dayMs = 24 * 60 * 60 * 1000;
const sqlStage = 'salesqualifiedlead';
const customerStages = ['opportunity', 'customer', 'evangelist'];

export function decideGate(question: GateQuestion): GateReason {
  if (question.isInternal) return 'internal';
  if (question.doNotContact) return 'do_not_contact';
  if (isCustomer(question) || question.hasOpenDeal) return 'customer_or_open_deal';
  if (question.isHandedOff) return 'handed_off';
  if (isSqlOrLater(question.lifecycleStage, question.stageOrder)) return 'already_sql';
  if (question.isNotAFit) return 'not_a_fit';
  if (isCoolingDown(question) || (question.isReady && question.isBelowBar)) return 'cooling_down';
  if (!question.isReady) return 'not_ready';
  if (question.isSample) return 'sample';
  if (!crossedWhileLive(question) || question.readyBy !== null) return 'before_go_live';
  if (question.isInReview) return 'in_review';
  return 'open';
}

/** Free means: plan empty or among the free plans, and stage before SQL. */
function isCustomer({ lifecycleStage, plan, freePlans }: GateQuestion): boolean {
  if (lifecycleStage !== null && customerStages.includes(lifecycleStage)) return true;
  return isPaidPlan(plan, freePlans);
}

export function isPaidPlan(plan: string | null, freePlans: string[]): boolean {
  if (plan === null || plan.trim() === '') return false;
  return !freePlans.some((free) => free.toLowerCase() === plan.trim().toLowerCase());
}

/** A portal may reorder or add stages: the order read from the portal decides, not the names. */
export function isSqlOrLater(stage: string | null, stageOrder: string[]): boolean {
  if (stage === null || stage === '') return false;
  const sql = stageOrder.indexOf(sqlStage);
  const at = stageOrder.indexOf(stage);
  if (sql < 0 || at < 0) return stage === sqlStage;
  return at >= sql && stage !== 'other';
}

export function isCoolingDown({
  returnedAt,
  cooldownDays,
  now,
}: Pick<GateQuestion, 'returnedAt' | 'cooldownDays' | 'now'>): boolean {
  return coolingDownEnds(returnedAt, cooldownDays, now) !== null;
}

/** Null when the person is not cooling down. */
export function coolingDownEnds(returnedAt: number | null, cooldownDays: number, now: number): number | null {
  if (returnedAt === null) return null;
  const end = returnedAt + cooldownDays * dayMs;
  return now < end ? end : null;
}

function crossedWhileLive({ crossedAt, goLiveAt }: GateQuestion): boolean {
  return crossedAt !== null && goLiveAt !== null && crossedAt >= goLiveAt;
}
