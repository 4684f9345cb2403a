/** Tells something to whoever pressed, and to nobody else. */
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { slackText } from '../slack/slack-text.ts';
import { whisper } from '../slack/whisper.ts';

export type Told = { userId: string; channel: string; responseUrl: string | null };

const textLimit = 1_000;

/** `say`: plain text. A form has no address to answer to; then Slack is asked to show it where the button was. */
export async function tellPresser(
  { gateway, slackApiUrl }: { gateway: SlackGateway; slackApiUrl: string },
  { userId, channel, responseUrl }: Told,
  say: string,
): Promise<void> {
  const text = slackText(say, textLimit);
  if (responseUrl !== null && (await whisper(responseUrl, text, slackApiUrl))) return;
  await gateway.postEphemeral({ channel, text, userId });
}

export const whoAreYou =
  'Zo does not know your e-mail address, so it cannot tell what you may do. Ask whoever runs Zo: the Slack app needs users:read.email.';
