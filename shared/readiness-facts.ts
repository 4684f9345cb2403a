import { countSignal } from './compute-score.ts';
import type { EmailDomainType } from './email-domain.ts';
import { wellKnownSignals } from './playbook.ts';
import type { ReadinessFacts } from './readiness.ts';
import type { Usage } from './usage.ts';

/** What the product itself said about a person: traits and e-mail, not events. */
export type ContactProfile = {
  /** The userId this person first appeared with; null for an anonymous person. */
  userId: string | null;
  plan: string | null;
  emailDomainType: EmailDomainType | null;
};

export type CompanyFacts = {
  companyId: string | null;
  activeUsers: number | null;
};

/**
 * Values of HubSpot's own properties by internal name, as HubSpot sends them; null where there is none. `company` is the
 * primary one, null where the contact has none.
 */
export type HubspotValues = {
  contact: Record<string, string | null>;
  company: Record<string, string | null> | null;
};

/** The windows of the two counts that have a property of their own. */
export const keyActionsWindowDays = 7;
export const teammatesInvitedWindowDays = 30;

/**
 * Everything a definition can ask for about one person, as of the local day `today`. `company` is null for a person without
 * a company: its values are then not known, which is not the same as 0.
 */
export function readinessFacts(about: {
  profile: ContactProfile;
  usage: Usage;
  scorePoints: number;
  company: CompanyFacts | null;
  /** By the playbook's rule; null or absent when it is not known. */
  expectedContractValue?: number | null;
  /** HubSpot's own values as it sends them; absent when HubSpot was not asked. */
  hubspot?: HubspotValues;
  today: number;
  /** The local day of a moment; without it, signals and moments are not known. */
  dayOf?: (ms: number) => number;
}): ReadinessFacts {
  const { profile, usage, scorePoints, company, hubspot, today, dayOf } = about;
  const hasCompany = company !== null || (hubspot?.company ?? null) !== null;
  return {
    contact: {
      ...hubspot?.contact,
      zo_user_id: profile.userId,
      zo_plan: profile.plan,
      zo_email_domain_type: profile.emailDomainType,
      zo_activation_status: activationStatus(usage),
      zo_last_key_action: lastEventOf(usage, wellKnownSignals.keyAction),
      zo_key_actions_7d: countSignal(usage, wellKnownSignals.keyAction, keyActionsWindowDays, today),
      zo_teammates_invited_30d: countSignal(usage, wellKnownSignals.teammateInvited, teammatesInvitedWindowDays, today),
      zo_pql_score: scorePoints,
    },
    company: {
      ...hubspot?.company,
      zo_company_id: company?.companyId ?? null,
      zo_company_active_users: company?.activeUsers ?? null,
      zo_expected_acv: hasCompany ? (about.expectedContractValue ?? null) : null,
    },
    hasCompany,
    emailDomainType: profile.emailDomainType,
    ...(dayOf === undefined ? {} : { activity: { usage, today, dayOf } }),
  };
}

/** The moment of usage a property of ours holds; null when it never happened. */
export function usageMoment(usage: Usage, property: string): number | null {
  const signalOf = (name: string) => (Object.hasOwn(usage.signals, name) ? usage.signals[name]! : null);
  switch (property) {
    case 'zo_activated_at':
      return signalOf(wellKnownSignals.activated)?.firstAt ?? null;
    case 'zo_last_active_at':
      return usage.lastActiveAt;
    case 'zo_visited_pricing_at':
      return signalOf(wellKnownSignals.visitedPricing)?.lastAt ?? null;
    case 'zo_hit_limit_at':
      return signalOf(wellKnownSignals.hitUsageLimit)?.lastAt ?? null;
    default:
      return null;
  }
}

/** The value of zo_activation_status. */
export function activationStatus(usage: Usage): 'activated' | 'not activated' {
  return countSignal(usage, wellKnownSignals.activated, null, 0) > 0 ? 'activated' : 'not activated';
}

/** Name of the newest event of a signal; null when it never happened. */
export function lastEventOf(usage: Usage, signal: string): string | null {
  return Object.hasOwn(usage.signals, signal) ? usage.signals[signal]!.lastEvent : null;
}
