/** What to do when Slack is not connected, or refuses the app: it depends on how it is connected. */
import type { Config } from '../config.ts';

/** 'settings': each portal connects its workspace itself, in the settings. */
export type SlackVia = 'environment' | 'settings';

export function slackVia({ slackApp, single }: Pick<Config, 'slackApp' | 'single'>): SlackVia {
  return slackApp === null || (single !== null && single.slackBotToken !== null) ? 'environment' : 'settings';
}

export const slackRemedies: Record<SlackVia, { notConnected: string; refused: string }> = {
  environment: {
    notConnected: 'Set SLACK_BOT_TOKEN on the service and start it again.',
    refused: 'Install the Slack app again, and set SLACK_BOT_TOKEN to the token it shows.',
  },
  settings: {
    notConnected: 'Connect it in the settings, under Slack.',
    refused: 'Connect it again in the settings, under Slack.',
  },
};
