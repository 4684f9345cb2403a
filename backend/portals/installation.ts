/** What is kept of an installation besides its tokens: who installed the app, and what HubSpot said of the account. */
import type { Credential, CredentialStore } from '../store/credential-store.ts';

export type Installation = {
  installedBy: { id: string | null; email: string | null };
  installedAt: number;
  hubDomain: string | null;
  appId: number | null;
  scopes: string[];
  dataHostingLocation: string | null;
  accountType: string | null;
};

export function installationOf({ details }: Pick<Credential, 'details'>): Installation {
  return details as Installation;
}

export async function readInstallation(
  store: Pick<CredentialStore, 'credential'>,
  portalId: number,
): Promise<Installation | null> {
  const credential = await store.credential(portalId, 'hubspot');
  return credential === null ? null : installationOf(credential);
}
