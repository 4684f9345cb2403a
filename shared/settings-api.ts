/**
 * What the settings page asks the backend and what it answers, over `/app/settings/…`. As with the cards (card-api.ts):
 * HubSpot signs, and vouches for the portal and for who asks; expected conditions are answers with a `status`. Whoever may
 * not write gets everything to read. Every write carries a `requestId`: asked again with the same, it is not done again.
 */
import type { CardPortal } from './card-api.ts';
import type { PlaybookForm } from './playbook-form.ts';

export const settingsPaths = {
  /** GET; the Playbook tab. */
  playbook: '/app/settings/playbook',
  /** GET `?version=`: the text of a version. */
  version: '/app/settings/playbook/version',
  check: '/app/settings/playbook/check',
  edit: '/app/settings/playbook/edit',
  simulate: '/app/settings/playbook/simulate',
  save: '/app/settings/playbook/save',
  /** GET; the HubSpot tab. */
  hubspot: '/app/settings/hubspot',
  provision: '/app/settings/hubspot/provision',
  lookForDrift: '/app/settings/hubspot/drift',
  restore: '/app/settings/hubspot/restore',
  /** GET; how the account is connected, and what disconnecting it does. */
  connection: '/app/settings/connection',
  disconnect: '/app/settings/connection/disconnect',
  /** GET; the Slack tab. */
  slack: '/app/settings/slack',
  testMessage: '/app/settings/slack/test-message',
  slackLink: '/app/settings/slack/link',
  disconnectSlack: '/app/settings/slack/disconnect-workspace',
  /** GET; the Keys tab. */
  keys: '/app/settings/keys',
  makeKey: '/app/settings/keys/make',
  revokeKey: '/app/settings/keys/revoke',
  /** GET `?before=`; the People & history tab. */
  people: '/app/settings/people',
  grant: '/app/settings/people/grant',
  takeBack: '/app/settings/people/take-back',
} as const;

/** The first of ADMIN_EMAILS is the owner; the others of it, and whom the owner let in, are editors. */
export type SettingsRole = 'owner' | 'editor' | 'viewer';

/** Why somebody may not change anything here. */
export type ReadOnlyReason =
  /** ADMIN_EMAILS is empty: nobody may, from HubSpot. */
  | { kind: 'nobody may' }
  /** `owner` can grant it. */
  | { kind: 'viewer'; owner: string }
  /** HubSpot did not say who asks. */
  | { kind: 'unknown user'; owner: string };

/** Who looks, as HubSpot signed it; `readOnly` says why they may not change anything, null: they may. */
export type SettingsUser = { email: string | null; role: SettingsRole; readOnly: ReadOnlyReason | null };

/** What every tab's answer begins with. */
export type SettingsHead = { asOf: number; portal: CardPortal; you: SettingsUser };

/** `why`: it was connected before; what happened, and what to do. */
export type NotConnected = { status: 'not connected'; why?: string };

export type PlaybookTabAnswer = ({ status: 'ready' } & SettingsHead & PlaybookTab) | NotConnected;

/** The Playbook tab: the text to begin with, how it is understood, and what can be chosen in its form. */
export type PlaybookTab = {
  /** Not null: the file with this name is the truth, and is changed there. */
  playbookFile: string | null;
  /** Null: there is none yet. */
  newest: PlaybookVersion | null;
  /** The text to begin with: of the newest version, or a first one. */
  source: string;
  checked: CheckedPlaybook;
  /** How far the newest version has come into force; null: it is. */
  takingEffect: { step: string; done: number; total: number } | null;
  /** The event names that came last, the most frequent first. */
  eventsSeen: SeenEvent[];
  /** HubSpot's, those who are active first. */
  hubspotOwners: HubspotOwner[];
  channels: ChannelsFound;
  /** Everybody in Slack, for an owner whose address is another there. */
  slackPeople: SlackPeopleFound;
  /** Choices of the contact's lead status; null: not known. */
  leadStatuses: { value: string; label: string }[] | null;
};

/** A saved version, without its text. */
export type PlaybookVersion = { version: number; savedBy: string; savedAt: number; reason: string };

/** An event name that has arrived, and how often it came. */
export type SeenEvent = {
  /** As "page /pricing" for a page. */
  name: string;
  events: number;
  people: number;
  lastSeenAt: number;
  thisWeek: number;
  lastWeek: number;
};

/** An owner of the portal, as HubSpot lists them. */
export type HubspotOwner = { email: string; name: string; isActive: boolean };

/** The channels of the Slack workspace, or why they are not known. */
export type ChannelsFound =
  | { status: 'found'; channels: ChannelFound[] }
  | { status: 'not connected' }
  | { status: 'no answer'; reason: string };

export type ChannelFound = { name: string; isPrivate: boolean; isMember: boolean; sharing: Sharing };

/** Slack Connect. 'pending': people of another company have been invited; null: only people of the workspace read it. */
export type Sharing = 'external' | 'pending' | null;

export type SlackPeopleFound =
  | { status: 'found'; people: SlackPerson[] }
  | { status: 'not connected' }
  | { status: 'no answer'; reason: string };

export type SlackPerson = { userId: string; name: string };

/** A text held against the language, the portal, and what has arrived. */
export type CheckedPlaybook = {
  /** Empty: it can be saved. */
  problems: PlaybookProblem[];
  warnings: PlaybookProblem[];
  /** Null while there are problems. */
  understood: UnderstoodPlaybook | null;
  /** Null when the text cannot be read as YAML. */
  form: PlaybookForm | null;
  signals: SignalArrivals[];
  owners: OwnerState[];
};

/** A mistake or a warning, with its place in the text and in the form. */
export type PlaybookProblem = {
  message: string;
  /** From 1. */
  line: number;
  column: number;
  length: number;
  /** The line it is about, without the spaces around it, and where in it the problem stands. */
  excerpt: string;
  at: number;
  nearest: string | null;
  suggestion: string | null;
  /** The part of the form it belongs to, such as "score line 2", "owner tom@acme.test"; null: none. */
  place: ProblemPlace | null;
};

/** `path` as in playbook-form.ts, "signals", "score", "definition" or "handoff/owners"; `item` counts from 0. */
export type ProblemPlace = { path: string; item: number | null };

/** The playbook told back in words, as it would be followed. */
export type UnderstoodPlaybook = {
  /** The definition's canonical sentence. */
  sentence: string;
  checklist: { label: string; asks: string }[];
  /** Groups of HubSpot's filters in words: the sentence holds when all of one group do. */
  filters: string[][];
  /** What HubSpot's filters cannot say, and a property of ours carries. */
  carried: string[];
  /** Null: without limit. */
  highestScore: number | null;
  returnWhen: string | null;
  reviewWhen: string | null;
};

/** Whether what a signal counts has arrived. */
export type SignalArrivals = {
  name: string;
  events: SignalEvent[];
  /** What counts it: "the score", "the definition". */
  neededBy: string[];
};

/** One event of a signal, with the nearest that has arrived where it has not. */
export type SignalEvent = {
  name: string;
  /** Null: it has never arrived. */
  seen: SeenEvent | null;
  /** Of one that has never arrived: the one that was probably meant. */
  nearest: SeenEvent | null;
};

/** Whether an owner of the playbook is one in HubSpot and in Slack. */
export type OwnerState = {
  email: string;
  hubspot: 'active' | 'inactive' | 'unknown';
  name: string | null;
  nearest: string | null;
  slack: 'found' | 'absent' | 'not connected' | 'no answer';
  /** Their name there; null: not found, or not known. */
  slackName: string | null;
};

/** A version with its text, and what it changed in the one before. */
export type PlaybookVersionAnswer =
  | { status: 'found'; playbook: PlaybookVersion & { source: string; changes: string } }
  | { status: 'unknown version' }
  | NotConnected;

/** A text to be held against the language; nothing is saved. */
export type CheckRequest = { source: string };
export type CheckAnswer = { status: 'checked'; checked: CheckedPlaybook } | Busy | NotConnected;

/** Another text of the same person is being checked: ask again in a moment. */
export type Busy = { status: 'busy' };

/** The text with the edits made in it, checked; or why they cannot be written into it. */
export type EditAnswer =
  | { status: 'edited'; source: string; checked: CheckedPlaybook }
  | { status: 'refused'; reason: string }
  | Busy
  | NotConnected;

/** What a text would change today, with names. */
export type SimulateAnswer =
  /** `changes`: line by line against `version`, the newest. */
  | { status: 'simulated'; version: number; changes: string; difference: PlaybookDifference }
  /** It goes on: ask again with the same text. */
  | { status: 'still counting'; done: number; total: number }
  | { status: 'invalid'; problems: PlaybookProblem[] }
  | NotConnected;

/** Who is ready now, and who would be. */
export type PlaybookDifference = {
  /** Everybody with a user id or a HubSpot contact. */
  people: number;
  /** Null while no playbook is in force. */
  present: DifferenceCount | null;
  draft: DifferenceCount;
  added: DifferencePeople;
  removed: DifferencePeople;
  scores: { rise: number; fall: number };
  /** Undecided, because the draft asks for HubSpot's values that nobody has read yet. */
  notRead: { label: string; people: number }[];
  takesEveryone: boolean;
  isRecounted: boolean;
};

/** `free` of the ready ones would be handed off; the others are held back by their gate, in words. */
export type DifferenceCount = { ready: number; free: number; heldBack: { reason: string; people: number }[] };

/** The highest scores first; `people` holds at most 50 of `count`; `free` of them would be handed off. */
export type DifferencePeople = { count: number; free: number; people: DifferencePerson[] };

export type DifferencePerson = {
  name: string;
  email: string | null;
  company: string | null;
  score: number;
  /** Why they would not be handed off though ready; null: they would. */
  heldBack: string | null;
  /** Readiness in words, before and with the draft. */
  before: string | null;
  after: string;
};

/** A text to be saved as the next version. */
export type SaveRequest = AuditedRequest & {
  source: string;
  /** The version that was changed; 0 for none. */
  expectedVersion: number;
  reason: string;
  alertReady: boolean;
  allowEveryone: boolean;
};

/** What became of saving a text as the next version. Only `saved` has changed anything. */
export type SaveAnswer =
  /** `asksOtherwise`: HubSpot's workflows would ask for something else; they do once they are provisioned. */
  | { status: 'saved'; version: number; changes: string; asksOtherwise: boolean }
  | { status: 'unchanged'; version: number }
  /** Somebody saved in between. `theirs`: what they changed, line by line. */
  | { status: 'conflict'; newest: PlaybookVersion & { source: string }; theirs: string; yours: string }
  | { status: 'invalid'; problems: PlaybookProblem[] }
  | { status: 'takes everyone'; ready: number; people: number }
  | StillWorking
  | Refused
  | NotConnected;

/** It was not done, and why, for the one who asked. */
export type Refused = { status: 'refused'; reason: string };

/** Of every write: asked again with the same, it is not done again. */
export type AuditedRequest = { requestId: string };

/** Begun, and not ended within the time HubSpot waits: ask again with the same requestId. `words`: how far it is. */
export type StillWorking = { status: 'still working'; words: string };

/** What every write answers: done with what came of it, refused, or still under way. */
export type DoneAnswer<Done> = ({ status: 'done' } & Done) | Refused | StillWorking | NotConnected;
