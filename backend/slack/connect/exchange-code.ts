/** Exchanges what somebody allowed in Slack for the workspace's bot token. */
import { WebClient } from '@slack/web-api';
import type { AppClient } from '../../config.ts';
import { silentLogger } from '../silent-logger.ts';
import { slackFetch } from '../slack-connection.ts';
import { readSlackFailure } from '../slack-failure.ts';

export type SlackGrant = {
  botToken: string;
  teamId: string;
  teamName: string;
  botUserId: string;
  scopes: string[];
  /** Who allowed it, as Slack calls them. */
  allowedBy: string;
};

export type Exchanged = { outcome: 'granted'; grant: SlackGrant } | { outcome: 'refused'; reason: string };

const answerWithinMs = 10_000;

const words: Record<string, string> = {
  invalid_code: 'Slack does not take the code any more; it works once, and for ten minutes',
  bad_redirect_uri: 'the Slack app does not know this address as a redirect URL',
  invalid_client_id: 'Slack does not know SLACK_CLIENT_ID',
  bad_client_secret: 'Slack does not accept SLACK_CLIENT_SECRET',
};

export async function exchangeCode(
  { slackApiUrl, app }: { slackApiUrl: string; app: AppClient },
  code: string,
  redirectUrl: string,
): Promise<Exchanged> {
  const client = new WebClient(undefined, {
    slackApiUrl,
    timeout: answerWithinMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: slackFetch,
    logger: silentLogger(),
  });
  try {
    const answer = await client.oauth.v2.access({
      client_id: app.clientId,
      client_secret: app.clientSecret,
      code,
      redirect_uri: redirectUrl,
    });
    const { access_token: botToken, token_type: kind, team, bot_user_id: botUserId, authed_user: by } = answer;
    if (!team?.id) {
      return { outcome: 'refused', reason: 'the app was allowed for a whole organisation; choose one workspace of it' };
    }
    if (!botToken || kind !== 'bot' || !botUserId) return { outcome: 'refused', reason: 'Slack gave no bot token' };
    if (answer.expires_in !== undefined) {
      const reason = 'Slack gave a token that expires; switch token rotation off for the app';
      return { outcome: 'refused', reason };
    }
    const scopes = (answer.scope ?? '').split(',').filter((scope) => scope !== '');
    const grant = { botToken, teamId: team.id, teamName: team.name ?? team.id, botUserId, scopes };
    return { outcome: 'granted', grant: { ...grant, allowedBy: by?.id ?? '' } };
  } catch (error) {
    const failure = readSlackFailure(error);
    if (failure.outcome === 'rate limited') return { outcome: 'refused', reason: 'Slack asks us to slow down' };
    const known = failure.outcome === 'refused' ? words[failure.code] : undefined;
    return { outcome: 'refused', reason: known ?? failure.reason };
  }
}
