/** The alert of the worked example; a test changes only what it is about. */
import type { Alert } from '@zo/shared';

const now = Date.parse('2026-03-03T10:00+01:00');

export function sampleAlert(changes: Partial<Alert> = {}): Alert {
  return {
    personName: 'Sarah Chen',
    companyName: 'FinPilot',
    employees: 85,
    whyNow: '2nd active user at FinPilot (needs 2)',
    score: 65,
    activatedDaysAgo: 3,
    visitedPricingDaysAgo: null,
    hitLimitDaysAgo: null,
    teammatesInvited30d: 2,
    keyActionsThisWeek: 14,
    lastEvent: { name: 'Dashboard Shared', at: now - 3 * 60_000 },
    owner: { name: 'Maria', slackUserId: 'U0MARIA01' },
    dueAt: now + 2 * 3_600_000,
    workingMinutes: 120,
    now,
    zone: 'Europe/Berlin',
    uiDomain: 'app.hubspot.com',
    portalId: 424242,
    contactId: '151',
    note: null,
    test: false,
    ...changes,
  };
}
