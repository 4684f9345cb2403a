import { countSignal } from './compute-score.ts';
import { readinessWords } from './evaluate-readiness.ts';
import { wellKnownSignals } from './playbook.ts';
import type { Readiness } from './readiness.ts';
import {
  activationStatus,
  type ContactProfile,
  keyActionsWindowDays,
  lastEventOf,
  teammatesInvitedWindowDays,
  usageMoment,
} from './readiness-facts.ts';
import type { Score } from './score.ts';
import type { Usage } from './usage.ts';

/**
 * The values of one contact's `zo_` properties that follow from identity, usage, score and readiness, as HubSpot takes
 * them: text, '' to clear, moments in ISO 8601 UTC. The handoff's own properties are not among them.
 */
export function contactValues(about: {
  profile: ContactProfile;
  usage: Usage;
  score: Score;
  readiness: Readiness;
  today: number;
}): Record<string, string> {
  const { profile, usage, score, readiness, today } = about;
  return {
    zo_user_id: profile.userId ?? '',
    zo_plan: profile.plan ?? '',
    zo_email_domain_type: profile.emailDomainType ?? '',
    zo_activation_status: activationStatus(usage),
    zo_activated_at: momentValue(usageMoment(usage, 'zo_activated_at')),
    zo_last_active_at: momentValue(usage.lastActiveAt),
    zo_last_key_action: lastEventOf(usage, wellKnownSignals.keyAction) ?? '',
    zo_key_actions_7d: String(countSignal(usage, wellKnownSignals.keyAction, keyActionsWindowDays, today)),
    zo_teammates_invited_30d: String(
      countSignal(usage, wellKnownSignals.teammateInvited, teammatesInvitedWindowDays, today),
    ),
    zo_visited_pricing_at: momentValue(usageMoment(usage, 'zo_visited_pricing_at')),
    zo_hit_limit_at: momentValue(usageMoment(usage, 'zo_hit_limit_at')),
    zo_pql_score: String(score.points),
    zo_score_receipt: receiptText(score),
    zo_sql_ready: readiness.ready,
    zo_sql_readiness: readinessWords(readiness),
    zo_conditions_missing: String(readiness.conditionsMissing),
  };
}

/** One line per score line, with what was found and the rule as the playbook says it, then the total. */
export function receiptText(score: Score): string {
  const sum = score.receipt.reduce((total, line) => total + line.points, 0);
  const lines = score.receipt.map((line) => `${signed(line.points)}: ${line.value} (rule: ${line.text})`);
  const kept = sum === score.points ? '' : ` (${sum}, kept within 0 to 100)`;
  return [...lines, `Score ${score.points}${kept}`].join('\n');
}

function signed(points: number): string {
  return points > 0 ? `+${points}` : String(points);
}

/** A moment as HubSpot takes it. */
export function momentValue(at: number | null | undefined): string {
  return at === null || at === undefined ? '' : new Date(at).toISOString();
}
