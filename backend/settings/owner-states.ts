/** Whether those the playbook names are owners in HubSpot and people in Slack. */
import type { OwnerState } from '@zo/shared';
import type { PortalOwner } from '../handoff/assign.ts';
import { findOwner } from '../provision/check-owners.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { withinTime } from './within-time.ts';

/** Slack remembers whom it was asked for; the others are told on the next look. */
const slackWithinMs = 1_500;
const mostAsked = 50;

/** Slack is asked only about addresses that HubSpot knows: others are being typed, or mistaken. */
export async function ownerStates(
  emails: readonly string[],
  known: readonly PortalOwner[],
  slack: Pick<SlackGateway, 'findUserByEmail'> | null,
): Promise<OwnerState[]> {
  const inHubspot = new Set(known.map(({ email }) => email));
  const asked = new Set([...new Set(emails)].filter((email) => inHubspot.has(email)).slice(0, mostAsked));
  return Promise.all(
    emails.map(async (email) => {
      if (slack === null) return findOwner(email, known, 'not connected');
      const answer = asked.has(email) ? await withinTime(slack.findUserByEmail(email), slackWithinMs) : null;
      const outcome = answer?.value.outcome;
      return findOwner(email, known, outcome === 'found' || outcome === 'absent' ? outcome : 'no answer');
    }),
  );
}
