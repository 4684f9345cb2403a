/** What those who may change settings do with the connection to Slack: begin it, and end it. */
import type { DisconnectSlackDone, DisconnectSlackRequest, SlackLinkAnswer } from '@zo/shared';
import type { SlackConnecting } from '../slack/connect/connect-slack.ts';
import type { RunOnce } from './run-once.ts';

export type SlackConnectionParts = {
  once: Pick<RunOnce, 'run'>;
  /** Null: the token stands in the environment, or there is no Slack app. */
  connecting: Pick<SlackConnecting, 'makeLink' | 'disconnect'> | null;
};

export type SlackConnection = {
  link(portalId: number, author: string): Promise<SlackLinkAnswer>;
  disconnect(portalId: number, author: string, request: DisconnectSlackRequest): Promise<DisconnectSlackDone>;
};

const inEnvironment =
  'Slack is connected by SLACK_BOT_TOKEN on the service: change it there. To connect it here, set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead';

export function slackConnection({ once, connecting }: SlackConnectionParts): SlackConnection {
  return {
    async link(portalId, author) {
      if (connecting === null) return { status: 'refused', reason: inEnvironment };
      return { status: 'made', ...(await connecting.makeLink(portalId, author)) };
    },
    disconnect(portalId, author, { requestId }) {
      const entry = { requestId, author, deed: 'disconnect slack', detail: '' } as const;
      return once.run<DisconnectSlackDone>(portalId, entry, async () => {
        if (connecting === null) {
          return { answer: { status: 'refused', reason: inEnvironment }, outcome: 'refused' };
        }
        const ended = await connecting.disconnect(portalId, author);
        return ended === null
          ? { answer: { status: 'refused', reason: 'Slack is not connected' }, outcome: 'refused' }
          : { answer: { status: 'done', ...ended }, outcome: 'done' };
      });
    },
  };
}
