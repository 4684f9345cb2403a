/** What to do when Slack is not connected, or refuses the app: it depends on how it is connected. */
import type { Config } from '../config.ts';

/** 'settings': each portal connects its workspace itself, in the settings. 'no app': many portals, and nothing to do it with. */
export type SlackVia = 'environment' | 'settings' | 'no app';

export function slackVia({ slackApp, single, oauth }: Pick<Config, 'slackApp' | 'single' | 'oauth'>): SlackVia {
  if (single !== null && single.slackBotToken !== null) return 'environment';
  if (slackApp !== null) return 'settings';
  return oauth === null ? 'environment' : 'no app';
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
  'no app': {
    notConnected: 'Whoever runs Zo sets SLACK_CLIENT_ID and SLACK_CLIENT_SECRET; then it is connected here.',
    refused: 'Whoever runs Zo sets SLACK_CLIENT_ID and SLACK_CLIENT_SECRET; then it is connected here.',
  },
};
