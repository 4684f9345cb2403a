/** Who may change the settings from HubSpot. Pure. */
import type { ReadOnlyReason, SettingsPerson, SettingsUser } from '@zo/shared';
import type { Grant } from '../store/settings-store.ts';

export type Appointed = {
  /** The portal's operators, lower case: the first is the owner, the others may change settings as well. */
  adminEmails: readonly string[];
  /** When the owner installed the app; null where ADMIN_EMAILS names them. */
  installedAt?: number | null;
  /** What the owner granted. */
  grants: readonly Grant[];
};

/** `email`: who asks, as HubSpot signed it; null where it did not say. */
export function settingsUser(email: string | null, { adminEmails, grants }: Appointed): SettingsUser {
  const address = email?.trim().toLowerCase() || null;
  const owner = adminEmails[0];
  if (owner === undefined) return viewer(address, { kind: 'nobody may' });
  if (address === null) return viewer(null, { kind: 'unknown user', owner });
  if (address === owner) return { email: address, role: 'owner', readOnly: null };
  const mayEdit = adminEmails.includes(address) || grants.some((grant) => grant.email === address);
  return mayEdit ? { email: address, role: 'editor', readOnly: null } : viewer(address, { kind: 'viewer', owner });
}

function viewer(email: string | null, readOnly: ReadOnlyReason): SettingsUser {
  return { email, role: 'viewer', readOnly };
}

export function settingsPeople({ adminEmails, grants, installedAt = null }: Appointed): SettingsPerson[] {
  return [
    ...adminEmails.map(
      (email, index): SettingsPerson => ({
        email,
        role: index === 0 ? 'owner' : 'editor',
        by: installedAt === null ? null : 'installed the app',
        at: installedAt,
      }),
    ),
    ...grants
      .filter(({ email }) => !adminEmails.includes(email))
      .map(
        ({ email, grantedBy, grantedAt }): SettingsPerson => ({ email, role: 'editor', by: grantedBy, at: grantedAt }),
      ),
  ];
}

/** Why a write is refused, and what to do about it. */
export function refusalWords(reason: ReadOnlyReason): string {
  switch (reason.kind) {
    case 'nobody may':
      return 'Nobody may change settings from HubSpot: set ADMIN_EMAILS on the service to the addresses of those who may';
    case 'viewer':
      return `You may look, and not change anything: ${reason.owner} can grant it to you under People & history`;
    case 'unknown user':
      return 'HubSpot did not say who you are, so nothing can be changed: open the page again';
  }
}
