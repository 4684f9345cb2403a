/** An alert as it will look, in the channel where alerts go: of somebody invented, marked as a test, mentioning nobody. */
import type { Alert, TestAlertDone } from '@zo/shared';
import type { PortalState } from '../portals/portal-state.ts';
import { sampleCompanyName, sampleName } from '../sample/sample-names.ts';
import { renderAlert } from '../slack/render-alert.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { RunOnce } from './run-once.ts';
import { postOnce } from './test-message.ts';

export type TestAlertParts = {
  once: Pick<RunOnce, 'run'>;
  slack: SlackGateway | null;
  /** Null: no playbook yet. */
  state: PortalState | null;
  now: number;
};

export function sendTestAlert(
  { once, slack, state, now }: TestAlertParts,
  portalId: number,
  author: string,
  requestId: string,
): Promise<TestAlertDone> {
  const channel = state?.playbook.handoff.channel ?? null;
  const detail = channel === null ? '' : `to ${channel}`;
  const entry = { requestId, author, deed: 'send test alert', detail } as const;
  return postOnce({ once, slack, name: channel }, portalId, entry, () => renderAlert(testAlert(state!, author, now)));
}

/** The figures are of the story that the sample activity tells. */
function testAlert({ portal, owners }: PortalState, author: string, now: number): Alert {
  return {
    personName: `${sampleName.firstName} ${sampleName.lastName}`,
    companyName: sampleCompanyName,
    employees: 85,
    whyNow: `nothing happened: ${author} asked for this test in the settings`,
    score: 65,
    activatedDaysAgo: 3,
    visitedPricingDaysAgo: null,
    hitLimitDaysAgo: null,
    teammatesInvited30d: 2,
    keyActionsThisWeek: 14,
    lastEvent: null,
    owner: { name: owners.find(({ email }) => email === author)?.name ?? author, slackUserId: null },
    dueAt: null,
    workingMinutes: null,
    now,
    zone: portal.timeZone,
    uiDomain: portal.uiDomain,
    portalId: portal.portalId,
    contactId: null,
    note: null,
    test: true,
  };
}
