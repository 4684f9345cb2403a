/**
 * Slack, for one token. Every method answers with an outcome and throws for nothing that can be expected. The official
 * client's own retries are off: it would post a message twice whose answer was lost, and durable retry is the outbox's.
 */
import { type Block, type KnownBlock, type ModalView, WebClient } from '@slack/web-api';
import { silentLogger } from './silent-logger.ts';
import { countingFetch, fetchUntil, type OnSlackCall, slackFetch } from './slack-connection.ts';
import { createSlackDirectory, type SlackDirectory } from './slack-directory.ts';
import { readSlackFailure, type SlackFailure } from './slack-failure.ts';

export type SlackBlock = Block | KnownBlock;

export type SlackMessage = {
  /** A C…, G… or D… id. */
  channel: string;
  /** Shown in notifications and read by screen readers; mrkdwn, already escaped. */
  text: string;
  blocks?: SlackBlock[];
};

/** `broadcast`: the channel shows the reply too. */
export type SlackThread = { ts: string; broadcast: boolean };

/** `channel` and `ts` address the message for ever; `ts` is text, not a number. */
export type Posted = {
  outcome: 'posted';
  channel: string;
  ts: string;
  /** The first message of the thread it was posted in; absent in the channel itself. */
  threadTs?: string;
};

export type SlackIdentity = {
  outcome: 'found';
  value: { teamId: string; teamName: string; botUserId: string; scopes: string[] };
};

export type SlackGateway = SlackDirectory & {
  postMessage(message: SlackMessage & { thread?: SlackThread | null }): Promise<Posted | SlackFailure>;
  /** Naturally idempotent: may be repeated after any failure. Without `blocks` the old ones stay; an empty list takes them away. */
  updateMessage(message: SlackMessage & { ts: string }): Promise<Posted | SlackFailure>;
  /** Seen by one person, in a conversation they are in; gone when they reload. False when it was not told. */
  postEphemeral(message: Pick<SlackMessage, 'channel' | 'text'> & { userId: string }): Promise<boolean>;
  /** Null: it is open. */
  openView(triggerId: string, view: ModalView): Promise<SlackFailure | null>;
  /** Null when Slack gives none; a missing link never fails an alert. */
  permalink(channel: string, ts: string): Promise<string | null>;
  testAuth(): Promise<SlackIdentity | SlackFailure>;
  /** Gives the token back: it never works again. Null: it is revoked. */
  revokeToken(): Promise<SlackFailure | null>;
};

export type SlackGatewayOptions = {
  token: string;
  slackApiUrl: string;
  timeoutMs?: number;
  monotonicNow?: () => number;
  /** Told of every call and how it was answered. */
  onCall?: OnSlackCall;
  /** From then on nothing is waited for: what is under way may have happened, and nothing else is sent. */
  stopped?: AbortSignal;
};

const answerWithinMs = 10_000;

export function createSlackGateway(options: SlackGatewayOptions): SlackGateway {
  const fetchOne = options.stopped ? fetchUntil(options.stopped, slackFetch) : slackFetch;
  const client = new WebClient(options.token, {
    slackApiUrl: options.slackApiUrl,
    timeout: options.timeoutMs ?? answerWithinMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: options.onCall ? countingFetch(fetchOne, options.onCall) : fetchOne,
    logger: silentLogger(),
  });
  return {
    ...createSlackDirectory(client, options.monotonicNow),
    // `parse` and `link_names`: nothing in a text becomes a mention or a link by looking like one.
    postMessage: ({ channel, text, blocks, thread }) =>
      attempt(() => {
        const said = {
          channel,
          text,
          ...(blocks?.length ? { blocks } : {}),
          parse: 'none' as const,
          link_names: false,
          unfurl_links: false,
          unfurl_media: false,
        };
        return client.chat.postMessage(
          thread ? { ...said, thread_ts: thread.ts, reply_broadcast: thread.broadcast } : said,
        );
      }),
    updateMessage: ({ channel, ts, text, blocks }) =>
      attempt(() =>
        client.chat.update({ channel, ts, text, ...(blocks ? { blocks } : {}), parse: 'none', link_names: false }),
      ),
    async postEphemeral({ channel, text, userId }) {
      try {
        await client.chat.postEphemeral({ channel, text, user: userId, parse: 'none', link_names: false });
        return true;
      } catch {
        return false;
      }
    },
    async openView(triggerId, view) {
      try {
        await client.views.open({ trigger_id: triggerId, view });
        return null;
      } catch (error) {
        return readSlackFailure(error);
      }
    },
    async permalink(channel, ts) {
      try {
        const { permalink } = await client.chat.getPermalink({ channel, message_ts: ts });
        return isWebAddress(permalink) ? permalink : null;
      } catch {
        return null;
      }
    },
    async revokeToken() {
      try {
        await client.auth.revoke();
        return null;
      } catch (error) {
        return readSlackFailure(error);
      }
    },
    async testAuth() {
      try {
        const {
          team_id: teamId = '',
          team = '',
          user_id: botUserId = '',
          response_metadata,
        } = await client.auth.test();
        return {
          outcome: 'found',
          value: { teamId, teamName: team, botUserId, scopes: response_metadata?.scopes ?? [] },
        };
      } catch (error) {
        return readSlackFailure(error);
      }
    },
  };
}

/** Slack's client describes the message of an edit without its thread. */
type PostAnswer = { channel?: string; ts?: string; message?: object };

async function attempt(call: () => Promise<PostAnswer>): Promise<Posted | SlackFailure> {
  try {
    const { channel, ts, message } = await call();
    if (channel && ts) return { outcome: 'posted', channel, ts, ...threadOf(message, ts) };
    return { outcome: 'ambiguous', reason: 'Slack’s answer does not name the message' };
  } catch (error) {
    return readSlackFailure(error);
  }
}

/** It is shown as a link, and never called. */
function isWebAddress(text: string | undefined): text is string {
  return /^https?:$/.test(URL.parse(text ?? '')?.protocol ?? '');
}

/** A message that was answered names itself. */
function threadOf(message: object | undefined, ts: string): { threadTs?: string } {
  const threadTs = message && 'thread_ts' in message ? message.thread_ts : undefined;
  return typeof threadTs === 'string' && threadTs !== ts ? { threadTs } : {};
}
