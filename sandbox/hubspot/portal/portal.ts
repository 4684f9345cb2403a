import type { Engagement } from '../engagements/engagement.ts';
import type { Enrolment } from '../enrolment/enrolment.ts';
import type { Flow } from '../flows/flow.ts';
import type { HubspotList } from '../lists/list.ts';
import { ChangeLog } from './change-log.ts';
import type {
  ActionDefinition,
  Association,
  CrmRecord,
  ObjectTypeId,
  Owner,
  PropertyDefinition,
  PropertyGroup,
} from './tables.ts';
import type { PortalUser } from './users.ts';

export type PortalSettings = {
  portalId: number;
  appId: number;
  /** Of a static app; none where the app comes by OAuth only. */
  accessToken: string | null;
  clientSecret: string;
  timeZone: string;
  uiDomain: string;
  enrolmentDelayMs: number;
  searchIndexDelayMs: number;
  propertyVisibilityDelayMs: number;
  /** From what is logged on a contact to the properties calculated from it. */
  calculationDelayMs: number;
  /** Calls per 10 s, and association batch calls per 10 s. */
  tenSecondlyLimit: number;
  associationBatchLimit: number;
  searchPerSecond: number;
};

/** Behaviour that the control API can switch while the sandbox runs. */
export type Switches = {
  scopes: Set<string>;
  /** Sign workflow action calls with v3 as well as v2. */
  signActionsWithV3: boolean;
  /** Serve the beta list of action types. */
  actionTypesBeta: boolean;
  webhooks: boolean;
  /** Whether changes of calculated properties are delivered too. */
  calculatedWebhooks: boolean;
  autoAssociateByDomain: boolean;
  /** HubSpot's beta in which a merged record keeps the id of the primary one. */
  mergesKeepPrimaryId: boolean;
  /** Base address of the app, put in the place of ${BASE_URL}; null until it is known. */
  actionBaseUrl: string | null;
};

/** One HubSpot account. `now` is the movable clock; everything that waits or limits uses `performance.now()`. */
export class Portal {
  readonly settings: PortalSettings;
  readonly now: () => number;
  readonly switches: Switches;
  readonly changes: ChangeLog;
  records = emptyByType(() => new Map<string, CrmRecord>());
  /** Ids that merged away, and the id of the record that holds them now. */
  mergedInto = new Map<string, string>();
  /** `type:property:value` of unique properties (and contact e-mails, additional ones too) to a record id. */
  uniqueValues = new Map<string, string>();
  properties = emptyByType(() => new Map<string, PropertyDefinition>());
  groups = emptyByType(() => new Map<string, PropertyGroup>());
  owners = new Map<string, Owner>();
  /** By record id, outgoing. */
  associations = new Map<string, Association[]>();
  flows = new Map<string, Flow>();
  lists = new Map<string, HubspotList>();
  enrolments: Enrolment[] = [];
  /** What was logged on contacts, save calls: those are records. */
  engagements: Engagement[] = [];
  actionDefinitions: ActionDefinition[] = [];
  /** By lower-case e-mail. */
  users = new Map<string, PortalUser>();
  /** Whether the app is installed here: only then are its actions called and its webhooks sent. */
  isInstalled = true;
  /** What was granted by OAuth; null where the app is static or absent. */
  grantedScopes: string[] | null = null;
  /** Lower-case e-mails of contacts deleted for privacy: no contact can get them again. */
  blockedEmails = new Set<string>();
  #nextId: number;

  constructor(settings: PortalSettings, switches: Switches, now: () => number, firstId: number, lastChange: number) {
    this.settings = settings;
    this.switches = switches;
    this.now = now;
    this.changes = new ChangeLog(now, lastChange);
    this.#nextId = firstId;
  }

  /** Ids grow by irregular steps, so that nobody relies on counting. */
  nextId(): string {
    this.#nextId += 1 + Math.floor(Math.random() * 9);
    return String(this.#nextId);
  }
}

export function emptyByType<T>(make: () => T): Record<ObjectTypeId, T> {
  return { '0-1': make(), '0-2': make(), '0-3': make(), '0-48': make() };
}
