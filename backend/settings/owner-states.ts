/** Whether those the playbook names are owners in HubSpot and people in Slack. */
import { isSlackUserId, type OwnerState } from '@zo/shared';
import type { PortalOwner } from '../handoff/assign.ts';
import { findOwner, type InSlack } from '../provision/check-owners.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { withinTime } from './within-time.ts';

type Directory = Pick<SlackGateway, 'findUserByEmail' | 'findUser'>;

/** `slack`: as the text calls them there; null: by their address. */
type NamedOwner = { email: string; slack: string | null };

/** Slack remembers whom it was asked for; the others are told on the next look. */
const slackWithinMs = 1_500;
const mostAsked = 50;

/** Slack is asked only about addresses that HubSpot knows: others are being typed, or mistaken. */
export async function ownerStates(
  owners: readonly NamedOwner[],
  known: readonly PortalOwner[],
  slack: Directory | null,
): Promise<OwnerState[]> {
  const inHubspot = new Set(known.map(({ email }) => email));
  const emails = owners.map(({ email }) => email);
  const asked = new Set([...new Set(emails)].filter((email) => inHubspot.has(email)).slice(0, mostAsked));
  return Promise.all(
    owners.map(async (owner) => {
      if (slack === null) return findOwner(owner.email, known, { slack: 'not connected' });
      const isAsked = asked.has(owner.email);
      return findOwner(owner.email, known, isAsked ? await lookUp(slack, owner) : { slack: 'no answer' });
    }),
  );
}

async function lookUp(directory: Directory, { email, slack }: NamedOwner): Promise<InSlack> {
  const name = slack?.trim() || email;
  const looked = isSlackUserId(name) ? directory.findUser(name) : directory.findUserByEmail(name);
  const answer = await withinTime(looked, slackWithinMs);
  const found = answer?.value;
  if (found?.outcome === 'found') return { slack: 'found', slackName: found.value.name };
  return { slack: found?.outcome === 'absent' ? 'absent' : 'no answer' };
}
