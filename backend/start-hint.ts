import type { Config } from './config.ts';
import { installPath } from './oauth/install-hubspot.ts';

/** What whoever started the service should do next when it serves nobody; null: it serves somebody. Pure. */
export function startHint(
  { single, oauth }: Pick<Config, 'single' | 'oauth'>,
  { publicUrl, portals }: { publicUrl: string; portals: number },
): string | null {
  if (portals > 0) return null;
  if (oauth !== null) return `no HubSpot account is served yet: install the app at ${publicUrl}${installPath}`;
  if (single !== null) return null;
  return (
    'no HubSpot account is served yet, and no event is taken: set HUBSPOT_PORTAL_ID and HUBSPOT_ACCESS_TOKEN (one account) ' +
    'or HUBSPOT_CLIENT_ID (many), and ADMIN_TOKEN for `npm run zo`; .env.example has every setting, README.md the steps'
  );
}
