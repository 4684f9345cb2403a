/** What `zo provision` would do in a portal now. Reads HubSpot and Slack, writes to neither. */
import { setTimeout as wait } from 'node:timers/promises';
import { type ActionIds, parseActionIds } from '../hubspot/action-ids.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { Sleep } from '../hubspot/provision-workflow.ts';
import type { HubspotLog } from '../hubspot/transport.ts';
import { artefactWords, workflowArtefact } from '../provision/artefact.ts';
import { findOwner, type InSlack, type OwnerFound } from '../provision/check-owners.ts';
import type { Keeping, KeptArtefacts } from '../provision/keeping.ts';
import { planProvision } from '../provision/plan.ts';
import type { ProvisionPlan } from '../provision/plan-step.ts';
import { readPortal } from '../provision/read-portal.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { PortalStore } from '../store/store.ts';
import { learnPortal } from './connect-portal.ts';
import { portalLink } from './portal-link.ts';
import { type PortalState, type PortalStates, settingNames } from './portal-state.ts';

export type ProvisionParts = {
  store: PortalStore & Pick<HandoffStore, 'readyPersons'>;
  states: PortalStates;
  gateway: HubspotGateway;
  /** Null: not connected. */
  slack: Pick<SlackGateway, 'findUserByEmail'> | null;
  keeping: Keeping;
  /** Usage counts days of the portal's zone: another zone, other counts. */
  followRules: (portalId: number) => Promise<unknown>;
  /** The portal has just gone live. */
  onLive: (portalId: number) => void;
  /** The setting HUBSPOT_ACTION_IDS; null when not set. */
  actionIdsSetting: string | null;
  log: HubspotLog;
  now: number;
  sleep?: Sleep;
};

export type ProvisionWish = {
  goLive: boolean;
  /** Names of artefacts that may be overwritten although somebody changed them. */
  force: string[];
};

export type PreparedPlan = {
  plan: ProvisionPlan;
  state: PortalState;
  /** Contacts in HubSpot that are ready and free; some seconds behind. */
  matchingNow: number;
};

export class NoPlaybookError extends Error {
  constructor(portalId: number) {
    super(`Portal ${portalId} has no playbook yet: save one under Set up, or with \`zo playbook apply FILE\``);
    this.name = 'NoPlaybookError';
  }
}

export async function preparePlan(parts: ProvisionParts, { goLive, force }: ProvisionWish): Promise<PreparedPlan> {
  const { store, gateway, actionIdsSetting } = parts;
  const { portalId } = gateway;
  const state = await learnAnew(parts);
  const { playbook, workflows } = state;
  const kept = await parts.keeping.read();
  const found = await readPortal({
    gateway,
    kept,
    knownFlowIds: {
      handoff: keptFlowId(kept, 'handoff') ?? workflows.handoff?.flowId,
      return: keptFlowId(kept, 'return') ?? workflows.return?.flowId,
    },
    actionIds: {
      setting: actionIdsSetting === null ? {} : parseActionIds(actionIdsSetting).ids,
      learned: ((await store.setting(portalId, settingNames.actionIds)) ?? {}) as ActionIds,
    },
    freePlans: playbook.freePlans,
    scopes: state.portal.scopes,
  });
  const plan = planProvision({
    playbook,
    found,
    owners: await findOwners(state, parts.slack),
    kept,
    goLive,
    force,
    wereOn: (['handoff', 'return'] as const).filter((kind) => workflows[kind]?.live === true),
    timeZone: state.portal.timeZone,
    link: portalLink(state.portal),
  });
  return { plan, state, matchingNow: found.matching };
}

/** Somebody may have joined sales, or granted a scope, since the last time. */
async function learnAnew({ store, states, gateway, now }: ProvisionParts): Promise<PortalState> {
  const { portalId } = gateway;
  gateway.reauthorised();
  await learnPortal(store, gateway, portalId, now);
  states.changed(portalId);
  const state = await states.get(portalId);
  if (state === null) throw new NoPlaybookError(portalId);
  return state;
}

function keptFlowId(kept: KeptArtefacts, kind: 'handoff' | 'return'): string | undefined {
  return kept[artefactWords(workflowArtefact(kind))]?.id ?? undefined;
}

async function findOwners(state: PortalState, slack: ProvisionParts['slack']): Promise<OwnerFound[]> {
  const found: OwnerFound[] = [];
  for (const email of state.playbook.handoff.owners) {
    found.push(
      findOwner(email, state.owners, slack === null ? { slack: 'not connected' } : await lookUp(slack, email)),
    );
  }
  return found;
}

async function lookUp(slack: NonNullable<ProvisionParts['slack']>, email: string): Promise<InSlack> {
  const found = await slack.findUserByEmail(email);
  if (found.outcome === 'found') return { slack: 'found', slackName: found.value.name };
  return { slack: found.outcome === 'absent' ? 'absent' : 'no answer' };
}

export const realSleep: Sleep = (ms) => wait(ms);
