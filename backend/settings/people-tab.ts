/** Who may change settings, and everything that was changed: saved versions and the audit as one list. */
import type { HistoryEntry, PeopleTab } from '@zo/shared';
import type { AuditEntry, Deed, SettingsStore } from '../store/settings-store.ts';
import type { PortalStore, StoredPlaybook } from '../store/store.ts';
import { settingsPeople } from './roles.ts';

export type PeopleTabParts = {
  store: Pick<PortalStore, 'playbookVersions'> & Pick<SettingsStore, 'grants' | 'auditEntries'>;
  adminEmails: readonly string[];
  installedAt: number | null;
  isRunning: (requestId: string) => boolean;
};

const pageSize = 25;

/** `before`: "audit id.version", from behind which both lists go on; null: from the newest. */
export async function peopleTab(parts: PeopleTabParts, portalId: number, before: string | null): Promise<PeopleTab> {
  const { store, adminEmails, installedAt, isRunning } = parts;
  const [auditBefore, versionBefore] = readCursor(before);
  const limit = pageSize + 1;
  const [grants, audit, versions] = await Promise.all([
    store.grants(portalId),
    store.auditEntries(portalId, { before: auditBefore, limit }),
    store.playbookVersions(portalId, { before: versionBefore, limit }),
  ]);
  const all = [
    ...audit.map((entry) => ({
      entry: ofAudit(entry, isRunning(entry.requestId)),
      auditId: entry.auditId,
      version: null,
    })),
    ...versions.map((stored) => ({ entry: ofVersion(stored), auditId: null, version: stored.version })),
  ].sort((one, other) => other.entry.at - one.entry.at);
  const page = all.slice(0, pageSize);
  const oldest = (ids: (number | null)[], otherwise: number | undefined) =>
    ids.filter((id) => id !== null).at(-1) ?? otherwise ?? Number.MAX_SAFE_INTEGER;
  const cursor = `${oldest(
    page.map(({ auditId }) => auditId),
    auditBefore,
  )}.${oldest(
    page.map(({ version }) => version),
    versionBefore,
  )}`;
  return {
    people: settingsPeople({ adminEmails, grants, installedAt }),
    history: page.map(({ entry }) => entry),
    before: all.length > pageSize ? cursor : null,
  };
}

export const cursorShape = /^\d{1,16}\.\d{1,16}$/;

function readCursor(before: string | null): (number | undefined)[] {
  return before === null ? [undefined, undefined] : before.split('.').map(Number);
}

export const deedWords: Record<Deed, string> = {
  'make write key': 'Made a write key',
  'revoke write key': 'Revoked a write key',
  provision: 'Provisioned HubSpot',
  'go live': 'Went live',
  'restore workflow': 'Restored a workflow',
  'connect slack': 'Connected Slack',
  'disconnect slack': 'Disconnected Slack',
  'send test message': 'Sent a test message',
  'send test alert': 'Sent a test alert',
  'load sample activity': 'Asked for sample activity',
  'remove sample activity': 'Asked for sample activity to be removed',
  'install app': 'Installed the app',
  disconnect: 'Disconnected HubSpot',
  grant: 'Granted editing',
  'take back grant': 'Took editing back',
  'change retention': 'Changed how long what is kept',
  'change allow-list': 'Changed which properties are kept',
  'export person': 'Exported what is kept about somebody',
  'erase person': 'Erased somebody',
  'save playbook': 'Asked for the playbook to be saved',
  'count events again': 'Had all kept events counted again',
  'replay events': 'Sent saved events once more',
  backfill: 'Loaded history',
  'look for drift': 'Asked for HubSpot to be looked over',
  'settle unconfirmed': 'Settled what may or may not have been sent',
  'link product user': 'Linked a product user with a contact',
  'unlink product user': 'Undid linking a product user',
};

function ofAudit({ at, author, deed, detail, ended }: AuditEntry, isRunning: boolean): HistoryEntry {
  const outcome = ended?.outcome ?? (isRunning ? 'under way' : 'not known');
  const reason = (ended?.answer as { reason?: string } | null | undefined)?.reason;
  const more = [detail, ended?.outcome === 'done' ? undefined : reason].filter(Boolean).join(' - ');
  return { at, by: author, words: deedWords[deed], detail: more === '' ? null : more, outcome, version: null };
}

function ofVersion({ version, author, reason, createdAt }: StoredPlaybook): HistoryEntry {
  const words = `Saved the playbook: version ${version}`;
  return { at: createdAt, by: author, words, detail: reason === '' ? null : reason, outcome: 'done', version };
}
