/** What the settings are made of: the operators' services, and what only the page needs. */
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { DriftWatch } from '../drift/drift-watch.ts';
import type { PlaybookChanges } from '../portals/change-playbook.ts';
import type { Disconnecting } from '../portals/disconnect.ts';
import type { RuleFollower } from '../portals/follow-rules.ts';
import type { Installation } from '../portals/installation.ts';
import type { OperatorsOf } from '../portals/operators-of.ts';
import type { ReadSource } from '../portals/playbook-draft.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import type { Provisioning } from '../portals/provisioning.ts';
import type { Privacy } from '../privacy/privacy.ts';
import type { SlackPortals } from '../slack/connect/slack-portals.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { type SlackVia, slackVia } from '../slack/slack-remedies.ts';
import type { WholeStore } from '../store/open-store.ts';
import { type CheckText, createCheckText } from './check-text.ts';
import { createGrants, type Grants } from './grants.ts';
import { type HubspotWrites, hubspotWrites } from './hubspot-writes.ts';
import type { NoteRefusal } from './note-refusal.ts';
import { createPlanReader, type PlanReader } from './plan-reader.ts';
import { createPrivacyWrites, type PrivacyWrites } from './privacy-writes.ts';
import type { RunOnce } from './run-once.ts';
import { createSaveText, type SaveText } from './save-text.ts';
import { createSimulateText, type SimulateText } from './simulate-text.ts';
import { type SlackConnection, slackConnection } from './slack-connection.ts';
import { createWriteKeys, type WriteKeys } from './write-keys.ts';

export type SettingsSources = {
  store: WholeStore;
  states: PortalStates;
  memory: PortalMemory;
  clock: Clock;
  config: Pick<Config, 'single' | 'oauth' | 'slackApp' | 'slackSigningSecret' | 'hubspotActionIds'>;
  operatorsOf: OperatorsOf;
  installation: (portalId: number) => Promise<Installation | null>;
  disconnecting: Disconnecting;
  isServed: (portalId: number) => boolean;
  /** Why a portal is not connected, in words; null: nothing is known of it. */
  whyNot: (portalId: number) => Promise<string | null>;
  slack: ReadonlyMap<number, SlackGateway>;
  slackPortals: SlackPortals | null;
  playbooks: PlaybookChanges;
  readSource: ReadSource;
  provisioning: Provisioning;
  rules: Pick<RuleFollower, 'progress'>;
  drift: Pick<DriftWatch, 'report' | 'check' | 'restore'>;
  once: RunOnce;
  privacy: Privacy;
  noteRefusal: NoteRefusal;
  publicUrl: () => string;
  /** Our properties are in HubSpot. */
  hasProperties: (portalId: number) => Promise<boolean>;
};

export type SettingsParts = Omit<
  SettingsSources,
  'config' | 'playbooks' | 'readSource' | 'provisioning' | 'slackPortals'
> & {
  playbookFile: string | null;
  actionIdsSetting: string | null;
  canPress: boolean;
  slackVia: SlackVia;
  slackConnection: SlackConnection;
  checkText: CheckText;
  simulateText: SimulateText;
  saveText: SaveText;
  plans: PlanReader;
  hubspotWrites: HubspotWrites;
  writeKeys: WriteKeys;
  grants: Grants;
  privacyWrites: PrivacyWrites;
};

export function settingsParts(sources: SettingsSources): SettingsParts {
  const { config, store, memory, clock, slack, playbooks, provisioning, drift, once } = sources;
  const slackOf = (portalId: number) => slack.get(portalId) ?? null;
  const readyPersons = (portalId: number, limit: number) => store.readyPersons(portalId, limit);
  const plans = createPlanReader({ provisioning, readyPersons, memory, clock });
  return {
    ...sources,
    playbookFile: config.single?.playbookFile ?? null,
    actionIdsSetting: config.hubspotActionIds,
    canPress: config.slackSigningSecret !== null,
    slackVia: slackVia(config),
    slackConnection: slackConnection({ once, connecting: sources.slackPortals?.connecting ?? null }),
    checkText: createCheckText({ store, readSource: sources.readSource, slackOf, memory, clock }),
    simulateText: createSimulateText({ store, playbooks, memory, clock }),
    saveText: createSaveText({ store, playbooks, memory }),
    plans,
    hubspotWrites: hubspotWrites({ provisioning, drift, plans, once }),
    writeKeys: createWriteKeys({ store, once, fromEnvironment: config.single?.writeKey ?? null, clock }),
    grants: createGrants({ store, once, clock }),
    privacyWrites: createPrivacyWrites({ privacy: sources.privacy, once }),
  };
}
