import type { Behaviour } from './json-answer.ts';
import { loadedSample, noSample } from './sample-answers.ts';
import { settingsAnswers as answers } from './settings-answers.ts';

export type SettingsState = {
  title: string;
  /** By the last part of the path, such as "playbook" or "save"; otherwise what is usual. */
  answers?: Record<string, Behaviour>;
  /** The same, from the second time on. */
  later?: Record<string, Behaviour>;
  /** Names of what is pressed one after the other. */
  presses?: string[];
};

export const usualAnswers: Record<string, Behaviour> = {
  playbook: answers.playbook,
  version: answers.version,
  check: answers.checkedWrong,
  edit: answers.edited,
  simulate: answers.simulated,
  save: answers.saved,
  hubspot: answers.hubspot,
  connection: answers.connection,
  disconnect: answers.disconnected,
  slack: answers.slack,
  link: answers.slackLink,
  'disconnect-workspace': answers.slackDisconnected,
  keys: answers.keys,
  make: answers.madeKey,
  revoke: answers.revokedKey,
  'sample-activity': noSample,
  privacy: answers.privacy,
  people: answers.people,
};

const review = ['Score', 'Remove line 5', 'Review and save'];

export const settingsStates: SettingsState[] = [
  { title: 'Signals' },
  { title: 'Score', presses: ['Score'] },
  { title: 'Definition', presses: ['Definition'] },
  { title: 'Owners and routing', presses: ['Owners & routing'] },
  { title: 'Terms of an owner', presses: ['Owners & routing', 'Edit Tom'] },
  { title: 'After the handoff', presses: ['After the handoff'] },
  { title: 'Text', presses: ['Text'] },
  { title: 'Mistakes', answers: { playbook: answers.wrong }, presses: ['Score'] },
  { title: 'Not readable', answers: { playbook: answers.unreadable } },
  { title: 'No playbook yet', answers: { playbook: answers.noPlaybook } },
  { title: 'No event yet', answers: { playbook: answers.noEvents } },
  { title: 'Coming into force', answers: { playbook: answers.takingEffect } },
  { title: 'Read only', answers: { playbook: answers.viewer }, presses: ['Owners & routing'] },
  { title: 'Nobody may', answers: { playbook: answers.nobodyMay } },
  { title: 'A file is the truth', answers: { playbook: answers.playbookFile }, presses: ['Text'] },
  { title: 'Review', presses: review },
  { title: 'Still counting', answers: { simulate: answers.stillCounting }, presses: review },
  { title: 'Nobody changes', answers: { simulate: answers.nobodyChanges }, presses: review },
  { title: 'Nearly everybody', answers: { simulate: answers.takesEveryone }, presses: review },
  { title: 'Conflict', answers: { save: answers.conflict }, presses: [...review, 'Save as a new version'] },
  { title: 'Saved', presses: [...review, 'Save as a new version'] },
  { title: 'Save without an answer', answers: { save: 'failure' }, presses: [...review, 'Save as a new version'] },
  { title: 'HubSpot, watch mode', presses: ['HubSpot'] },
  { title: 'HubSpot, live with drift', answers: { hubspot: answers.live }, presses: ['HubSpot'] },
  { title: 'HubSpot, being read', answers: { hubspot: answers.reading }, presses: ['HubSpot'] },
  { title: 'HubSpot away', answers: { hubspot: answers.hubspotAway }, presses: ['HubSpot'] },
  { title: 'HubSpot refuses the plan', answers: { hubspot: answers.refusals }, presses: ['HubSpot'] },
  { title: 'Going live', presses: ['HubSpot', 'Go live'] },
  {
    title: 'HubSpot, disconnecting',
    answers: { connection: answers.installed },
    presses: ['HubSpot', 'Disconnect this account'],
  },
  { title: 'Slack', presses: ['Slack'] },
  { title: 'Slack, scopes missing', answers: { slack: answers.scopesMissing }, presses: ['Slack'] },
  { title: 'Slack, revoked', answers: { slack: answers.revoked }, presses: ['Slack'] },
  { title: 'Slack, not connected', answers: { slack: answers.noSlack }, presses: ['Slack'] },
  { title: 'Slack, connected here', answers: { slack: answers.slackConnected }, presses: ['Slack'] },
  { title: 'Slack, to be connected', answers: { slack: answers.slackToConnect }, presses: ['Slack'] },
  {
    title: 'Slack, a link to connect it',
    answers: { slack: answers.slackToConnect },
    presses: ['Slack', 'Connect Slack'],
  },
  { title: 'Slack, lost', answers: { slack: answers.slackLost }, presses: ['Slack'] },
  { title: 'Slack, another company reads along', answers: { slack: answers.slackShared }, presses: ['Slack'] },
  {
    title: 'Slack, to be disconnected',
    answers: { slack: answers.slackConnected },
    presses: ['Slack', 'Disconnect Slack'],
  },
  { title: 'Keys', presses: ['Keys'] },
  { title: 'No key yet', answers: { keys: answers.noKeys }, presses: ['Keys'] },
  { title: 'A key is made', presses: ['Keys', 'Make a key'] },
  {
    title: 'Not up to date',
    later: { keys: 'failure' },
    presses: ['Keys', 'Revoke The website', 'Yes, revoke it'],
  },
  { title: 'Revoking', presses: ['Keys', 'Revoke The website'] },
  { title: 'No sample', presses: ['Sample'] },
  { title: 'Sample loaded', answers: { 'sample-activity': loadedSample }, presses: ['Sample'] },
  { title: 'Privacy', presses: ['Privacy'] },
  { title: 'Privacy, read only', answers: { privacy: answers.privacyOfViewer }, presses: ['Privacy'] },
  { title: 'People and history', presses: ['People & history'] },
  { title: 'A version', presses: ['People & history', 'Show version 4'] },
  { title: 'Nobody named', answers: { people: answers.onlyVersions }, presses: ['People & history'] },
  { title: 'Not connected', answers: { playbook: answers.notConnected } },
  { title: 'Loading', answers: { playbook: 'silence' } },
  { title: 'Error', answers: { playbook: 'failure' } },
  { title: 'Refused', answers: { playbook: 'refusal' } },
];
