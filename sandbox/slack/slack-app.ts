/** The app as it is registered with Slack: one, however many workspaces install it. Where it is called may be set later. */
export type SlackApp = {
  id: string;
  clientId: string;
  clientSecret: string;
  signingSecret: string;
  /** Where a person may be sent back to, exactly. */
  redirectUrls: string[];
  interactivityUrl: string | null;
  eventsUrl: string | null;
};

export const defaultSigningSecret = 'sandbox-slack-signing-secret';
export const defaultClientId = '1000000001.2000000001';
export const defaultClientSecret = 'sandbox-slack-client-secret';

export function createSlackApp(given: Partial<SlackApp>): SlackApp {
  return {
    id: 'A0ZO00001',
    clientId: given.clientId ?? defaultClientId,
    clientSecret: given.clientSecret ?? defaultClientSecret,
    signingSecret: given.signingSecret ?? defaultSigningSecret,
    redirectUrls: given.redirectUrls ?? [],
    interactivityUrl: given.interactivityUrl ?? null,
    eventsUrl: given.eventsUrl ?? null,
  };
}
