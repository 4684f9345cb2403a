import type {
  CheckAnswer,
  ConnectionAnswer,
  DisconnectDone,
  DisconnectSlackDone,
  EditAnswer,
  HubspotTabAnswer,
  KeysTabAnswer,
  MakeKeyDone,
  PeopleTabAnswer,
  PlaybookTabAnswer,
  PlaybookVersionAnswer,
  PrivacyTabAnswer,
  RevokeKeyDone,
  SaveAnswer,
  SimulateAnswer,
  SlackLinkAnswer,
  SlackTabAnswer,
} from '@zo/shared';
import { settingsAnswers as answers } from '../../../sandbox/card-preview/gallery/settings-answers.ts';

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
type Only<Answer> = DeepReadonly<Answer>[];

/** Does not compile when an answer of the gallery is none that the backend could give. */
const playbooks: Only<PlaybookTabAnswer> = [
  answers.playbook,
  answers.viewer,
  answers.nobodyMay,
  answers.playbookFile,
  answers.wrong,
  answers.unreadable,
  answers.noPlaybook,
  answers.noEvents,
  answers.takingEffect,
  answers.notConnected,
];
const others = [
  answers.edited satisfies DeepReadonly<EditAnswer>,
  answers.checkedWrong satisfies DeepReadonly<CheckAnswer>,
  answers.version satisfies DeepReadonly<PlaybookVersionAnswer>,
  answers.madeKey satisfies DeepReadonly<MakeKeyDone>,
  answers.revokedKey satisfies DeepReadonly<RevokeKeyDone>,
  ...([
    answers.simulated,
    answers.nobodyChanges,
    answers.takesEveryone,
    answers.stillCounting,
  ] satisfies Only<SimulateAnswer>),
  ...([answers.saved, answers.conflict] satisfies Only<SaveAnswer>),
  ...([
    answers.hubspot,
    answers.live,
    answers.reading,
    answers.hubspotAway,
    answers.refusals,
  ] satisfies Only<HubspotTabAnswer>),
  answers.disconnected satisfies DeepReadonly<DisconnectDone>,
  ...([answers.connection, answers.installed] satisfies Only<ConnectionAnswer>),
  ...([answers.slack, answers.scopesMissing, answers.revoked, answers.noSlack] satisfies Only<SlackTabAnswer>),
  ...([
    answers.slackConnected,
    answers.slackToConnect,
    answers.slackLost,
    answers.slackShared,
  ] satisfies Only<SlackTabAnswer>),
  answers.slackLink satisfies DeepReadonly<SlackLinkAnswer>,
  answers.slackDisconnected satisfies DeepReadonly<DisconnectSlackDone>,
  ...([answers.keys, answers.noKeys] satisfies Only<KeysTabAnswer>),
  ...([answers.privacy, answers.privacyOfViewer] satisfies Only<PrivacyTabAnswer>),
  ...([answers.people, answers.onlyVersions] satisfies Only<PeopleTabAnswer>),
];

it('every answer of the gallery is held against the type of what the backend gives', () => {
  expect(new Set([...playbooks, ...others]).size).toBe(Object.keys(answers).length);
});

it('problems stand in the text they are about', () => {
  const { source, checked } = answers.wrong;
  for (const { line, column, length, excerpt, at } of checked.problems) {
    const text = source.split('\n')[line - 1]!;
    expect(text.trim()).toBe(excerpt);
    expect(text.slice(column - 1, column - 1 + length)).toBe(excerpt.slice(at, at + length));
  }
});
