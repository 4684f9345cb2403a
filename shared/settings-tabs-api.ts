/** The settings' other tabs: HubSpot, Slack, Keys, People & history. See settings-api.ts. */
import type {
  AuditedRequest,
  DoneAnswer,
  NotConnected,
  OwnerState,
  SettingsHead,
  SettingsRole,
  Sharing,
} from './settings-api.ts';

export type HubspotTabAnswer = ({ status: 'ready' } & SettingsHead & HubspotTab) | NotConnected;

export type HubspotTab = {
  /** Null: watch mode, nobody is alerted. */
  liveSince: number | null;
  /** Who performs handoffs now. */
  mode: 'workflow' | 'direct';
  plan: PlanFound;
  drift: DriftFound;
};

/** `still reading`: HubSpot has not answered everything in time; ask again. */
export type PlanFound =
  | ({ status: 'read' } & PlanView)
  | { status: 'still reading' }
  | { status: 'not read'; reason: string };

export type PlanView = {
  /** What provisioning does. */
  steps: PlanStep[];
  /** What going live does besides. */
  goLiveSteps: PlanStep[];
  asWanted: number;
  notes: string[];
  /** Not empty: nothing can be applied. */
  refusals: string[];
  owners: OwnerState[];
  /** Contacts in HubSpot that are ready and free; some seconds behind. */
  matchingNow: number;
  /** Of the people we know who are ready: not alerted by going live. At most 200 are counted. */
  readyNow: number;
  readyPeople: { email: string | null; score: number }[];
};

export type PlanStep = {
  act: 'create' | 'change' | 'switch on' | 'leave alone' | 'refuse';
  /** "contact property zo_plan", "workflow "Zo | SQL handoff"". */
  what: string;
  name: string;
  words: string[];
  /** Somebody changed it: it can be overwritten. */
  canForce: boolean;
  wasDeleted: boolean;
};

export type DriftFound = {
  /** Null: never yet. */
  checkedAt: number | null;
  workflows: {
    kind: 'handoff' | 'return';
    name: string;
    state: 'as the playbook says' | 'differs' | 'not compared';
    /** What differs, or why it was not compared. */
    words: string[];
    since: number;
  }[];
  writers: { writer: string; property: string; lastSeenAt: number; words: string }[];
  restorations: { at: number; by: string; workflow: string; outcome: 'restored' | 'failed'; words: string[] }[];
};

export type ProvisionRequest = AuditedRequest & {
  goLive: boolean;
  /** Names of artefacts that may be overwritten although somebody changed them. */
  force: string[];
};

export type ProvisionDone = DoneAnswer<{
  created: number;
  changed: number;
  switchedOn: number;
  asWanted: number;
  /** What HubSpot refused, and why. */
  refused: { what: string; reason: string }[];
  leftAlone: PlanStep[];
  notes: string[];
  liveSince: number | null;
  mode: 'workflow' | 'direct';
}>;

export type LookForDriftAnswer =
  | { status: 'looked'; drift: DriftFound }
  | { status: 'refused'; reason: string }
  | NotConnected;

export type RestoreRequest = AuditedRequest & { workflow: 'handoff' | 'return' };
export type RestoreDone = DoneAnswer<{ undone: string[] }>;

export type ConnectionAnswer = ({ status: 'ready' } & SettingsHead & Connection) | NotConnected;

export type Connection = {
  /** Null: by a token that the service's settings hold. */
  installed: {
    by: string | null;
    at: number;
    /** As HubSpot calls the account. */
    account: string | null;
    /** Where HubSpot keeps the account's data, as "eu1". */
    hosting: string | null;
    scopes: string[];
  } | null;
  /** What disconnecting does, to be read before it is confirmed; or why it cannot be done here. */
  disconnecting: { can: true; will: string[] } | { can: false; reason: string };
};

/** For the owner alone. The app is taken out of the account. */
export type DisconnectRequest = AuditedRequest & { confirm: true };
export type DisconnectDone = DoneAnswer<{ did: string[] }>;

export type SlackTabAnswer = ({ status: 'ready' } & SettingsHead & SlackTab) | NotConnected;

export type SlackTab = {
  connection:
    | { status: 'connected'; team: string; missing: MissingScope[] }
    | { status: 'not connected'; remedy: string }
    /** It was connected, and is not any more: alerts wait. */
    | { status: 'lost'; team: string; reason: string; at: number }
    | { status: 'refused'; reason: string; remedy: string }
    | { status: 'no answer'; reason: string };
  /** 'environment': the token stands there, and is changed there. */
  via: 'settings' | 'environment';
  /** Who connected it, and when; null where nobody did in the settings. */
  connected: { by: string; at: number } | null;
  /** Buttons in messages reach us: SLACK_SIGNING_SECRET is set. */
  canPress: boolean;
  places: SlackPlace[];
};

export type MissingScope = { scope: string; feature: string; isRequired: boolean };

export type SlackPlaceUse = 'alerts' | 'returns' | 'review' | 'operators' | 'you';

/** Where messages of one kind go. `place`: "#marketing", an address; null: nowhere. */
export type SlackPlace = {
  use: SlackPlaceUse;
  place: string | null;
  state: 'found' | 'absent' | 'no answer' | 'none';
  words: string | null;
  /** Of a channel that was found. */
  sharing: Sharing;
};

/** A link is made each time it is asked for: it is not kept, and needs no request id. */
export type SlackLinkAnswer =
  | { status: 'made'; url: string; validUntil: number }
  | { status: 'refused'; reason: string }
  | NotConnected;

/** `isGivenBack` false: Slack could not be told, or did not take it. */
export type DisconnectSlackRequest = AuditedRequest;
export type DisconnectSlackDone = DoneAnswer<{ isGivenBack: boolean }>;

export type TestMessageRequest = AuditedRequest & { use: SlackPlaceUse };
export type TestMessageDone = DoneAnswer<{ place: string; link: string | null }>;

export type KeysTabAnswer = ({ status: 'ready' } & SettingsHead & KeysTab) | NotConnected;

export type KeysTab = { keys: KeyView[] /** Where events are sent to. */; url: string };

export type KeyView = {
  /** The beginning of the key's hash. */
  keyId: string;
  source: 'server' | 'browser';
  name: string;
  createdAt: number;
  lastUsedAt: number | null;
  revokedAt: number | null;
  /** WRITE_KEY names it: it is taken away there. */
  isFromEnvironment: boolean;
};

export type MakeKeyRequest = AuditedRequest & { source: 'server' | 'browser'; name: string };
/** `writeKey` is null when it was made by an earlier try and cannot be shown again. */
export type MakeKeyDone = DoneAnswer<{ keyId: string; writeKey: string | null }>;

export type RevokeKeyRequest = AuditedRequest & { keyId: string };
export type RevokeKeyDone = DoneAnswer<{ keyId: string; worksForSeconds: number }>;

export type PeopleTabAnswer = ({ status: 'ready' } & SettingsHead & PeopleTab) | NotConnected;

export type PeopleTab = {
  people: SettingsPerson[];
  /** Newest first. */
  history: HistoryEntry[];
  /** The next page is asked for with this; null: there is none. */
  before: string | null;
};

/** `by` null: named by the environment. */
export type SettingsPerson = {
  email: string;
  role: Exclude<SettingsRole, 'viewer'>;
  by: string | null;
  at: number | null;
};

export type HistoryEntry = {
  at: number;
  by: string;
  /** What was done, in words. */
  words: string;
  detail: string | null;
  outcome: 'done' | 'refused' | 'failed' | 'under way' | 'not known';
  /** Of a saved playbook. */
  version: number | null;
};

export type GrantRequest = AuditedRequest & { email: string };
export type GrantDone = DoneAnswer<{ email: string }>;
