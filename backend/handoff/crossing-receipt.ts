/**
 * The receipt of a crossing: the values at that instant. Actions and alerts read it, never a fresh readiness, so that what
 * the AE is told is what the decision was made on.
 */
import {
  type CrossingTrigger,
  countSignal,
  keyActionsWindowDays,
  type Readiness,
  type ReadyBy,
  type RecentEvent,
  type Score,
  teammatesInvitedWindowDays,
  type Usage,
  wellKnownSignals,
} from '@zo/shared';

export type CrossingReceipt = {
  crossedAt: number;
  playbookVersion: number;
  /** Nothing happened to the person: this version of the playbook made them ready. They are listed, not alerted. */
  byRules?: true;
  /** Nothing has happened now: a backfill loaded what made them ready. They are listed, not alerted. */
  byHistory?: true;
  /** Of the sample person: it counts for nothing. */
  isSample?: true;
  /** The canonical sentence. */
  definition: string;
  score: Score;
  readiness: Readiness;
  /** Which condition was met last; null when somebody's workflow asked for the handoff. */
  trigger: CrossingTrigger | null;
  usage: {
    activatedAt: number | null;
    teammatesInvited30d: number;
    keyActions7d: number;
    visitedPricingAt: number | null;
    hitLimitAt: number | null;
    lastActiveAt: number | null;
    /** The newest key action, else the newest active event. */
    lastEvent: RecentEvent | null;
    companyActiveUsers: number | null;
  };
};

export type CrossingMoment = Pick<
  CrossingReceipt,
  | 'crossedAt'
  | 'playbookVersion'
  | 'byRules'
  | 'byHistory'
  | 'isSample'
  | 'definition'
  | 'score'
  | 'readiness'
  | 'trigger'
> & {
  usage: Usage;
  companyActiveUsers: number | null;
  today: number;
};

export function receiptOfCrossing({ usage, companyActiveUsers, today, ...moment }: CrossingMoment): CrossingReceipt {
  const keyAction = usage.signals[wellKnownSignals.keyAction];
  return {
    ...moment,
    usage: {
      activatedAt: usage.signals[wellKnownSignals.activated]?.firstAt ?? null,
      teammatesInvited30d: countSignal(usage, wellKnownSignals.teammateInvited, teammatesInvitedWindowDays, today),
      keyActions7d: countSignal(usage, wellKnownSignals.keyAction, keyActionsWindowDays, today),
      visitedPricingAt: usage.signals[wellKnownSignals.visitedPricing]?.lastAt ?? null,
      hitLimitAt: usage.signals[wellKnownSignals.hitUsageLimit]?.lastAt ?? null,
      lastActiveAt: usage.lastActiveAt,
      lastEvent: keyAction ? { at: keyAction.lastAt, name: keyAction.lastEvent } : (usage.recent[0] ?? null),
      companyActiveUsers,
    },
  };
}

/** What made somebody ready where nothing happened; null: they crossed, or are not ready. */
export function readyByOf(crossing: Pick<CrossingReceipt, 'byRules' | 'byHistory'> | null): ReadyBy | null {
  if (crossing?.byRules) return 'rules';
  return crossing?.byHistory ? 'history' : null;
}
