/** What the settings page is answered about how an account is connected. */
import { day, head, settingsNow } from './settings-head.ts';

const nothing = 'Nothing is read from HubSpot or written there any more, and nobody is alerted.';

/** By a token that the service's settings hold. */
const byToken = {
  ...head,
  installed: null,
  disconnecting: { can: false, reason: 'This account is connected by HUBSPOT_ACCESS_TOKEN.' },
} as const;

const installed = {
  ...head,
  installed: {
    by: 'ops@acme.test',
    at: settingsNow - 40 * day,
    account: 'acme.test',
    hosting: 'eu1',
    scopes: ['oauth', 'automation'],
  },
  disconnecting: {
    can: true,
    will: [
      'The workflow "Zo | SQL handoff" is turned off. It stays in HubSpot.',
      'The app is uninstalled from this HubSpot account. HubSpot tells its administrators by e-mail.',
      nothing,
      'The zo_* properties and their values stay in HubSpot.',
      'Everything we keep of this account is erased for good in 30 days, on 2026-12-24.',
    ],
  },
} as const;

export const connectionAnswers = {
  connection: byToken,
  installed,
  disconnected: {
    status: 'done',
    did: ['The workflow "Zo | SQL handoff" is off.', 'The app is uninstalled from this HubSpot account.', nothing],
  },
} as const;
