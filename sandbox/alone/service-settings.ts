/** The settings of a service that works with the local HubSpot and Slack; `.env.example` has those of the usual ports. Pure. */
import { hubspotDefaults } from '../hubspot/defaults.ts';
import { defaultClientId, defaultClientSecret, defaultSigningSecret } from '../slack/slack-app.ts';
import { defaultToken } from '../slack/start-slack-sandbox.ts';

export const usualPorts = { hubspot: 4401, slack: 4402 };
export const usualService = 'http://127.0.0.1:4400';

/** Without trailing slashes. */
export type Addresses = { hubspot: string; slack: string; service: string };

/** One account, all of it from the environment. */
export function singleSettings({ hubspot, slack, service }: Addresses): Record<string, string> {
  return {
    ...whereTheServiceIs(service),
    HUBSPOT_API_URL: hubspot,
    HUBSPOT_PORTAL_ID: String(hubspotDefaults.portalId),
    HUBSPOT_ACCESS_TOKEN: hubspotDefaults.accessToken,
    HUBSPOT_CLIENT_SECRET: hubspotDefaults.clientSecret,
    SLACK_API_URL: `${slack}/api/`,
    SLACK_BOT_TOKEN: defaultToken,
    SLACK_SIGNING_SECRET: defaultSigningSecret,
    WRITE_KEY: 'local-write-key',
    PLAYBOOK: 'playbooks/acme.yaml',
    ADMIN_EMAILS: 'ops@acme.test',
    ADMIN_TOKEN: 'local-admin-token',
  };
}

/** Every account that installs the app. `encryptionKey`: 32 bytes in base64. */
export function oauthSettings({ hubspot, slack, service }: Addresses, encryptionKey: string): Record<string, string> {
  return {
    ...whereTheServiceIs(service),
    HUBSPOT_API_URL: hubspot,
    HUBSPOT_APP_URL: hubspot,
    HUBSPOT_CLIENT_ID: hubspotDefaults.clientId,
    HUBSPOT_CLIENT_SECRET: hubspotDefaults.clientSecret,
    ENCRYPTION_KEYS: `k1:${encryptionKey}`,
    SLACK_API_URL: `${slack}/api/`,
    SLACK_APP_URL: slack,
    SLACK_CLIENT_ID: defaultClientId,
    SLACK_CLIENT_SECRET: defaultClientSecret,
    SLACK_SIGNING_SECRET: defaultSigningSecret,
    ADMIN_TOKEN: 'local-admin-token',
  };
}

/** The port alone where the service is at the usual address but for it. */
function whereTheServiceIs(service: string): Record<string, string> {
  const { protocol, hostname, port } = new URL(service);
  const isUsual = protocol === 'http:' && hostname === '127.0.0.1' && port !== '';
  return isUsual ? { PORT: port } : { PUBLIC_URL: service };
}
