import { evaluateCondition } from './evaluate-condition.ts';
import { conditionsOf, withoutNot } from './expression-tree.ts';
import type { Playbook } from './playbook.ts';
import { activeUsersWindowDays, type CompanyUsage } from './usage.ts';
import { countInWindow, daysOfChange } from './window.ts';

/** Distinct people active today or in the 29 local days before. */
export function activeUsers(usage: CompanyUsage, today: number): number {
  return countInWindow(usage.lastActiveDays, today, activeUsersWindowDays);
}

/** The earliest local day after `today` on which active users change with no event; null if they never do. */
export function nextCompanyChangeDay(usage: CompanyUsage, today: number): number | null {
  const now = activeUsers(usage, today);
  const days = daysOfChange(usage.lastActiveDays, today, activeUsersWindowDays).sort((a, b) => a - b);
  return days.find((day) => activeUsers(usage, day) !== now) ?? null;
}

/**
 * Whether some member's readiness, in verdict or in the words of what is missing, or the return of a handoff can differ when the company's active
 * users go from `before` to `after` (null: not known). When not, no member needs to be decided again.
 */
export function companyChangeMatters(
  { definition, return: rule }: Pick<Playbook, 'definition'> & Partial<Pick<Playbook, 'return'>>,
  before: number | null,
  after: number | null,
): boolean {
  const sentences = rule ? [definition.expression, rule.when] : [definition.expression];
  return sentences
    .flatMap((sentence) => conditionsOf(withoutNot(sentence)))
    .some((condition) => {
      if (!('property' in condition) || condition.property.name !== 'zo_company_active_users') return false;
      const [one, other] = [before, after].map((zo_company_active_users) =>
        evaluateCondition(condition, { contact: {}, company: { zo_company_active_users }, emailDomainType: null }),
      );
      const isMissing = one!.missing !== null || other!.missing !== null;
      return one!.verdict !== other!.verdict || (isMissing && one!.actual !== other!.actual);
    });
}
