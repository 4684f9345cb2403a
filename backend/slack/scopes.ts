/** The bot scopes the Slack app is installed with, and what each is for. */
export const slackScopes = [
  { scope: 'chat:write', feature: 'post alerts', isRequired: true },
  { scope: 'im:write', feature: 'write to an owner directly', isRequired: true },
  { scope: 'users:read', feature: 'know who somebody is', isRequired: true },
  { scope: 'users:read.email', feature: 'find owners by their e-mail address', isRequired: true },
  { scope: 'channels:read', feature: 'find public channels by their name', isRequired: true },
  { scope: 'groups:read', feature: 'find private channels by their name', isRequired: false },
] as const;

export function missingScopes(granted: readonly string[]): { scope: string; feature: string; isRequired: boolean }[] {
  return slackScopes.filter(({ scope }) => !granted.includes(scope)).map((row) => ({ ...row }));
}
