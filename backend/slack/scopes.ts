/**
 * The bot scopes the Slack app is installed with, what each is for, and the calls that need them. None of them reads what
 * people write: Zo posts, and hears of presses of its own buttons only.
 */
export const slackScopes = [
  { scope: 'chat:write', feature: 'post alerts', isRequired: true },
  { scope: 'im:write', feature: 'write to an owner directly', isRequired: true },
  { scope: 'users:read', feature: 'know who somebody is', isRequired: true },
  { scope: 'users:read.email', feature: 'find owners by their e-mail address', isRequired: true },
  { scope: 'channels:read', feature: 'find public channels by their name', isRequired: true },
  { scope: 'groups:read', feature: 'find private channels by their name', isRequired: false },
] as const;

export type SlackScope = (typeof slackScopes)[number]['scope'];

/** Every Web API method that is called, with the scopes it needs; without `groups:read` private channels are left out. */
export const slackCalls: Record<string, readonly SlackScope[]> = {
  'auth.revoke': [],
  'auth.test': [],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'oauth.v2.access': [],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
};

export function missingScopes(granted: readonly string[]): { scope: string; feature: string; isRequired: boolean }[] {
  return slackScopes.filter(({ scope }) => !granted.includes(scope)).map((row) => ({ ...row }));
}
