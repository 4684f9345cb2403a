import type { ChannelsFound } from '@zo/shared';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { withinTime } from './within-time.ts';

const slackWithinMs = 2_500;
const mostChannels = 2_000;

/** For choosing one: those the app is in first, by name. */
export async function channelsFound(slack: Pick<SlackGateway, 'listChannels'> | null): Promise<ChannelsFound> {
  if (slack === null) return { status: 'not connected' };
  const answer = await withinTime(slack.listChannels(), slackWithinMs);
  if (answer === null) return { status: 'no answer', reason: 'Slack has not answered yet' };
  const list = answer.value;
  if (list.outcome === 'found') {
    const channels = list.value
      .map(({ name, isPrivate, isMember, sharing }) => ({ name: `#${name}`, isPrivate, isMember, sharing }))
      .sort((one, other) => Number(other.isMember) - Number(one.isMember) || one.name.localeCompare(other.name));
    return { status: 'found', channels: channels.slice(0, mostChannels) };
  }
  return { status: 'no answer', reason: 'reason' in list ? list.reason : 'Slack asks us to slow down' };
}
