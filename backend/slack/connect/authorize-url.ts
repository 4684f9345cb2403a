import { slackScopes } from '../scopes.ts';

/** Slack's page on which somebody allows the app in. Asks for what `scopes.ts` names, and nothing else. */
export function authorizeUrl(
  slackAppUrl: string,
  { clientId, redirectUrl, state }: { clientId: string; redirectUrl: string; state: string },
): string {
  const url = new URL(`${slackAppUrl}/oauth/v2/authorize`);
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('scope', slackScopes.map(({ scope }) => scope).join(','));
  url.searchParams.set('redirect_uri', redirectUrl);
  url.searchParams.set('state', state);
  return url.href;
}
