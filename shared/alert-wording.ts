/** The words of an alert. The Slack message and the card on the record use the same ones. */
import type { Alert } from './alert.ts';
import { durationInWords, localMoment, timeAgo } from './time-wording.ts';

/** Plain text, nothing escaped. A null line is left out. */
export type AlertWording = {
  headline: string;
  whyNow: string | null;
  score: string | null;
  last: string | null;
  optedOut: string | null;
  owner: string;
  due: string | null;
  link: string | null;
};

/** On the alert and on the card. */
export const optedOutWords = 'Opted out of e-mail';

/** An alert a moment on its way still says "within 2 hours"; a late one spells the time out. */
const agreementMs = 2 * 60_000;

export function wordAlert(alert: Alert): AlertWording {
  return {
    headline: wordHeadline(alert),
    whyNow: alert.whyNow,
    score: wordScore(alert),
    last: alert.lastEvent && `${alert.lastEvent.name}, ${timeAgo(alert.now - alert.lastEvent.at)}`,
    optedOut: alert.isOptedOut ? optedOutWords : null,
    owner: alert.owner?.name ?? 'no owner yet',
    due: wordDue(alert),
    link: recordLink(alert),
  };
}

/** The contact's record in the portal's own HubSpot; null while the contact is not known. */
export function recordLink(alert: Pick<Alert, 'uiDomain' | 'portalId' | 'contactId'>): string | null {
  if (alert.contactId === null) return null;
  return `https://${alert.uiDomain}/contacts/${alert.portalId}/record/0-1/${encodeURIComponent(alert.contactId)}`;
}

function wordHeadline({ personName, companyName, employees, test }: Alert): string {
  const company = companyName === null ? '' : ` at ${companyName}`;
  const size = employees === null || employees < 1 ? '' : ` (~${count(employees, 'employee')})`;
  return `${test ? '[Test] ' : ''}New SQL: ${personName}${company}${size}`;
}

/** "Score 65 - activated 3 days ago, invited 2 teammates, 14 key actions this week". */
function wordScore(alert: Alert): string | null {
  const { activatedDaysAgo, teammatesInvited30d, keyActionsThisWeek, visitedPricingDaysAgo, hitLimitDaysAgo } = alert;
  const reasons = [
    activatedDaysAgo === null ? null : `activated ${daysAgo(activatedDaysAgo)}`,
    teammatesInvited30d > 0 ? `invited ${count(teammatesInvited30d, 'teammate')}` : null,
    keyActionsThisWeek > 0 ? `${count(keyActionsThisWeek, 'key action')} this week` : null,
    visitedPricingDaysAgo === null ? null : `visited pricing ${daysAgo(visitedPricingDaysAgo)}`,
    hitLimitDaysAgo === null ? null : `hit a usage limit ${daysAgo(hitLimitDaysAgo)}`,
  ].filter((reason) => reason !== null);
  const points = alert.score === null ? null : `Score ${alert.score}`;
  if (reasons.length === 0) return points;
  const said = reasons.join(', ');
  return points === null ? `${said.charAt(0).toUpperCase()}${said.slice(1)}` : `${points} - ${said}`;
}

/**
 * "first call due within 2 hours" when the working time is also the time on the wall; else "first call due by Mon 11:00
 * Berlin", because two working hours on a Friday evening end on Monday.
 */
function wordDue({ dueAt, workingMinutes, now, zone }: Alert): string | null {
  if (dueAt === null) return null;
  if (dueAt <= now) return `first call was due ${localMoment(dueAt, zone, now)}`;
  const left = workingMinutes === null ? Number.NaN : workingMinutes * 60_000 - (dueAt - now);
  if (workingMinutes !== null && left >= 0 && left <= agreementMs) {
    return `first call due within ${durationInWords(workingMinutes)}`;
  }
  return `first call due by ${localMoment(dueAt, zone, now)}`;
}

function daysAgo(days: number): string {
  if (days <= 0) return 'today';
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

/** "1 teammate", "14 key actions", "1,200 employees". */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
