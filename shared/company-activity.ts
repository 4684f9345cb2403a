import { evaluateCondition } from './evaluate-condition.ts';
import { conditionsOf, withoutNot } from './expression-tree.ts';
import type { Condition, Expression, Playbook } from './playbook.ts';
import type { ConditionReadiness } from './readiness.ts';
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
 * Whether some member's readiness, in verdict or in the words of what is missing, or the return of a member's handoff can
 * differ when the company's active users go from `before` to `after` (null: not known). When not, no member needs to be
 * decided again.
 */
export function companyChangeMatters(
  { definition, return: rule }: Pick<Playbook, 'definition'> & Partial<Pick<Playbook, 'return'>>,
  before: number | null,
  after: number | null,
): boolean {
  const held = (sentence: Expression) =>
    conditionsOf(withoutNot(sentence)).flatMap((condition) =>
      asksForActiveUsers(condition) ? [[before, after].map((count) => heldAgainst(condition, count))] : [],
    );
  const turns = ([one, other]: ConditionReadiness[]) => one!.verdict !== other!.verdict;
  const readsOtherwise = ([one, other]: ConditionReadiness[]) =>
    (one!.missing !== null || other!.missing !== null) && one!.actual !== other!.actual;
  const ofReadiness = held(definition.expression).some((pair) => turns(pair) || readsOtherwise(pair));
  return ofReadiness || (rule ? held(rule.when).some(turns) : false);
}

function asksForActiveUsers(condition: Condition): boolean {
  return 'property' in condition && condition.property.name === 'zo_company_active_users';
}

function heldAgainst(condition: Condition, zo_company_active_users: number | null): ConditionReadiness {
  return evaluateCondition(condition, { contact: {}, company: { zo_company_active_users }, emailDomainType: null });
}
