/** What the settings page asks the backend. Every call rejects with a BackendProblem. */
import { askBackend } from '@zo/backend-client';
import {
  type AllowListDone,
  type AllowListRequest,
  type CheckAnswer,
  type ConnectionAnswer,
  type DisconnectDone,
  type DisconnectRequest,
  type DisconnectSlackDone,
  type DisconnectSlackRequest,
  type EditAnswer,
  type GrantDone,
  type GrantRequest,
  type HubspotTabAnswer,
  type KeysTabAnswer,
  type LookForDriftAnswer,
  type MakeKeyDone,
  type MakeKeyRequest,
  type PeopleTabAnswer,
  type PlaybookEdit,
  type PlaybookTabAnswer,
  type PlaybookVersionAnswer,
  type PrivacyTabAnswer,
  type ProvisionDone,
  type ProvisionRequest,
  privacyPaths,
  type RestoreDone,
  type RestoreRequest,
  type RetentionDone,
  type RetentionRequest,
  type RevokeKeyDone,
  type RevokeKeyRequest,
  type SampleActivityAnswer,
  type SampleActivityRequest,
  type SaveAnswer,
  type SaveRequest,
  type SimulateAnswer,
  type SlackLinkAnswer,
  type SlackTabAnswer,
  sampleActivityPath,
  settingsPaths,
  type TestMessageDone,
  type TestMessageRequest,
} from '@zo/shared';

export type SettingsClient = ReturnType<typeof settingsClient>;

export function settingsClient(baseUrl: unknown) {
  const ask = <Answer extends { status: string }>(path: string, body?: object) =>
    askBackend<Answer>(baseUrl, path, body);
  return {
    playbook: () => ask<PlaybookTabAnswer>(settingsPaths.playbook),
    version: (version: number) => ask<PlaybookVersionAnswer>(`${settingsPaths.version}?version=${version}`),
    check: (source: string) => ask<CheckAnswer>(settingsPaths.check, { source }),
    edit: (source: string, edits: PlaybookEdit[]) => ask<EditAnswer>(settingsPaths.edit, { source, edits }),
    simulate: (source: string) => ask<SimulateAnswer>(settingsPaths.simulate, { source }),
    save: (request: SaveRequest) => ask<SaveAnswer>(settingsPaths.save, request),

    hubspot: (isNew: boolean) => ask<HubspotTabAnswer>(`${settingsPaths.hubspot}?anew=${isNew ? 'yes' : 'no'}`),
    provision: (request: ProvisionRequest) => ask<ProvisionDone>(settingsPaths.provision, request),
    lookForDrift: () => ask<LookForDriftAnswer>(settingsPaths.lookForDrift, {}),
    restore: (request: RestoreRequest) => ask<RestoreDone>(settingsPaths.restore, request),

    connection: () => ask<ConnectionAnswer>(settingsPaths.connection),
    disconnect: (request: DisconnectRequest) => ask<DisconnectDone>(settingsPaths.disconnect, request),

    slack: () => ask<SlackTabAnswer>(settingsPaths.slack),
    slackLink: () => ask<SlackLinkAnswer>(settingsPaths.slackLink, {}),
    disconnectSlack: (request: DisconnectSlackRequest) =>
      ask<DisconnectSlackDone>(settingsPaths.disconnectSlack, request),
    testMessage: (request: TestMessageRequest) => ask<TestMessageDone>(settingsPaths.testMessage, request),

    sample: () => ask<SampleActivityAnswer>(sampleActivityPath),
    runSample: (request: SampleActivityRequest) => ask<SampleActivityAnswer>(sampleActivityPath, request),

    keys: () => ask<KeysTabAnswer>(settingsPaths.keys),
    makeKey: (request: MakeKeyRequest) => ask<MakeKeyDone>(settingsPaths.makeKey, request),
    revokeKey: (request: RevokeKeyRequest) => ask<RevokeKeyDone>(settingsPaths.revokeKey, request),

    privacy: () => ask<PrivacyTabAnswer>(privacyPaths.tab),
    retention: (request: RetentionRequest) => ask<RetentionDone>(privacyPaths.retention, request),
    allowList: (request: AllowListRequest) => ask<AllowListDone>(privacyPaths.allowList, request),

    people: (before: string | null) =>
      ask<PeopleTabAnswer>(before === null ? settingsPaths.people : `${settingsPaths.people}?before=${before}`),
    grant: (request: GrantRequest) => ask<GrantDone>(settingsPaths.grant, request),
    takeBack: (request: GrantRequest) => ask<GrantDone>(settingsPaths.takeBack, request),
  };
}
