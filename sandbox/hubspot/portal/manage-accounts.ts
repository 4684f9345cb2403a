/** Makes the first account and further ones, and starts them over. */
import type { Account } from './account.ts';
import { Accounts } from './accounts.ts';
import type { NewPortal } from './new-portal.ts';
import type { Portal, PortalSettings, Switches } from './portal.ts';
import type { SeedName } from './seed.ts';
import { addOwner } from './users.ts';

export type ManageOptions = {
  first: PortalSettings;
  firstSeed: SeedName;
  actionUrl: string | null;
  open(settings: PortalSettings, actionUrl: string | null, seed: SeedName, lastChange: number): Account;
};

export type AccountManager = {
  accounts: Accounts;
  make(wanted: NewPortal): Portal;
  /** One account, or without an id the first as at the start, and the others are gone. */
  reset(portalId: number | null, seed: SeedName | undefined): void;
};

export function manageAccounts({ first, firstSeed, actionUrl, open }: ManageOptions): AccountManager {
  const accounts = new Accounts();
  const made = new Map<number, NewPortal>();
  accounts.add(open(first, actionUrl, firstSeed, 0));

  function openWanted({ seed, users, ...wanted }: NewPortal, lastChange: number): Account {
    const { switches } = accounts.first().portal;
    const account = open({ ...first, ...wanted }, switches.actionBaseUrl, seed, lastChange);
    shareSwitches(switches, account.portal.switches);
    account.portal.isInstalled = wanted.accessToken !== null;
    for (const { mayInstall, ...user } of users) addOwner(account.portal, user, mayInstall);
    return account;
  }

  function resetOne(portalId: number, seed: SeedName | undefined): void {
    const { portal } = accounts.named(String(portalId));
    const wanted = made.get(portalId);
    portal.changes.publish({ kind: 'settings changed', what: 'reset' });
    const { sequence } = portal.changes;
    const { isInstalled, grantedScopes, switches } = portal;
    const fresh = wanted
      ? openWanted({ ...wanted, seed: seed ?? wanted.seed }, sequence)
      : open({ ...first }, switches.actionBaseUrl, seed ?? firstSeed, sequence);
    fresh.portal.isInstalled ||= isInstalled;
    fresh.portal.grantedScopes = grantedScopes;
    shareSwitches(switches, fresh.portal.switches);
    accounts.replace(fresh);
  }

  return {
    accounts,
    make(wanted) {
      const account = openWanted(wanted, 0);
      accounts.add(account);
      made.set(wanted.portalId, wanted);
      return account.portal;
    },
    reset(portalId, seed) {
      if (portalId !== null) return resetOne(portalId, seed);
      const { portal } = accounts.first();
      for (const id of made.keys()) accounts.remove(id);
      made.clear();
      portal.changes.publish({ kind: 'settings changed', what: 'reset' });
      accounts.replace(open({ ...first }, portal.switches.actionBaseUrl, seed ?? firstSeed, portal.changes.sequence));
    },
  };
}

/** The app's switches are the same everywhere. */
function shareSwitches(from: Switches, to: Switches): void {
  const { signActionsWithV3, actionTypesBeta, webhooks, calculatedWebhooks } = from;
  Object.assign(to, { signActionsWithV3, actionTypesBeta, webhooks, calculatedWebhooks });
}
