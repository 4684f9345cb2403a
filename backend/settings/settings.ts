/** The settings as a service: what each tab shows, and what may be done. Who may is decided here, for every write. */
import type {
  AllowListDone,
  AllowListRequest,
  CheckAnswer,
  ConnectionAnswer,
  DisconnectDone,
  DisconnectRequest,
  DisconnectSlackDone,
  DisconnectSlackRequest,
  EditAnswer,
  HubspotTabAnswer,
  KeysTabAnswer,
  LookForDriftAnswer,
  NotConnected,
  PeopleTabAnswer,
  PlaybookEdit,
  PlaybookTabAnswer,
  PlaybookVersionAnswer,
  PrivacyTabAnswer,
  Refused,
  RetentionDone,
  RetentionRequest,
  SaveAnswer,
  SaveRequest,
  SettingsHead,
  SimulateAnswer,
  SlackLinkAnswer,
  SlackTabAnswer,
  TestMessageDone,
  TestMessageRequest,
} from '@zo/shared';
import { editPlaybook } from '../playbook/edit/edit-playbook.ts';
import { NotEditableError } from '../playbook/edit/yaml-places.ts';
import type { Portal } from '../store/store.ts';
import { connection, disconnect } from './connection.ts';
import { driftFound } from './drift-found.ts';
import { peopleTab } from './people-tab.ts';
import { provisioningProblem } from './plan-reader.ts';
import { playbookTab, playbookVersion } from './playbook-tab.ts';
import { refusalWords, settingsUser } from './roles.ts';
import type { SettingsParts } from './settings-parts.ts';
import { slackTab } from './slack-tab.ts';
import { sendTestMessage } from './test-message.ts';

/** As HubSpot signed it. */
export type Asker = { portalId: number; email: string | null };

type Opened = { portal: Portal; adminEmails: readonly string[]; head: SettingsHead };

async function notConnected({ whyNot }: Pick<SettingsParts, 'whyNot'>, portalId: number): Promise<NotConnected> {
  const why = await whyNot(portalId);
  return why === null ? { status: 'not connected' } : { status: 'not connected', why };
}

export type Settings = ReturnType<typeof createSettings>;

export function createSettings(parts: SettingsParts) {
  const { store, states, clock, operatorsOf, checkText, simulateText, saveText } = parts;
  const slackOf = (portalId: number) => parts.slack.get(portalId) ?? null;

  async function open({ portalId, email }: Asker): Promise<Opened | null> {
    const portal = await store.portal(portalId);
    if (portal === null || !parts.isServed(portalId)) return null;
    const { uiDomain, timeZone } = portal;
    const adminEmails = await operatorsOf(portalId);
    const you = settingsUser(email, { adminEmails, grants: await store.grants(portalId) });
    return { portal, adminEmails, head: { asOf: clock.now(), portal: { portalId, uiDomain, timeZone }, you } };
  }

  /** For everybody who may look. */
  async function look<Answer>(asker: Asker, work: (head: SettingsHead, opened: Opened) => Promise<Answer>) {
    const opened = await open(asker);
    return opened === null ? notConnected(parts, asker.portalId) : work(opened.head, opened);
  }

  /** For those who may change settings. */
  async function write<Answer>(
    asker: Asker,
    work: (author: string, adminEmails: readonly string[]) => Promise<Answer>,
    needsOwner = false,
  ) {
    return look<Answer | Refused>(asker, async ({ you }, { adminEmails }) => {
      if (you.readOnly !== null) return { status: 'refused', reason: refusalWords(you.readOnly) };
      if (needsOwner && you.role !== 'owner') {
        return { status: 'refused', reason: `Only ${adminEmails[0]}, the owner, may do this` };
      }
      return work(you.email!, adminEmails);
    });
  }

  return {
    playbook: (asker: Asker): Promise<PlaybookTabAnswer> =>
      look(asker, async (head, { portal: { portalId, timeZone } }) => ({
        status: 'ready' as const,
        ...head,
        ...(await playbookTab({ ...parts, slackOf }, portalId, timeZone)),
      })),
    version: (asker: Asker, version: number): Promise<PlaybookVersionAnswer> =>
      look(asker, () => playbookVersion(store, asker.portalId, version)),
    check: (asker: Asker, source: string): Promise<CheckAnswer> =>
      look(asker, async () => ({ status: 'checked' as const, checked: await checkText(asker.portalId, source) })),
    edit: (asker: Asker, source: string, edits: PlaybookEdit[]): Promise<EditAnswer> =>
      look<EditAnswer>(asker, async () => {
        try {
          const edited = edits.reduce(editPlaybook, source);
          return { status: 'edited', source: edited, checked: await checkText(asker.portalId, edited) };
        } catch (error) {
          if (error instanceof NotEditableError) return { status: 'refused', reason: error.message };
          throw error;
        }
      }),
    simulate: (asker: Asker, source: string): Promise<SimulateAnswer> =>
      look<SimulateAnswer>(asker, () => simulateText(asker.portalId, asker.email ?? '', source)),
    save: (asker: Asker, request: SaveRequest): Promise<SaveAnswer> =>
      write<SaveAnswer>(asker, (author) => saveText(asker.portalId, author, request)),

    hubspot: (asker: Asker, isNew: boolean): Promise<HubspotTabAnswer> =>
      look(asker, async (head, { portal: { portalId, goLiveAt } }) => ({
        status: 'ready' as const,
        ...head,
        liveSince: goLiveAt,
        mode: (await states.get(portalId))?.mode ?? ('direct' as const),
        plan: await parts.plans.read(portalId, isNew),
        drift: driftFound(await parts.drift.report(portalId)),
      })),
    lookForDrift: (asker: Asker): Promise<LookForDriftAnswer> =>
      write<LookForDriftAnswer>(asker, async () => {
        try {
          return { status: 'looked', drift: driftFound(await parts.drift.check(asker.portalId)) };
        } catch (error) {
          return { status: 'refused', reason: provisioningProblem(error) };
        }
      }),
    provision: (asker: Asker, request: Parameters<SettingsParts['hubspotWrites']['provision']>[2]) =>
      write(asker, (author) => parts.hubspotWrites.provision(asker.portalId, author, request)),
    restore: (asker: Asker, request: Parameters<SettingsParts['hubspotWrites']['restore']>[2]) =>
      write(asker, (author) => parts.hubspotWrites.restore(asker.portalId, author, request)),

    connection: (asker: Asker): Promise<ConnectionAnswer> =>
      look(asker, async (head, { portal: { portalId } }) => ({
        status: 'ready' as const,
        ...head,
        ...(await connection(parts, portalId)),
      })),
    disconnect: (asker: Asker, { requestId }: DisconnectRequest): Promise<DisconnectDone> =>
      write<DisconnectDone>(asker, (author) => disconnect(parts, asker.portalId, author, requestId), true),

    slack: (asker: Asker): Promise<SlackTabAnswer> =>
      look(asker, async (head, { portal: { portalId }, adminEmails }) => {
        const playbook = (await states.get(portalId))?.playbook ?? null;
        const { email } = head.you;
        const tab = await slackTab({
          slack: slackOf(portalId),
          via: parts.slackVia,
          credential: parts.slackVia === 'settings' ? await store.credential(portalId, 'slack') : null,
          playbook,
          canPress: parts.canPress,
          adminEmails,
          email,
        });
        return { status: 'ready' as const, ...head, ...tab };
      }),
    slackLink: (asker: Asker): Promise<SlackLinkAnswer> =>
      write<SlackLinkAnswer>(asker, (author) => parts.slackConnection.link(asker.portalId, author)),
    disconnectSlack: (asker: Asker, request: DisconnectSlackRequest): Promise<DisconnectSlackDone> =>
      write<DisconnectSlackDone>(asker, (author) => parts.slackConnection.disconnect(asker.portalId, author, request)),
    testMessage: (asker: Asker, request: TestMessageRequest): Promise<TestMessageDone> =>
      write<TestMessageDone>(asker, async (author, adminEmails) => {
        const playbook = (await states.get(asker.portalId))?.playbook ?? null;
        const to = { once: parts.once, slack: slackOf(asker.portalId), playbook, adminEmails };
        return sendTestMessage(to, asker.portalId, author, request);
      }),

    keys: (asker: Asker): Promise<KeysTabAnswer> =>
      look(asker, async (head) => ({
        status: 'ready' as const,
        ...head,
        keys: await parts.writeKeys.list(asker.portalId),
        url: parts.publicUrl(),
      })),
    makeKey: (asker: Asker, request: Parameters<SettingsParts['writeKeys']['make']>[2]) =>
      write(asker, (author) => parts.writeKeys.make(asker.portalId, author, request)),
    revokeKey: (asker: Asker, request: Parameters<SettingsParts['writeKeys']['revoke']>[2]) =>
      write(asker, (author) => parts.writeKeys.revoke(asker.portalId, author, request)),

    privacy: (asker: Asker): Promise<PrivacyTabAnswer> =>
      look(asker, async (head, { portal: { portalId } }) => ({
        status: 'ready' as const,
        ...head,
        ...(await parts.privacy.show(portalId)),
      })),
    retention: (asker: Asker, request: RetentionRequest): Promise<RetentionDone> =>
      write<RetentionDone>(asker, (author) => parts.privacyWrites.retention(asker.portalId, author, request)),
    allowList: (asker: Asker, request: AllowListRequest): Promise<AllowListDone> =>
      write<AllowListDone>(asker, (author) => parts.privacyWrites.allowList(asker.portalId, author, request)),

    people: (asker: Asker, before: string | null): Promise<PeopleTabAnswer> =>
      look(asker, async (head, { adminEmails }) => {
        const isRunning = (requestId: string) => parts.once.isRunning(asker.portalId, requestId);
        const tab = await peopleTab(
          {
            store,
            adminEmails,
            installedAt: (await parts.installation(asker.portalId))?.installedAt ?? null,
            isRunning,
          },
          asker.portalId,
          before,
        );
        return { status: 'ready' as const, ...head, ...tab };
      }),
    grant: (asker: Asker, request: Parameters<SettingsParts['grants']['grant']>[2]) =>
      write(
        asker,
        (author, adminEmails) => parts.grants.grant({ portalId: asker.portalId, adminEmails }, author, request),
        true,
      ),
    takeBack: (asker: Asker, request: Parameters<SettingsParts['grants']['takeBack']>[2]) =>
      write(
        asker,
        (author, adminEmails) => parts.grants.takeBack({ portalId: asker.portalId, adminEmails }, author, request),
        true,
      ),
  };
}
