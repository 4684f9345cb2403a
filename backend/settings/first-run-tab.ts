/** The facts of a portal's first run, gathered, and the steps they make. */
import { type FirstRun, type SlackTab, workflowActionNames } from '@zo/shared';
import type { Clock } from '../clock.ts';
import type { PortalOwner } from '../handoff/assign.ts';
import { type ActionIds, chooseActionIds, parseActionIds } from '../hubspot/action-ids.ts';
import { readSeen } from '../portals/note-seen.ts';
import {
  type PortalState,
  type PortalStates,
  type ProvisionedWorkflows,
  settingNames,
} from '../portals/portal-state.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { Portal, PortalStore } from '../store/store.ts';
import { type FirstRunFacts, firstRunSteps, type PlaybookFacts } from './first-run.ts';
import { starterFor } from './starter.ts';

export type FirstRunParts = {
  store: Pick<PortalStore, 'setting' | 'playbook'> & Pick<SettingsStore, 'arrivedEvents' | 'writeKeys' | 'lastDone'>;
  states: Pick<PortalStates, 'get'>;
  clock: Clock;
  hasProperties: (portalId: number) => Promise<boolean>;
  /** The setting HUBSPOT_ACTION_IDS; null when not set. */
  actionIdsSetting: string | null;
  publicUrl: () => string;
  /** PLAYBOOK; null when the database holds the playbook. */
  playbookFile: string | null;
};

const mostKeys = 200;

export async function firstRunTab(
  parts: FirstRunParts,
  portal: Portal,
  asker: string | null,
  { connection, via }: Pick<SlackTab, 'connection' | 'via'>,
): Promise<FirstRun> {
  const { portalId } = portal;
  const facts = await gather(parts, portal, connection);
  const hasNone = facts.playbook === null && facts.playbookProblem === null && parts.playbookFile === null;
  const owners = (await parts.store.setting(portalId, settingNames.owners)) as PortalOwner[] | null;
  return {
    steps: firstRunSteps(facts),
    slack: connection,
    slackVia: via,
    url: parts.publicUrl(),
    starter: hasNone ? await starterFor(owners ?? [], asker) : null,
  };
}

async function gather(parts: FirstRunParts, portal: Portal, slack: SlackTab['connection']): Promise<FirstRunFacts> {
  const { store, clock } = parts;
  const { portalId, timeZone, scopes, goLiveAt } = portal;
  const [events, keys, playbook, hasProperties, workflows, learned, card, testAlert] = await Promise.all([
    store.arrivedEvents(portalId),
    store.writeKeys(portalId, mostKeys),
    readPlaybookFacts(parts, portalId),
    parts.hasProperties(portalId),
    store.setting(portalId, settingNames.workflows) as Promise<ProvisionedWorkflows | null>,
    store.setting(portalId, settingNames.actionIds) as Promise<ActionIds | null>,
    readSeen(store, portalId, 'contact card'),
    store.lastDone(portalId, 'send test alert'),
  ]);
  const setting = parts.actionIdsSetting === null ? {} : parseActionIds(parts.actionIdsSetting).ids;
  const found = chooseActionIds({ setting, learned: learned ?? {}, listed: null });
  return {
    now: clock.now(),
    timeZone,
    slack,
    events,
    keys: keys.filter(({ revokedAt }) => revokedAt === null).length,
    playbook: playbook.facts,
    playbookProblem: playbook.problem,
    hasProperties,
    canAutomate: scopes.includes('automation'),
    workflows,
    unknownActions: workflowActionNames.filter((name) => found.missing.includes(name)),
    cardSeenAt: card?.firstAt ?? null,
    testAlert,
    liveSince: goLiveAt,
    mode: playbook.mode,
  };
}

type InForce = { facts: PlaybookFacts | null; problem: string | null; mode: PortalState['mode'] };

async function readPlaybookFacts({ store, states }: FirstRunParts, portalId: number): Promise<InForce> {
  const newest = await store.playbook(portalId);
  if (newest === null) return { facts: null, problem: null, mode: 'direct' };
  try {
    const state = await states.get(portalId);
    if (state === null) return { facts: null, problem: null, mode: 'direct' };
    return { facts: factsOf(state, newest.author), problem: null, mode: state.mode };
  } catch (error) {
    return { facts: null, problem: `Version ${newest.version} cannot be read: ${String(error)}`, mode: 'direct' };
  }
}

function factsOf({ playbook, playbookVersion, owners }: PortalState, savedBy: string): PlaybookFacts {
  const { definition, handoff } = playbook;
  const isActive = (email: string) => owners.some((owner) => owner.email === email && owner.active);
  return {
    version: playbookVersion,
    savedBy,
    sentence: definition.sentence,
    mode: handoff.mode,
    channel: handoff.channel,
    // Before HubSpot has told its owners nobody can be missed.
    unknownOwners: owners.length === 0 ? [] : handoff.owners.filter((email) => !isActive(email)),
  };
}
