/** The settings as a service: what each tab shows, and what may be done. Who may is decided here, for every write. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type {
  Busy,
  CheckAnswer,
  EditAnswer,
  HubspotTabAnswer,
  KeysTabAnswer,
  LookForDriftAnswer,
  NotConnected,
  PeopleTabAnswer,
  PlaybookEdit,
  PlaybookTabAnswer,
  PlaybookVersionAnswer,
  Refused,
  SaveAnswer,
  SaveRequest,
  SettingsHead,
  SimulateAnswer,
  SlackTabAnswer,
  TestMessageDone,
  TestMessageRequest,
} from '@zo/shared';
import { editPlaybook } from '../playbook/edit/edit-playbook.ts';
import { NotEditableError } from '../playbook/edit/yaml-places.ts';
import type { Deed } from '../store/settings-store.ts';
import type { Portal } from '../store/store.ts';
import { driftFound } from './drift-found.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { peopleTab } from './people-tab.ts';
import { provisioningProblem } from './plan-reader.ts';
import { playbookTab, playbookVersion } from './playbook-tab.ts';
import { refusalWords, settingsUser } from './roles.ts';
import type { SettingsParts } from './settings-parts.ts';
import { slackTab } from './slack-tab.ts';
import { sendTestMessage } from './test-message.ts';

/** As HubSpot signed it. */
export type Asker = { portalId: number; email: string | null };

const busy: Busy = { status: 'busy' };
const notConnected: NotConnected = { status: 'not connected' };

export type Settings = ReturnType<typeof createSettings>;

export function createSettings(parts: SettingsParts) {
  const { store, states, clock, adminEmails, checkText, simulateText, saveText } = parts;
  const slackOf = (portalId: number) => parts.slack.get(portalId) ?? null;

  async function open({ portalId, email }: Asker): Promise<{ portal: Portal; head: SettingsHead } | null> {
    const portal = await store.portal(portalId);
    if (portal === null) return null;
    const { uiDomain, timeZone } = portal;
    const you = settingsUser(email, { adminEmails, grants: await store.grants(portalId) });
    return { portal, head: { asOf: clock.now(), portal: { portalId, uiDomain, timeZone }, you } };
  }

  /** For everybody who may look. */
  async function look<Answer>(asker: Asker, work: (head: SettingsHead, portal: Portal) => Promise<Answer>) {
    const opened = await open(asker);
    return opened === null ? notConnected : work(opened.head, opened.portal);
  }

  const oneAtATime = createOneAtATime();
  /** Reading a text is work that everybody may ask for, as often as they like. */
  async function readText<Answer>({ portalId, email }: Asker, work: () => Promise<Answer>): Promise<Answer | Busy> {
    const answer = await oneAtATime(`${portalId}:${email}`, work);
    return answer === 'busy' ? busy : answer;
  }

  /** For those who may change settings. */
  async function write<Answer>(
    asker: Asker,
    deed: Deed,
    work: (author: string) => Promise<Answer>,
    needsOwner = false,
  ) {
    return look<Answer | Refused>(asker, async ({ you }) => {
      const notOwner = `Only ${adminEmails[0]}, the first of ADMIN_EMAILS, may grant this`;
      const refusal =
        you.readOnly !== null ? refusalWords(you.readOnly) : needsOwner && you.role !== 'owner' ? notOwner : null;
      if (refusal === null) return work(you.email!);
      await parts.noteRefusal(asker.portalId, you.email, deed, refusal);
      return { status: 'refused', reason: refusal };
    });
  }

  return {
    playbook: (asker: Asker): Promise<PlaybookTabAnswer> =>
      look(asker, async (head, { portalId, timeZone }) => ({
        status: 'ready' as const,
        ...head,
        ...(await playbookTab({ ...parts, slackOf }, portalId, timeZone)),
      })),
    version: (asker: Asker, version: number): Promise<PlaybookVersionAnswer> =>
      look(asker, () => playbookVersion(store, asker.portalId, version)),
    check: (asker: Asker, source: string): Promise<CheckAnswer> =>
      look<CheckAnswer>(asker, () =>
        readText(asker, async () => ({ status: 'checked', checked: await checkText(asker.portalId, source) })),
      ),
    edit: (asker: Asker, source: string, edits: PlaybookEdit[]): Promise<EditAnswer> =>
      look<EditAnswer>(asker, () =>
        readText<EditAnswer>(asker, async () => {
          try {
            const edited = await editOneByOne(source, edits);
            return { status: 'edited', source: edited, checked: await checkText(asker.portalId, edited) };
          } catch (error) {
            if (error instanceof NotEditableError) return { status: 'refused', reason: error.message };
            throw error;
          }
        }),
      ),
    simulate: (asker: Asker, source: string): Promise<SimulateAnswer> =>
      look<SimulateAnswer>(asker, () => simulateText(asker.portalId, asker.email ?? '', source)),
    save: (asker: Asker, request: SaveRequest): Promise<SaveAnswer> =>
      write<SaveAnswer>(asker, 'save playbook', (author) => saveText(asker.portalId, author, request)),

    hubspot: (asker: Asker, isNew: boolean): Promise<HubspotTabAnswer> =>
      look(asker, async (head, { portalId, goLiveAt }) => ({
        status: 'ready' as const,
        ...head,
        liveSince: goLiveAt,
        mode: (await states.get(portalId))?.mode ?? ('direct' as const),
        plan: await parts.plans.read(portalId, isNew),
        drift: driftFound(await parts.drift.report(portalId)),
      })),
    lookForDrift: (asker: Asker): Promise<LookForDriftAnswer> =>
      write<LookForDriftAnswer>(asker, 'look for drift', async () => {
        try {
          return { status: 'looked', drift: driftFound(await parts.drift.check(asker.portalId)) };
        } catch (error) {
          return { status: 'refused', reason: provisioningProblem(error) };
        }
      }),
    provision: (asker: Asker, request: Parameters<SettingsParts['hubspotWrites']['provision']>[2]) =>
      write(asker, request.goLive ? 'go live' : 'provision', (author) =>
        parts.hubspotWrites.provision(asker.portalId, author, request),
      ),
    restore: (asker: Asker, request: Parameters<SettingsParts['hubspotWrites']['restore']>[2]) =>
      write(asker, 'restore workflow', (author) => parts.hubspotWrites.restore(asker.portalId, author, request)),

    slack: (asker: Asker): Promise<SlackTabAnswer> =>
      look(asker, async (head, { portalId }) => {
        const playbook = (await states.get(portalId))?.playbook ?? null;
        const { email } = head.you;
        const tab = await slackTab({
          slack: slackOf(portalId),
          playbook,
          canPress: parts.canPress,
          adminEmails,
          email,
        });
        return { status: 'ready' as const, ...head, ...tab };
      }),
    testMessage: (asker: Asker, request: TestMessageRequest): Promise<TestMessageDone> =>
      write<TestMessageDone>(asker, 'send test message', async (author) => {
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
      write(asker, 'make write key', (author) => parts.writeKeys.make(asker.portalId, author, request)),
    revokeKey: (asker: Asker, request: Parameters<SettingsParts['writeKeys']['revoke']>[2]) =>
      write(asker, 'revoke write key', (author) => parts.writeKeys.revoke(asker.portalId, author, request)),

    people: (asker: Asker, before: string | null): Promise<PeopleTabAnswer> =>
      look(asker, async (head) => {
        const isRunning = (requestId: string) => parts.once.isRunning(asker.portalId, requestId);
        const tab = await peopleTab({ store, adminEmails, isRunning }, asker.portalId, before);
        return { status: 'ready' as const, ...head, ...tab };
      }),
    grant: (asker: Asker, request: Parameters<SettingsParts['grants']['grant']>[2]) =>
      write(asker, 'grant', (author) => parts.grants.grant(asker.portalId, author, request), true),
    takeBack: (asker: Asker, request: Parameters<SettingsParts['grants']['takeBack']>[2]) =>
      write(asker, 'take back grant', (author) => parts.grants.takeBack(asker.portalId, author, request), true),
  };
}

/** Each reads the text anew: between them others get their turn. */
async function editOneByOne(source: string, edits: PlaybookEdit[]): Promise<string> {
  let edited = source;
  for (const edit of edits) {
    edited = editPlaybook(edited, edit);
    await othersTurn();
  }
  return edited;
}
