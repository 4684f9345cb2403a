/** The settings' "Set up" tab: from an installation to a first alert, step by step. See settings-api.ts. */
import type { AuditedRequest, DoneAnswer, NotConnected, SettingsHead } from './settings-api.ts';
import type { SlackTab } from './settings-tabs-api.ts';

export const firstRunPaths = {
  /** GET; the Set up tab. */
  tab: '/app/settings/first-run',
  testAlert: '/app/settings/first-run/test-alert',
} as const;

/** In the order in which they are done, as everybody reads them. */
export const firstRunTitles = {
  slack: 'Connect Slack',
  events: 'Send events',
  playbook: 'Review the playbook',
  provision: 'Provision HubSpot',
  card: 'Put the card on the contact view',
  testAlert: 'Send a test alert',
  goLive: 'Go live',
} as const;

export type FirstRunStepName = keyof typeof firstRunTitles;

/** 'waiting': nothing is left to do but to wait, and it turns by itself. */
export type FirstRunState = 'done' | 'to do' | 'waiting' | 'problem';

export type FirstRunStep = {
  name: FirstRunStepName;
  title: string;
  state: FirstRunState;
  /** How it stands. */
  words: string;
  /** What to do next; null: nothing. */
  next: string | null;
  /** What it needs is there: it can be done, or done again. */
  canDo: boolean;
};

export type FirstRun = {
  steps: FirstRunStep[];
  /** As on the Slack tab. */
  slack: SlackTab['connection'];
  /** 'environment': the token stands there, and is changed there. */
  slackVia: SlackTab['via'];
  /** Where events are sent to. */
  url: string;
  /** A playbook to begin with, while there is none; null: there is one, or none is shipped. */
  starter: { name: string; source: string } | null;
};

export type FirstRunAnswer = ({ status: 'ready' } & SettingsHead & FirstRun) | NotConnected;

export type TestAlertRequest = AuditedRequest;
/** `place`: the channel it is in; `link`: to the message. */
export type TestAlertDone = DoneAnswer<{ place: string; link: string | null }>;
