/**
 * One person held against a playbook as of a local day: score with receipt, and readiness. What the live decision, a
 * simulated draft and a replayed history have in common. Pure.
 */
import {
  activeUsers,
  type CompanyUsage,
  type ContactProfile,
  computeScore,
  evaluateReadiness,
  expectedContractValue,
  type Playbook,
  type Readiness,
  type ReadinessFacts,
  readinessFacts,
  type Score,
  type Usage,
} from '@zo/shared';
import { classifyEmail } from '../ingest/email-domain.ts';
import type { PersonProfile } from '../usage/person.ts';
import { employeesOf, type HubspotFacts } from './hubspot-facts.ts';

export type Assessed = {
  playbook: Pick<Playbook, 'score' | 'definition' | 'emailDomains' | 'review'>;
  profile: Pick<PersonProfile, 'userIds' | 'email' | 'plan'>;
  usage: Usage;
  /** The company the person joined last; null without one. */
  company: { groupIds: string[]; usage: CompanyUsage } | null;
  /** What HubSpot said; null when it was not asked. */
  hubspot: Pick<HubspotFacts, 'email' | 'values'> | null;
  today: number;
  dayOf: (ms: number) => number;
};

export type Assessment = {
  /** By which the address was judged: the product's, else HubSpot's. */
  email: string | null;
  profile: ContactProfile;
  score: Score;
  companyActiveUsers: number | null;
  /** The values the definition was held against. */
  values: ReadinessFacts;
  readiness: Readiness;
};

export function assess({ playbook, profile, usage, company, hubspot, today, dayOf }: Assessed): Assessment {
  const email = profile.email ?? hubspot?.email ?? null;
  const emailDomainType = email === null ? null : classifyEmail(email, playbook.emailDomains).domainType;
  const contact: ContactProfile = { userId: profile.userIds[0] ?? null, plan: profile.plan, emailDomainType };
  const score = computeScore(playbook.score, usage, today, dayOf);
  const companyActiveUsers = company && activeUsers(company.usage, today);
  const rule = playbook.review?.expectedContractValue ?? null;
  const contractValue = expectedContractValue(rule, hubspot && employeesOf(hubspot));
  const values = readinessFacts({
    profile: contact,
    usage,
    scorePoints: score.points,
    company: company && {
      companyId: company.groupIds[0] ?? null,
      activeUsers: companyActiveUsers,
    },
    expectedContractValue: contractValue,
    ...(hubspot && { hubspot: hubspot.values }),
    today,
    dayOf,
  });
  const readiness = evaluateReadiness(playbook.definition, values);
  return { email, profile: contact, score, companyActiveUsers, values, readiness };
}
