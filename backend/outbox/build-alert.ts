/** The facts of one handoff's alert, from the crossing's receipt and what HubSpot said. */
import { type Alert, localDay, whyNowWords } from '@zo/shared';
import type { CrossingReceipt } from '../handoff/crossing-receipt.ts';
import { isOptedOut } from '../handoff/do-not-contact.ts';
import type { HandoffOwner } from '../handoff/handoff.ts';
import { employeesOf } from '../handoff/hubspot-facts.ts';
import { workingTimeOf } from '../handoff/owner-hours.ts';
import type { PortalState } from '../portals/portal-state.ts';
import type { ContactWork } from '../store/handoff-store.ts';
import { companyName, personName } from './person-words.ts';

type AlertParts = {
  state: PortalState;
  work: ContactWork;
  receipt: CrossingReceipt | null;
  owner: HandoffOwner | null;
  note: string | null;
  dueAt: number | null;
  now: number;
  test: boolean;
};

export function buildAlert({ state, work, receipt, owner, note, dueAt, now, test }: AlertParts): Alert {
  const { portal, playbook } = state;
  const facts = work.record?.facts ?? null;
  const company = companyName(work);
  const today = localDay(now, portal.timeZone);
  const daysAgo = (at: number | null | undefined) =>
    at === null || at === undefined ? null : Math.max(0, today - localDay(at, portal.timeZone));
  return {
    personName: personName(work),
    companyName: company,
    employees: facts && employeesOf(facts),
    whyNow: receipt?.trigger ? whyNowWords(receipt.trigger, company) : null,
    score: receipt?.score.points ?? null,
    activatedDaysAgo: daysAgo(receipt?.usage.activatedAt),
    visitedPricingDaysAgo: daysAgo(receipt?.usage.visitedPricingAt),
    hitLimitDaysAgo: daysAgo(receipt?.usage.hitLimitAt),
    teammatesInvited30d: receipt?.usage.teammatesInvited30d ?? 0,
    keyActionsThisWeek: receipt?.usage.keyActions7d ?? 0,
    lastEvent: receipt?.usage.lastEvent ?? null,
    owner: owner ? { name: owner.name, slackUserId: null } : null,
    dueAt,
    workingMinutes: dueAt === null ? null : playbook.handoff.firstCallDueMinutes,
    now,
    zone: workingTimeOf(playbook, portal.timeZone, owner?.email ?? null).zone,
    uiDomain: portal.uiDomain,
    portalId: portal.portalId,
    contactId: work.record?.recordId ?? null,
    note,
    ...(isOptedOut(facts) && { isOptedOut: true as const }),
    test,
  };
}
