/** Stands for a workspace that was lost: whatever is asked is refused at once, so that everything waits and nobody calls Slack. */
import type { SlackFailure } from '../slack-failure.ts';
import type { SlackGateway } from '../slack-gateway.ts';

/** `reason`: in words, of the kind that Slack's own refusals have; `remedy`: what helps, where connecting again is not all. */
export function createRefusingGateway(reason: string, remedy?: string): SlackGateway {
  const refused: SlackFailure = {
    outcome: 'refused',
    code: 'not_connected',
    reason,
    needs: 'reinstall',
    ...(remedy === undefined ? {} : { remedy }),
  };
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
