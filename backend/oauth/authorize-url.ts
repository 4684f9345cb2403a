/** Where a browser is sent to give HubSpot's consent: exactly the scopes of the app's project, or HubSpot blocks the install. */
import { optionalScopes, requiredScopes } from '../hubspot/scopes.ts';

export type AuthorizeParts = {
  /** https://app.hubspot.com, or the sandbox. */
  appUrl: string;
  clientId: string;
  redirectUri: string;
  state: string;
  challenge: string | null;
};

export function authorizeUrl({ appUrl, clientId, redirectUri, state, challenge }: AuthorizeParts): string {
  const query = {
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: requiredScopes.join(' '),
    optional_scope: optionalScopes.join(' '),
    state,
    ...(challenge === null ? {} : { code_challenge: challenge, code_challenge_method: 'S256' }),
  };
  // HubSpot wants spaces as %20.
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${appUrl}/oauth/authorize?${pairs.join('&')}`;
}
