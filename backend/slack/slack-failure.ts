/**
 * Failures of Slack calls, named by what should happen next, so that nobody further up looks at status codes. The table
 * follows Slack's method reference.
 */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { SlackConnectionError } from './slack-connection.ts';

/** What helps against a refusal. Nothing was posted in any of these cases. */
export type SlackNeed = 'another place' | 'no thread' | 'reinstall' | 'plain text' | 'operator';

export type SlackFailure =
  /** Nothing happened; try again after this time. */
  | { outcome: 'rate limited'; retryAfterMs: number }
  /** Nothing happened and the same call will never succeed. `code` is Slack's word, `reason` ours; `remedy` where the usual one does not help. */
  | { outcome: 'refused'; code: string; reason: string; needs: SlackNeed; remedy?: string }
  /** The request never left; trying again cannot repeat anything. */
  | { outcome: 'not sent'; reason: string }
  /** The answer never came or says nothing: it may have happened. Never to be repeated by itself when posting. */
  | { outcome: 'ambiguous'; reason: string };

type Kind = SlackNeed | 'wait' | 'ambiguous' | 'not sent';

const kinds: Record<Kind, Record<string, string>> = {
  'another place': {
    channel_not_found: 'the channel does not exist, or it is private and the app has not been invited (/invite @Zo)',
    not_in_channel: 'the app is not in the channel (/invite @Zo)',
    is_archived: 'the channel is archived',
    restricted_action: 'an administrator restricts who may post there',
    restricted_action_read_only_channel: 'the channel is read-only',
    restricted_action_thread_only_channel: 'only threads are allowed in the channel',
    messages_tab_disabled: 'the app’s Messages tab is switched off for that person',
    ekm_access_denied: 'an administrator has suspended posting there',
    user_not_found: 'the person is not in this workspace',
    users_not_found: 'nobody in this workspace has that e-mail address',
    user_not_visible: 'the app may not see that person',
    user_disabled: 'the person’s account is deactivated',
    cannot_dm_bot: 'that account is an app, not a person',
    method_not_supported_for_channel_type: 'this kind of conversation does not allow it',
    is_inactive: 'the channel is archived',
  },
  'no thread': {
    thread_not_found: 'the thread no longer exists',
    invalid_thread_ts: 'the thread no longer exists',
    cannot_reply_to_message: 'the message takes no replies',
    restricted_action_non_threadable_channel: 'the channel takes no threads',
  },
  'plain text': {
    no_text: 'the message has no text',
    invalid_blocks: 'Slack does not accept the layout of the message',
    invalid_blocks_format: 'Slack does not accept the layout of the message',
    block_mismatch: 'Slack does not accept the layout of the message',
    msg_blocks_too_long: 'the message is too long',
    msg_too_long: 'the message is too long',
    too_many_attachments: 'the message has too many attachments',
    attachment_payload_limit_exceeded: 'the attachments are too large',
    markdown_text_conflict: 'the message has two texts',
    invalid_metadata_format: 'the metadata is malformed',
    invalid_metadata_schema: 'the metadata is malformed',
    metadata_too_large: 'the metadata is too large',
  },
  reinstall: {
    invalid_auth: 'Slack does not accept the token',
    not_authed: 'there is no token',
    account_inactive: 'the app was removed from the workspace',
    token_revoked: 'the token was revoked',
    token_expired: 'the token has expired',
    org_login_required: 'the workspace is being migrated or needs a login',
    no_permission: 'the token may not do this',
    missing_scope: 'the app was installed without a scope it needs',
    not_allowed_token_type: 'the token is of the wrong kind',
    app_access_restricted: 'an administrator restricts the app',
    two_factor_setup_required: 'two-factor authentication has to be set up first',
    access_denied: 'Slack denies access',
    accesslimited: 'Slack limits access',
  },
  operator: {
    message_not_found: 'the message no longer exists',
    cant_update_message: 'the message belongs to somebody else',
    edit_window_closed: 'the message is too old to be changed',
    update_failed: 'Slack could not change the message',
    external_channel_migrating: 'the channel is being migrated',
  },
  wait: { ratelimited: '', rate_limited: '', message_limit_exceeded: '' },
  ambiguous: {
    internal_error: 'Slack had an internal error and may have done part of it',
    fatal_error: 'Slack had a fatal error and may have done part of it',
    service_unavailable: 'Slack was not available',
  },
  'not sent': {
    request_timeout: 'Slack received only part of the request',
    team_added_to_org: 'the workspace is being migrated',
  },
};

/** Every refusal Slack documents for our calls, with the kind that decides what happens next. */
export const slackErrorKinds: ReadonlyMap<string, { kind: Kind; words: string }> = new Map(
  Object.entries(kinds).flatMap(([kind, codes]) =>
    Object.entries(codes).map(([code, words]) => [code, { kind: kind as Kind, words }] as const),
  ),
);

/** "chat:write,users:read.email"; an answer that names anything else as needed is not repeated. */
const scopes = /^[a-z]+(?:[.:_][a-z]+)*(?:, ?[a-z]+(?:[.:_][a-z]+)*)*$/;

/** When Slack asks us to slow down without saying for how long. */
const defaultRetryAfterMs = 30_000;

/** Whatever the official client threw. */
export function readSlackFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError)
    return { outcome: 'rate limited', retryAfterMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIPlatformError) return readAnswer(error.data);
  if (error instanceof WebAPIHTTPError) return readStatus(error.statusCode);
  if (error instanceof WebAPIRequestError) return readConnection(error.original);
  // The client throws a plain Error for a 429 whose Retry-After it cannot read.
  if (error instanceof Error && error.message.startsWith('Retry header')) {
    return { outcome: 'rate limited', retryAfterMs: defaultRetryAfterMs };
  }
  return { outcome: 'ambiguous', reason: `the call failed (${error instanceof Error ? error.name : typeof error})` };
}

/** Of a look-up: with these of Slack's words there is no such thing; with any other it could not be asked. */
export function absentWhen(
  codes: string[],
  reason: string,
  error: unknown,
): { outcome: 'absent'; reason: string } | SlackFailure {
  const failure = readSlackFailure(error);
  return failure.outcome === 'refused' && codes.includes(failure.code) ? { outcome: 'absent', reason } : failure;
}

function readAnswer(data: { error: string; needed?: unknown }): SlackFailure {
  const code = data.error;
  if (!/^[a-z][a-z0-9_]{0,79}$/.test(code)) return { outcome: 'ambiguous', reason: 'Slack’s answer could not be read' };
  const known = slackErrorKinds.get(code);
  const needed = typeof data.needed === 'string' && scopes.test(data.needed) ? `: ${data.needed}` : '';
  const reason = known ? `${known.words}${needed} (${code})` : `Slack refused the call (${code})`;
  switch (known?.kind) {
    case 'wait':
      return { outcome: 'rate limited', retryAfterMs: defaultRetryAfterMs };
    case 'ambiguous':
      return { outcome: 'ambiguous', reason };
    case 'not sent':
      return { outcome: 'not sent', reason };
    default:
      return { outcome: 'refused', code, reason, needs: known?.kind ?? 'operator' };
  }
}

function readStatus(status: number): SlackFailure {
  if (status >= 500) return { outcome: 'ambiguous', reason: `Slack answered ${status}` };
  return {
    outcome: 'refused',
    code: `http_${status}`,
    reason: `Slack’s address answered ${status}`,
    needs: 'operator',
  };
}

function readConnection(original: Error): SlackFailure {
  const notSent = original instanceof SlackConnectionError && original.notSent;
  return { outcome: notSent ? 'not sent' : 'ambiguous', reason: original.message };
}
