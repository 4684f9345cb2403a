/** Stands for a workspace that was lost: whatever is asked is refused at once, so that everything waits and nobody calls Slack. */
import type { SlackFailure } from '../slack-failure.ts';
import type { SlackGateway } from '../slack-gateway.ts';

/** `reason`: in words, of the kind that Slack's own refusals have. */
export function createRefusingGateway(reason: string): SlackGateway {
  const refused: SlackFailure = { outcome: 'refused', code: 'not_connected', reason, needs: 'reinstall' };
  const refuse = async () => refused;
  return {
    findTeam: refuse,
    findUserByEmail: refuse,
    findUser: refuse,
    findEmail: refuse,
    openDirectMessage: refuse,
    findChannel: refuse,
    listChannels: refuse,
    listPeople: refuse,
    isMember: refuse,
    postMessage: refuse,
    updateMessage: refuse,
    postEphemeral: async () => false,
    openView: refuse,
    permalink: async () => null,
    testAuth: refuse,
    revokeToken: refuse,
  };
}
