/**
 * Whose word counts in a portal besides the playbook's: those of ADMIN_EMAILS where one portal is served, whoever installed
 * the app where many are. Lower case; the first is the owner.
 */
import type { Config } from '../config.ts';
import type { CredentialStore } from '../store/credential-store.ts';
import { readInstallation } from './installation.ts';

export type OperatorsOf = (portalId: number) => Promise<readonly string[]>;

export function operatorsOf(
  { oauth, adminEmails }: Pick<Config, 'oauth' | 'adminEmails'>,
  store: Pick<CredentialStore, 'credential'>,
): OperatorsOf {
  if (oauth === null) return async () => adminEmails;
  return async (portalId) => {
    const email = (await readInstallation(store, portalId))?.installedBy.email ?? null;
    return email === null ? [] : [email];
  };
}
