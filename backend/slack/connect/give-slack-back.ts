/**
 * Before a portal is erased its Slack token is given back, so that what nobody keeps any more works for nobody. A workspace
 * has one token, however many portals use it: the last of them gives it back. Slack being away keeps nothing from being erased.
 */
import type { Logger } from 'pino';
import type { CredentialStore } from '../../store/credential-store.ts';
import type { TokenVault } from '../../tokens/token-vault.ts';
import { createSlackGateway } from '../slack-gateway.ts';

export type GiveSlackBackParts = {
  store: Pick<CredentialStore, 'portalsOfSlackTeam'>;
  vault: Pick<TokenVault, 'open'>;
  slackApiUrl: string;
  log: Pick<Logger, 'warn'>;
};

const answerWithinMs = 5_000;

/** Never rejects. */
export function giveSlackBack({ store, vault, slackApiUrl, log }: GiveSlackBackParts) {
  async function whyNotGiven(portalId: number): Promise<string | null> {
    const opened = await vault.open(portalId, 'slack');
    const teamId = opened?.credential.slackTeamId ?? null;
    if (opened === null || opened.tokens === null || teamId === null) return null;
    const others = (await store.portalsOfSlackTeam(teamId)).filter((other) => other !== portalId);
    if (others.length > 0) return null;
    // Not the portal's own gateway: nothing is counted, or remembered, of a portal that is about to be forgotten.
    const slack = createSlackGateway({ token: opened.tokens.botToken, slackApiUrl, timeoutMs: answerWithinMs });
    return (await slack.revokeToken())?.outcome ?? null;
  }

  return async (portalId: number): Promise<void> => {
    const why = await whyNotGiven(portalId).catch((error: Error) => error.message);
    if (why !== null) log.warn({ portalId, why }, 'a Slack token was not given back');
  };
}
